import type { CaseDocuments } from '../model/case.ts';
import type { TraceRow } from '../trace/index.ts';
import { contactPopularity } from './contact-popularity.ts';
import type { RoomProbability } from './direct-ties.ts';
import type { HandsetDigest } from './handset-digest.ts';
import { rankUsers, type UserRow } from './rank-users.ts';
import { attributionSubjects, type StayFinding } from './subjects.ts';
import { calibrateUsers, type UserCalibration } from './user-calibration.ts';
import { userEvidence, userRegisters } from './user-evidence.ts';

export interface AttributionInput {
  readonly documents: CaseDocuments;
  /** Of every handset that may live inside and of those around it: the more, the better popularity is known. */
  readonly digests: readonly HandsetDigest[];
  readonly findings: readonly StayFinding[];
  readonly trace: readonly TraceRow[];
  /** By handset key; sessions located by sensors. */
  readonly rooms?: ReadonlyMap<string, readonly RoomProbability[]> | undefined;
}

export interface Attribution {
  readonly users: readonly UserRow[];
  readonly userCalibration: UserCalibration;
}

export function attribute(input: AttributionInput): Attribution {
  const subjects = attributionSubjects(input.digests, input.findings, input.documents);
  const popularity = contactPopularity(input.digests);
  const registers = userRegisters({ ...input, popularity });
  const handsets = subjects.map((subject) => userEvidence(subject, registers));
  const userCalibration = calibrateUsers(handsets);
  return { users: handsets.flatMap((handset) => rankUsers(handset, userCalibration)), userCalibration };
}
