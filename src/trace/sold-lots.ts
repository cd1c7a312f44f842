import type { DeviceProfile, LedgerLine } from '../model/case.ts';
import { tacOf } from '../model/identifiers.ts';
import { readWrittenImei } from './ledger-imei.ts';
import { lotSize, type LotSize, serialOf, splitBatches } from './lot-size.ts';
import type { HandsetSummary } from './summary.ts';

/** A lot that the seller bought, as far as serials of the order book and of the records tell. */
export interface SoldLot extends LotSize {
  readonly tac: string;
  /** Smallest and largest serial that are known of it. */
  readonly first: number;
  readonly last: number;
  /** Empty where no profile names the type allocation code. */
  readonly model: string;
  /** A handset of this model may take two serials: the lot then holds down to half as many handsets. */
  readonly twoSims: boolean;
  /** Serials that are known, each handset under its smallest. */
  readonly seen: number;
  /** Of those seen: written in the order book; in the records. One handset may be in both. */
  readonly ordered: number;
  readonly recorded: number;
}

/** One serial of the order book may be mistyped or stem from elsewhere; two in one run make it a lot of the seller. */
const LEAST_ORDERED = 2;
/** Serials from which a size is told. */
const LEAST_SEEN = 5;
/** A lot goes on with the next serial of the records within so many of its mean gaps (all but 0.25 % of exponential ones). */
const REACH_GAPS = 6;

/**
 * Size of each lot that the order book sold from, largest first. A serial of the records counts, whoever uses the handset, if it
 * stands in one run with serials of the order book. A written number counts if its check digit agrees or a handset of the records
 * has it. One that nothing confirms may be mistyped: it never says how far a lot goes, and counts as ordered where it lies in one.
 */
export function soldLots(
  ledger: readonly LedgerLine[],
  profiles: readonly DeviceProfile[],
  handsets: readonly Pick<HandsetSummary, 'imei14s'>[],
): SoldLot[] {
  const smallestOf = new Map<string, string>();
  for (const { imei14s } of handsets) {
    const smallest = [...imei14s].sort()[0] ?? '';
    for (const imei14 of imei14s) smallestOf.set(imei14, smallest);
  }
  const confirmed = new Serials();
  const unsure = new Serials();
  for (const text of ledger.flatMap(({ imeis }) => imeis)) {
    const written = readWrittenImei(text);
    if (written === undefined || written.check === 'wrong') continue;
    const imei14 = written.digits.slice(0, 14);
    const known = smallestOf.get(imei14);
    (known !== undefined || written.check === 'agrees' ? confirmed : unsure).add(known ?? imei14);
  }
  const recorded = new Serials(smallestOf.values());
  const profileOf = new Map(profiles.flatMap((profile) => profile.tacs.map((tac) => [tac, profile] as const)));
  return confirmed
    .tacs()
    .flatMap((tac) => {
      const profile = profileOf.get(tac);
      const both = new Set([...confirmed.of(tac), ...recorded.of(tac)]);
      return runsAround(splitOrdered(tac, confirmed.of(tac)), both).flatMap((run): SoldLot[] => {
        const [first = 0, last = 0] = [run[0], run.at(-1)];
        const within = (serials: ReadonlySet<number>): number[] =>
          [...serials].filter((serial) => serial >= first && serial <= last);
        const ordered = within(new Set([...confirmed.of(tac), ...unsure.of(tac)]));
        const inRecords = within(recorded.of(tac));
        if (run.length < LEAST_SEEN) return [];
        return [
          {
            ...lotSize(run),
            tac,
            first,
            last,
            model: profile?.model ?? '',
            twoSims: (profile?.sims ?? 1) > 1,
            seen: new Set([...ordered, ...inRecords]).size,
            ordered: ordered.length,
            recorded: inRecords.length,
          },
        ];
      });
    })
    .sort((a, b) => b.units - a.units || (a.tac < b.tac ? -1 : 1));
}

/** Runs of serials of the order book alone: strangers of a popular model, who may be many, do not blur them. */
const splitOrdered = (tac: string, serials: ReadonlySet<number>): { first: number; last: number }[] =>
  splitBatches(tac, serials).filter(({ seen }) => seen >= LEAST_ORDERED);

/** Each run with all serials in it, and those that go on from its ends. */
function runsAround(runs: readonly { first: number; last: number }[], serials: ReadonlySet<number>): number[][] {
  const sorted = [...serials].sort((a, b) => a - b);
  const found: number[][] = [];
  for (const run of runs) {
    let [from, to] = [sorted.indexOf(run.first), sorted.indexOf(run.last)];
    // Two runs of the order book that the records join are one.
    if ((found.at(-1)?.at(-1) ?? -1) >= run.first) continue;
    const gapAfter = (at: number): number => (sorted[at + 1] ?? Infinity) - (sorted[at] ?? -Infinity);
    const reach = (): number => REACH_GAPS * Math.max(1, ((sorted[to] ?? 0) - (sorted[from] ?? 0)) / (to - from));
    for (;;) {
      if (gapAfter(to) <= reach()) to++;
      else if (gapAfter(from - 1) <= reach()) from--;
      else break;
    }
    // Reached back into the one before: they are one.
    while (found.length > 0 && (found.at(-1)?.at(-1) ?? -1) >= (sorted[from] ?? 0))
      from = Math.min(from, sorted.indexOf(found.pop()?.[0] ?? -1));
    found.push(sorted.slice(from, to + 1));
  }
  return found;
}

/** Serials by type allocation code. */
class Serials {
  readonly #byTac = new Map<string, Set<number>>();

  constructor(imei14s: Iterable<string> = []) {
    for (const imei14 of imei14s) this.add(imei14);
  }

  add(imei14: string): void {
    const serials = this.#byTac.get(tacOf(imei14)) ?? new Set<number>();
    this.#byTac.set(tacOf(imei14), serials.add(serialOf(imei14)));
  }

  of(tac: string): ReadonlySet<number> {
    return this.#byTac.get(tac) ?? new Set();
  }

  tacs(): string[] {
    return [...this.#byTac.keys()].sort();
  }
}
