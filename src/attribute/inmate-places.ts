import type { CaseDocuments } from '../model/case.ts';
import type { Interval, UnixSeconds } from '../model/record.ts';

export interface InmatePlace extends Interval {
  readonly cell_id: string;
  readonly prison_id: string;
}

/** Where the registers say each inmate was: bed, or away (court, hospital, transfer, leave). */
export class InmatePlaces {
  readonly #beds = new Map<string, InmatePlace[]>();
  readonly #away = new Map<string, Interval[]>();
  readonly #byPrison = new Map<string, Set<string>>();

  constructor(documents: Pick<CaseDocuments, 'rolls' | 'absences' | 'rooms'>) {
    const prisonOf = new Map(documents.rooms.map((room) => [room.cell_id, room.prison_id]));
    for (const bed of documents.rolls) {
      const prison_id = prisonOf.get(bed.cell_id);
      if (prison_id === undefined) continue;
      push(this.#beds, bed.inmate_id, { cell_id: bed.cell_id, prison_id, from_s: bed.from_s, until_s: bed.until_s });
      const inmates = this.#byPrison.get(prison_id) ?? new Set<string>();
      this.#byPrison.set(prison_id, inmates.add(bed.inmate_id));
    }
    for (const absence of documents.absences)
      push(this.#away, absence.inmate_id, { from_s: absence.from_s, until_s: absence.until_s });
    for (const beds of this.#beds.values()) beds.sort((a, b) => a.from_s - b.from_s);
  }

  /** Inmates with a bed in the prison during some part of the interval. Sorted. */
  inPrison(prison_id: string, { from_s, until_s }: Interval): string[] {
    return [...(this.#byPrison.get(prison_id) ?? [])]
      .filter((inmate) =>
        (this.#beds.get(inmate) ?? []).some(
          (bed) => bed.prison_id === prison_id && bed.from_s < until_s && bed.until_s > from_s,
        ),
      )
      .sort();
  }

  /** Bed at an instant; undefined when away or not on the roll. */
  at(inmate_id: string, at_s: UnixSeconds): InmatePlace | undefined {
    for (const absence of this.#away.get(inmate_id) ?? [])
      if (absence.from_s <= at_s && at_s < absence.until_s) return undefined;
    return this.#beds.get(inmate_id)?.find((bed) => bed.from_s <= at_s && at_s < bed.until_s);
  }

  /** Intervals of the window in which the inmate was in none of the prisons' beds, or in which only. */
  changes(inmate_id: string, { from_s, until_s }: Interval): number[] {
    const at = new Set<number>();
    for (const { from_s: a, until_s: b } of [
      ...(this.#beds.get(inmate_id) ?? []),
      ...(this.#away.get(inmate_id) ?? []),
    ])
      for (const t of [a, b]) if (t > from_s && t < until_s) at.add(t);
    return [...at].sort((a, b) => a - b);
  }
}

function push<K, V>(index: Map<K, V[]>, key: K, value: V): void {
  const known = index.get(key);
  if (known === undefined) index.set(key, [value]);
  else known.push(value);
}
