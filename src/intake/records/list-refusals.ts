import type { Refusal } from '../../model/refusal.ts';
import type { RecordStore } from '../../store/records.ts';
import { readRefusedRows, ROWS_AT_ONCE, type RefusedRow } from './refused-rows.ts';

/** One load of which rows were refused. */
export interface RefusedLoad {
  readonly load_id: number;
  readonly path: string;
  /** How many rows. */
  readonly rows: number;
  readonly inWords: (row: RefusedRow) => Refusal;
}

const placeNumber = (place: string): number => Number(/\d+/.exec(place)?.[0] ?? -1);

/** By file, place and code; what concerns a whole file first. */
export const byPlace = (a: Refusal, b: Refusal): number =>
  a.file < b.file
    ? -1
    : a.file > b.file
      ? 1
      : placeNumber(a.place) - placeNumber(b.place) || (a.code < b.code ? -1 : a.code > b.code ? 1 : 0);

/**
 * Every refusal of a case by file, place and code. Rows come from the store as they are asked for: of a delivery that is refused row by row
 * there may be more than memory holds.
 *
 * @param others all that are no rows of loads
 * @param most rows that are held at once, of small loads together
 */
export async function* listRefusals(
  records: RecordStore,
  loads: readonly RefusedLoad[],
  others: readonly Refusal[],
  most = ROWS_AT_ONCE,
): AsyncGenerator<Refusal> {
  const inOrder = loads.toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : a.load_id - b.load_id));
  const rest = others.toSorted(byPlace);
  let at = 0;
  for (let next = 0; next < inOrder.length;) {
    const some: RefusedLoad[] = [];
    let held = 0;
    // Loads of one file are read together: their rows may alternate.
    for (let load = inOrder[next]; load !== undefined; load = inOrder[++next]) {
      const isSameFile = load.path === some.at(-1)?.path;
      if (some.length > 0 && !isSameFile && held + load.rows > most) break;
      some.push(load);
      held += load.rows;
    }
    for await (const refusal of refusalsOf(records, some, most)) {
      while (at < rest.length && byPlace(rest[at]!, refusal) <= 0) yield rest[at++]!;
      yield refusal;
    }
  }
  yield* rest.slice(at);
}

async function* refusalsOf(records: RecordStore, loads: readonly RefusedLoad[], most: number): AsyncGenerator<Refusal> {
  const byId = new Map(loads.map((load) => [load.load_id, load]));
  const refusals: Refusal[] = [];
  for await (const row of readRefusedRows(records, [...byId.keys()], most)) {
    const refusal = byId.get(row.load_id)?.inWords(row);
    if (refusal === undefined) continue;
    // The store gives the rows of one load in order.
    if (loads.length === 1) yield refusal;
    else refusals.push(refusal);
  }
  yield* refusals.sort(byPlace);
}
