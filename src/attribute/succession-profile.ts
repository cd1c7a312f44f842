import { damped, Tallies } from './same-source.ts';
import type { Subject } from './subjects.ts';

/**
 * What succession compares of handsets, counted once, in columns. A handset is its position in `subjects`. What is fetched
 * for each pair lies in order of prisons, at the `place` of a handset, since most pairs are of one prison.
 */
export interface SuccessionProfiles {
  readonly subjects: readonly Subject[];
  readonly begin_s: Float64Array;
  readonly end_s: Float64Array;
  /** Prison of the longest stay, of the first and of the last: numbered from 0; -1 = none. */
  readonly prison: Int32Array;
  readonly firstPrison: Int32Array;
  readonly lastPrison: Int32Array;
  /** Handsets in order of prisons, and the position of each handset in it. */
  readonly order: Int32Array;
  readonly place: Int32Array;
  /** By place: distinct days with each correspondent, numbered from 0 for all handsets together. */
  readonly contacts: Tallies;
  /** By place: hours of use by part of the local day (three hours). */
  readonly hours: Tallies;
  /** Hours by cell; the tallies of place p are `cellsFrom[p]..cellsFrom[p+1]`, one for each `layer` of operator and technology. */
  readonly cells: Tallies;
  readonly cellsFrom: Int32Array;
  readonly layer: Int32Array;
  /** ln of the hours of use a day. */
  readonly lnRate: Float64Array;
  /** Its SIMs, numbered from 0 for all handsets together, in the order of its digest. */
  readonly sims: readonly (readonly number[])[];
}

const MOST_HOURS = 40;
export const HOURS_OF_PART = 3;
/** Masts of successive hours are those of one place: few of them count. */
const MOST_CELL_HOURS = 8;

/** Numbers texts in the order in which they are first met. */
class Numbering {
  readonly #numbers = new Map<string, number>();
  of(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    this.#numbers.set(text, this.#numbers.size);
    return this.#numbers.size - 1;
  }
}

export function successionProfiles(subjects: readonly Subject[]): SuccessionProfiles {
  const [prisonNumbers, contactNumbers, simNumbers] = [new Numbering(), new Numbering(), new Numbering()];
  const prison = Int32Array.from(subjects, ({ prison_id }) => prisonNumbers.of(prison_id));
  const prisonOf = (stay: Subject['stays'][number] | undefined): number =>
    stay === undefined ? -1 : prisonNumbers.of(stay.prison_id);
  // In the order of the subjects, so that sums over keys do not depend on the order of prisons.
  const contacts = subjects.map(({ digest }) => digest.contacts.map((number) => contactNumbers.of(number)));
  const order = Int32Array.from(subjects, (_, i) => i).sort((a, b) => prison[a]! - prison[b]! || a - b);
  const place = new Int32Array(subjects.length);
  order.forEach((i, at) => {
    place[i] = at;
  });
  const inOrder = function* <T>(of: (subject: Subject, i: number) => T): Generator<T> {
    for (const i of order) yield of(subjects[i]!, i);
  };
  const lnRate = new Float64Array(subjects.length);
  const cellsFrom = [0];
  const layer: number[] = [];
  return {
    subjects,
    begin_s: Float64Array.from(subjects, ({ from_s }) => from_s),
    end_s: Float64Array.from(subjects, ({ until_s }) => until_s),
    prison,
    firstPrison: Int32Array.from(subjects, ({ stays }) => prisonOf(stays[0])),
    lastPrison: Int32Array.from(subjects, ({ stays }) => prisonOf(stays.at(-1))),
    order,
    place,
    contacts: new Tallies(
      inOrder(({ digest }, i) => contacts[i]!.map((number, k) => [number, digest.contactDays[k] ?? 0] as const)),
    ),
    hours: new Tallies(
      inOrder((subject, i) => {
        const { parts, inside } = hoursOf(subject);
        const days = (subject.until_s - subject.from_s) / 86400;
        lnRate[i] = Math.log((inside + 1) / (days + 1));
        return damped(parts, MOST_HOURS);
      }),
    ),
    cells: new Tallies(
      (function* () {
        for (const layers of inOrder(cellsOf)) {
          for (const [name, counts] of layers) {
            layer.push(name);
            yield damped(counts, MOST_CELL_HOURS);
          }
          cellsFrom.push(layer.length);
        }
      })(),
    ),
    cellsFrom: Int32Array.from(cellsFrom),
    layer: Int32Array.from(layer),
    lnRate,
    sims: subjects.map(({ digest }) => digest.sims.map(({ imsi }) => simNumbers.of(imsi))),
  };
}

/** Hours of use inside by part of the day, and all together. */
function hoursOf({ digest, from_s, until_s }: Subject): { parts: Map<number, number>; inside: number } {
  const parts = new Map<number, number>();
  let inside = 0;
  digest.hour.forEach((hour, i) => {
    if (hour * 3600 + 3600 <= from_s || hour * 3600 > until_s) return;
    inside++;
    const part = Math.floor((digest.hourOfDay[i] ?? 0) / HOURS_OF_PART);
    parts.set(part, (parts.get(part) ?? 0) + 1);
  });
  return { parts, inside };
}

/** Hours by cell, within each layer of operator and technology. */
function cellsOf({ digest }: Subject): Map<number, Map<number, number>> {
  const layers = new Map<number, Map<number, number>>();
  digest.cells.forEach((cell, i) => {
    const layer = digest.cellLayer[i] ?? 0;
    const counts = layers.get(layer) ?? new Map<number, number>();
    layers.set(layer, counts.set(cell, digest.cellHours[i] ?? 0));
  });
  return layers;
}
