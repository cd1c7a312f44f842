import {
  addLocatedCells,
  fitCoverage,
  isLocated,
  knownHandsets,
  prepareResidency,
  type LocatedCells,
  type PreparedResidency,
} from '../../detect/index.ts';
import { readHistories, type Cells } from '../../intake/index.ts';
import type { CaseDocuments } from '../../model/case.ts';
import type { RecordStore } from '../../store/records.ts';

/** What every handset is read against: areas, hours, lists, and coverage as handsets of known place tell it, where they tell anything. */
export async function prepareDetection(
  records: RecordStore,
  documents: CaseDocuments,
  cells: Cells,
): Promise<PreparedResidency> {
  const prior = prepareResidency({ documents, table: cells });
  const truth = knownHandsets(documents);
  const asked = [...truth].flatMap(([imei14, known]) => (isLocated(known) ? [imei14] : []));
  if (asked.length === 0) return prior;
  const located = new Map(
    prior.areas.map(({ id }): [string, LocatedCells] => [id, { area_id: id, hours: new Map(), handsets: 0 }]),
  );
  for await (const history of readHistories(records, cells, asked)) {
    const known = truth.get(history.imei14);
    const area = prior.areas.find(({ id }) => id === known?.area_id);
    const of = located.get(area?.id ?? '');
    if (known !== undefined && area !== undefined && of !== undefined) addLocatedCells(of, history, area, prior, known);
  }
  const coverage = fitCoverage(cells, [...located.values()], documents);
  return coverage === undefined ? prior : prepareResidency({ documents, table: cells, coverage });
}
