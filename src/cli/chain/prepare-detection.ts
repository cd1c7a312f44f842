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

/**
 * What every handset is read against: areas, hours, lists, coverage as handsets of known place tell it, where they tell anything, and whom
 * the handsets talk to that are known to be inside.
 */
export async function prepareDetection(
  records: RecordStore,
  logged: LoggedReads<'records'>,
  documents: CaseDocuments,
  cells: Cells,
  sightings: readonly Sighting[] | undefined,
): Promise<PreparedResidency> {
  const prior = prepareResidency({ documents, table: cells, sightings });
  const asked = [...knownHandsets(documents)].flatMap(([imei14, { doubtful }]) => (doubtful ? [] : [imei14]));
  if (asked.length === 0) return prior;
  const histories = readHistories(records, logged, cells, asked);
  const { located, circles } = await learnKnownHandsets(histories, documents, cells, prior);
  const coverage = fitCoverage(cells, located, documents);
  const fitted = coverage === undefined ? prior : prepareResidency({ documents, table: cells, coverage, sightings });
  return withCircles(fitted, circles);
}
