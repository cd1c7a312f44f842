import type { CaseDocuments } from '../model/case.ts';
import type { TraceRow } from '../trace/index.ts';
import { contactPopularity } from './contact-popularity.ts';
import type { RoomProbability } from './direct-ties.ts';
import type { HandsetDigest } from './handset-digest.ts';
import { mainUserProbability, rankUsers, type UserRow } from './rank-users.ts';
import { attributionSubjects, type StayFinding } from './subjects.ts';
import type { SuccessionCalibration } from './succession-calibration.ts';
import { succession, type SuccessionRow } from './succession.ts';
import { calibrateUsers, type UserCalibration } from './user-calibration.ts';
import { userEvidence, userRegisters } from './user-evidence.ts';
import { periodWords, type UserPeriod, userPeriods } from './user-periods.ts';

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
  /** Of every handset, in order of handsets and time: one where its life is not divided. */
  readonly periods: readonly UserPeriod[];
  readonly successions: readonly SuccessionRow[];
  readonly successionCalibration: SuccessionCalibration;
  readonly userCalibration: UserCalibration;
}

export function attribute(input: AttributionInput): Attribution {
  const subjects = attributionSubjects(input.digests, input.findings, input.documents);
  const popularity = contactPopularity(input.digests);
  const registers = userRegisters({ ...input, popularity });
  const handsets = subjects.map((subject) => userEvidence(subject, registers));
  const userCalibration = calibrateUsers(handsets);
  const { from_s, until_s } = input.documents.manifest;
  const followed = succession({
    subjects,
    window_s: until_s - from_s,
    userProbability: handsets.map((handset) => mainUserProbability(handset, userCalibration)),
  });
  const periods = handsets.map((handset) => userPeriods(handset, registers, userCalibration));
  return {
    users: handsets.flatMap((handset, at) =>
      rankUsers(handset, userCalibration).map((row) => ({
        ...row,
        basis: [...row.basis, ...periodWords(periods[at] ?? [], row.inmate_id)],
      })),
    ),
    periods: periods.flat(),
    userCalibration,
    successions: followed.rows,
    successionCalibration: followed.calibration,
  };
}
