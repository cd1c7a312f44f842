import { handsetKey } from '../../attribute/index.ts';
import type { LocatedDevice } from '../../locate/index.ts';
import type { CaseDocuments } from '../../model/case.ts';
import type { CellTable, HandsetHistory } from '../../model/record.ts';

/** A SIM in one device of one handset identifier. */
export interface SimUse {
  readonly imei14: string;
  readonly component: number;
  readonly first_s: number;
  readonly last_s: number;
}

/** What operators' records say of the handsets that sensors heard, and of those found in rooms: gathered in one pass. */
export class HeardHandsets {
  private readonly heard = new Set<string>();
  private readonly uses = new Map<string, SimUse[]>();
  private readonly cloned = new Set<string>();
  private readonly mixes = new Map<string, Map<string, number>>();
  private readonly cells: CellTable;

  constructor(documents: Pick<CaseDocuments, 'identifiedBursts' | 'seizures'>, cells: CellTable) {
    this.cells = cells;
    for (const { imsi, imei14 } of documents.identifiedBursts) {
      if (imsi !== undefined) this.heard.add(imsi);
      if (imei14 !== undefined) this.heard.add(imei14);
    }
    for (const { imei14s } of documents.seizures) for (const imei14 of imei14s) this.heard.add(imei14);
  }

  /** An identity that sensors heard, or that a search found: what is located under another name is an unnamed track. */
  isIdentity(subject: string): boolean {
    return this.heard.has(subject);
  }

  note(history: HandsetHistory): void {
    if (history.component > 1) this.cloned.add(history.imei14);
    if (this.heard.size === 0) return;
    let concerned = history.imei14s.some((imei14) => this.heard.has(imei14));
    history.imsis.forEach((imsi, index) => {
      if (!this.heard.has(imsi)) return;
      concerned = true;
      const use = { imei14: history.imei14, component: history.component, ...timesOf(history, index) };
      this.uses.set(imsi, [...(this.uses.get(imsi) ?? []), use]);
    });
    if (!concerned) return;
    const mix = new Map<string, number>();
    for (const cell of history.cell) {
      const antenna = this.cells.cells[cell];
      if (antenna === undefined) continue;
      const key = `${antenna.operator} ${antenna.cell}`;
      mix.set(key, (mix.get(key) ?? 0) + 1);
    }
    for (const imei14 of history.imei14s) this.mixes.set(handsetKey({ imei14, component: history.component }), mix);
  }

  /** The device that a burst came from, by the identities it named. A SIM says which device of a cloned identifier. */
  deviceOf(imei14: string | undefined, imsi: string | undefined, at_s: number): LocatedDevice | undefined {
    const use = imsi === undefined ? undefined : useAt(this.uses.get(imsi), at_s);
    const handset = imei14 ?? use?.imei14;
    if (handset === undefined) return undefined;
    const shared = this.cloned.has(handset);
    if (use?.imei14 === handset) return { imei14: handset, component: use.component, shared };
    return { imei14: handset, component: shared ? 0 : 1, shared };
  }

  /** Events of a device by the antenna that served them; undefined where the records do not show it. */
  cellMix(device: Pick<LocatedDevice, 'imei14' | 'component'>): ReadonlyMap<string, number> | undefined {
    return this.mixes.get(handsetKey(device));
  }
}

/** First and last use of one SIM of a device, by its place among the SIMs. */
export const timesOf = (history: HandsetHistory, sim: number): Pick<SimUse, 'first_s' | 'last_s'> => ({
  first_s: history.at_s[history.imsi.indexOf(sim)] ?? 0,
  last_s: history.at_s[history.imsi.lastIndexOf(sim)] ?? 0,
});

/** Where a SIM was used last before a time, else first after it. */
export function useAt<Use extends Pick<SimUse, 'first_s' | 'last_s'>>(
  uses: readonly Use[] | undefined,
  at_s: number,
): Use | undefined {
  const before = uses?.filter((use) => use.first_s <= at_s).toSorted((a, b) => b.last_s - a.last_s)[0];
  return before ?? uses?.toSorted((a, b) => a.first_s - b.first_s)[0];
}
