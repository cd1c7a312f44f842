import type { UnixSeconds } from '../../model/record.ts';

/** One row of one inmate's roll; `key` tells it from the others. */
export interface BedClaim {
  readonly key: number;
  readonly cell_id: string;
  readonly from_s: UnixSeconds;
  readonly until_s: UnixSeconds;
}

export interface BedVerdict {
  /** Claims that cannot stand beside the others. */
  readonly contradictory: ReadonlySet<number>;
  /** Claims that overlap another without contradiction: the same bed said twice, or a stay whose end was never written. */
  readonly overlapping: ReadonlySet<number>;
  /** Ends that another claim implies. */
  readonly endsAt_s: ReadonlyMap<number, UnixSeconds>;
}

/**
 * Which rows of one inmate's roll put him in two beds at once?
 *
 * 1. Overlapping rows of the same bed say one thing twice: no contradiction.
 * 2. A stay without an end is taken to end where the next stay without an end begins: prison systems that write only
 *    beginnings leave every earlier bed open.
 * 3. Of what still overlaps, the roll is believed as far as it can be believed at once: the rows without overlap that
 *    account for the most time (then: the most rows) stay, the others are contradictory. So a few days that somebody
 *    entered inside a long stay are refused, and the long stay is not. Rows that are equally good are refused together:
 *    nothing in the roll says which is true.
 *
 * Weighted interval scheduling, O(n log n). `horizon_s` is where stays without an end are cut for comparison.
 */
export function judgeBeds(claims: readonly BedClaim[], horizon_s: UnixSeconds): BedVerdict {
  const overlapping = new Set<number>();
  const endsAt_s = new Map<number, UnixSeconds>();
  const lasting = claims.filter((claim) => claim.until_s > claim.from_s);
  closeOpenStays(lasting, endsAt_s, overlapping);
  const times = lasting.flatMap((claim) => [claim.from_s, claim.until_s]).filter(Number.isFinite);
  const last_s =
    Math.max(
      ...[horizon_s].filter(Number.isFinite),
      times.reduce((a, b) => Math.max(a, b), -Infinity),
      0,
    ) + 1;
  const first_s = times.reduce((a, b) => Math.min(a, b), last_s) - 1;
  const end = (claim: BedClaim) => Math.min(endsAt_s.get(claim.key) ?? claim.until_s, last_s);
  const stays = mergeSameBed(
    lasting.map((claim) => ({
      from_s: Math.max(claim.from_s, first_s),
      until_s: end(claim),
      cell_id: claim.cell_id,
      keys: [claim.key],
    })),
    overlapping,
  );
  return { contradictory: new Set(refusedStays(stays).flatMap((stay) => stay.keys)), overlapping, endsAt_s };
}

/** Map.groupBy, which Node 20 does not have. */
export function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

interface Stay {
  readonly from_s: number;
  readonly until_s: number;
  readonly cell_id: string;
  readonly keys: readonly number[];
}

function closeOpenStays(claims: readonly BedClaim[], endsAt_s: Map<number, number>, overlapping: Set<number>): void {
  const open = claims.filter((claim) => claim.until_s === Infinity).toSorted((a, b) => b.from_s - a.from_s);
  let next: BedClaim | undefined;
  let sameStart: BedClaim | undefined;
  for (const claim of open) {
    if (sameStart && claim.from_s < sameStart.from_s) next = sameStart;
    if (next) {
      endsAt_s.set(claim.key, next.from_s);
      overlapping.add(claim.key);
    }
    sameStart = claim;
  }
}

function mergeSameBed(stays: readonly Stay[], overlapping: Set<number>): Stay[] {
  const byBed = groupBy(stays, (stay) => stay.cell_id);
  return [...byBed.values()].flatMap((sameBed) => {
    const merged: { from_s: number; until_s: number; cell_id: string; keys: number[] }[] = [];
    for (const stay of sameBed.toSorted((a, b) => a.from_s - b.from_s)) {
      const before = merged.at(-1);
      if (before && stay.from_s < before.until_s) {
        before.until_s = Math.max(before.until_s, stay.until_s);
        before.keys.push(...stay.keys);
        for (const key of stay.keys) overlapping.add(key);
      } else merged.push({ from_s: stay.from_s, until_s: stay.until_s, cell_id: stay.cell_id, keys: [...stay.keys] });
    }
    return merged;
  });
}

/** Time accounted for, then rows: compared in that order. */
interface Worth {
  readonly time_s: number;
  readonly rows: number;
}
const NOTHING: Worth = { time_s: 0, rows: 0 };
const add = (a: Worth, b: Worth): Worth => ({ time_s: a.time_s + b.time_s, rows: a.rows + b.rows });
const compare = (a: Worth, b: Worth) => a.time_s - b.time_s || a.rows - b.rows;

/** The stays that are in no best set, and those that are in one but have a rival in another. */
function refusedStays(stays: readonly Stay[]): Stay[] {
  // Whole seconds, so that sums in either direction are exact.
  const worth = (stay: Stay): Worth => ({
    time_s: Math.round(stay.until_s) - Math.round(stay.from_s),
    rows: stay.keys.length,
  });
  const byEnd = stays.toSorted((a, b) => a.until_s - b.until_s);
  const byStart = stays.toSorted((a, b) => a.from_s - b.from_s);
  const before = bestUpTo(
    byEnd.map((stay) => stay.until_s),
    byEnd.map((stay) => stay.from_s),
    byEnd.map(worth),
  );
  // Mirrored in time, "the best that begins at or after" is the same question.
  const mirrored = byStart.toReversed();
  const after = bestUpTo(
    mirrored.map((stay) => -stay.from_s),
    mirrored.map((stay) => -stay.until_s),
    mirrored.map(worth),
  );
  const best = before(Infinity);
  const inSomeBest = byStart.filter(
    (stay) => compare(add(add(before(stay.from_s), worth(stay)), after(-stay.until_s)), best) === 0,
  );
  const rivals = new Set<Stay>();
  // By rising start, the stay reaching furthest overlaps whatever any earlier one overlaps: one sweep finds all rivals.
  let longest: Stay | undefined;
  for (const stay of inSomeBest) {
    if (longest && stay.from_s < longest.until_s) rivals.add(stay).add(longest);
    if (!longest || stay.until_s > longest.until_s) longest = stay;
  }
  const standing = new Set(inSomeBest.filter((stay) => !rivals.has(stay)));
  return stays.filter((stay) => !standing.has(stay));
}

/** For intervals sorted by end: the greatest worth of intervals without overlap that end at or before a time. */
function bestUpTo(
  ends: readonly number[],
  starts: readonly number[],
  worths: readonly Worth[],
): (time: number) => Worth {
  const best: Worth[] = [NOTHING];
  const upTo = (time: number, among: number): Worth => {
    let low = 0;
    let high = among;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[middle] ?? Infinity) <= time) low = middle + 1;
      else high = middle;
    }
    return best[low] ?? NOTHING;
  };
  for (let i = 0; i < ends.length; i++) {
    const taken = add(upTo(starts[i] ?? 0, i), worths[i] ?? NOTHING);
    const skipped = best[i] ?? NOTHING;
    best.push(compare(taken, skipped) > 0 ? taken : skipped);
  }
  return (time) => upTo(time, ends.length);
}
