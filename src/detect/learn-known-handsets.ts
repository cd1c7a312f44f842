import type { CaseDocuments } from '../model/case.ts';
import type { CellTable, HandsetHistory } from '../model/record.ts';
import { formHandsets } from '../trace/index.ts';
import type { LocatedCells } from './fit-coverage.ts';
import { noCircles, type KnownCircles } from './known-circles.ts';
import { knownHandsets } from './known-truth.ts';
import { addToCircles } from './learn-circles.ts';
import { addLocatedCells, isLocated } from './located-cells.ts';
import type { PreparedArea, PreparedResidency } from './prepare.ts';

/** Devices that bear one identifier, or one pair of a handset with two slots, together: more than one where it is cloned. */
async function* byIdentifier(handsets: AsyncIterable<HandsetHistory>): AsyncGenerator<HandsetHistory[]> {
  let devices: HandsetHistory[] = [];
  for await (const handset of handsets) {
    if (devices.length > 0 && devices[0]?.imei14 !== handset.imei14) {
      yield devices;
      devices = [];
    }
    devices.push(handset);
  }
  if (devices.length > 0) yield devices;
}

/**
 * What handsets of known truth tell of the rest: cells that are used where they lie, each handset once however many IMEIs it has, a
 * cloned one where it is clear which of its devices lay there; and
 * correspondents, by IMEI, since a handset never speaks for itself under any of its IMEIs, and which of them are one handset is
 * decided only when all are read.
 *
 * @param histories one for each IMEI-14 whose truth is known, in IMEI order; read once
 */
export async function learnKnownHandsets(
  histories: AsyncIterable<HandsetHistory>,
  documents: CaseDocuments,
  cells: CellTable,
  prior: PreparedResidency,
): Promise<{ readonly located: readonly LocatedCells[]; readonly circles: KnownCircles }> {
  const truth = knownHandsets(documents);
  const areas = new Map<string, PreparedArea>(prior.areas.map((area) => [area.id, area]));
  const located = new Map(
    prior.areas.map(({ id }): [string, LocatedCells] => [id, { area_id: id, hours: new Map(), handsets: 0 }]),
  );
  const circles = noCircles();
  async function* toCircles(): AsyncGenerator<HandsetHistory> {
    for await (const history of histories) {
      const known = truth.get(history.imei14);
      const area = areas.get(known?.area_id ?? '');
      if (known !== undefined && area !== undefined) addToCircles(circles, history, area, prior, known);
      yield history;
    }
  }
  for await (const devices of byIdentifier(formHandsets(toCircles(), cells, documents.deviceProfiles))) {
    const known = devices[0]?.imei14s.map((imei14) => truth.get(imei14)).find((one) => one !== undefined);
    const area = areas.get(known?.area_id ?? '');
    const of = located.get(known?.area_id ?? '');
    if (known !== undefined && area !== undefined && of !== undefined && isLocated(known))
      addLocatedCells(of, devices, area, prior, known);
  }
  return { located: [...located.values()], circles };
}
