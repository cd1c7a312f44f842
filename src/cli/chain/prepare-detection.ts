import {
  fitCoverage,
  knownHandsets,
  learnKnownHandsets,
  prepareResidency,
  withCircles,
  type PreparedResidency,
} from '../../detect/index.ts';
import { readHistories, type Cells } from '../../intake/index.ts';
import type { CaseDocuments, Sighting } from '../../model/case.ts';
import type { LoggedReads } from '../../model/logged-reads.ts';
import type { RecordStore } from '../../store/records.ts';

/** What the stages before tell of a case, besides its documents. */
export interface DetectionInput {
  readonly cells: Cells;
  /** Where identified phones were heard from; undefined where nothing tells. */
  readonly sightings: readonly Sighting[] | undefined;
  /** When everybody uses a telephone: weight of each quarter of an hour of the local week. Read where it is needed, within its stage. */
  readonly hoursOfUse: () => Promise<ArrayLike<number>>;
}

/**
 * What every handset is read against: areas, hours, lists, coverage as handsets of known place tell it, where they tell anything, and whom
 * the handsets talk to that are known to be inside.
 */
export async function prepareDetection(
  records: RecordStore,
  logged: LoggedReads<'records'>,
  documents: CaseDocuments,
  { cells, sightings, hoursOfUse }: DetectionInput,
): Promise<PreparedResidency> {
  const input = { documents, table: cells, sightings, hoursOfUse: await hoursOfUse() };
  const prior = prepareResidency(input);
  const asked = [...knownHandsets(documents)].flatMap(([imei14, { doubtful }]) => (doubtful ? [] : [imei14]));
  if (asked.length === 0) return prior;
  const histories = readHistories(records, logged, cells, asked);
  const { located, circles } = await learnKnownHandsets(histories, documents, cells, prior);
  const coverage = fitCoverage(cells, located, documents);
  const fitted = coverage === undefined ? prior : prepareResidency({ ...input, coverage });
  return withCircles(fitted, circles);
}
