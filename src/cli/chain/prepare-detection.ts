import {
  addLocatedCells,
  addToCircles,
  fitCoverage,
  isLocated,
  knownHandsets,
  noCircles,
  prepareResidency,
  withCircles,
  type LocatedCells,
  type PreparedResidency,
} from '../../detect/index.ts';
import { readHistories, type Cells } from '../../intake/index.ts';
import type { CaseDocuments } from '../../model/case.ts';
import type { RecordStore } from '../../store/records.ts';

/**
 * What every handset is read against: areas, hours, lists, coverage as handsets of known place tell it, where they tell anything, and whom
 * the handsets talk to that are known to be inside.
 */
export async function prepareDetection(
  records: RecordStore,
  documents: CaseDocuments,
  cells: Cells,
): Promise<PreparedResidency> {
  const prior = prepareResidency({ documents, table: cells });
  const truth = knownHandsets(documents);
  const asked = [...truth].flatMap(([imei14, { doubtful }]) => (doubtful ? [] : [imei14]));
  if (asked.length === 0) return prior;
  const located = new Map(
    prior.areas.map(({ id }): [string, LocatedCells] => [id, { area_id: id, hours: new Map(), handsets: 0 }]),
  );
  const circles = noCircles();
  for await (const history of readHistories(records, cells, asked)) {
    const known = truth.get(history.imei14);
    const area = prior.areas.find(({ id }) => id === known?.area_id);
    const of = located.get(area?.id ?? '');
    if (known === undefined || area === undefined || of === undefined) continue;
    if (isLocated(known)) addLocatedCells(of, history, area, prior, known);
    addToCircles(circles, history, area, prior, known);
  }
  const coverage = fitCoverage(cells, [...located.values()], documents);
  const fitted = coverage === undefined ? prior : prepareResidency({ documents, table: cells, coverage });
  return withCircles(fitted, circles);
}
