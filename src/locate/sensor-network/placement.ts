import { nats, roomInformation_nats, type RoomPairs, Separation, type SignalAssumed } from './separation.ts';
import type { SensorColumn, SensorSite } from './site.ts';

/** How well a set of receivers tells rooms apart. */
export interface SetScore {
  /** Worst pair of rooms: its separation and the two rooms (indices of the grid's rooms). */
  readonly worst_nats: number;
  readonly worst: readonly [number, number];
  readonly information_nats: number;
  /** What is maximised: a smooth worst pair. */
  readonly objective: number;
}

export interface PlacementStep extends SetScore {
  readonly column: SensorColumn;
}

export interface Placement {
  /** Receivers that were there before. */
  readonly kept: readonly SensorColumn[];
  readonly before: SetScore;
  /** New receivers in the order in which they pay most, each with the score of the set up to it. */
  readonly steps: readonly PlacementStep[];
  /** How many sets were scored, and of how many a plain greedy search would have scored. */
  readonly scored: number;
  readonly plain: number;
}

/**
 * Exponent by which the pairs' overlaps are summed: 1 would be the mean pair, infinity the worst pair alone, on which a
 * greedy search stalls because one receiver seldom lifts all of the worst pairs at once.
 */
const SHARPNESS = 2;

export function scoreOf(pairs: RoomPairs, overlaps: Float64Array): SetScore {
  let worst = 0;
  let sum = 0;
  for (let p = 0; p < overlaps.length; p++) {
    sum += overlaps[p]! ** SHARPNESS;
    if (overlaps[p]! > overlaps[worst]!) worst = p;
  }
  return {
    worst_nats: overlaps.length === 0 ? Infinity : nats(overlaps[worst]!),
    worst: [pairs.a[worst] ?? 0, pairs.b[worst] ?? 0],
    information_nats: roomInformation_nats(pairs, overlaps),
    objective: overlaps.length === 0 ? 0 : -Math.log(sum / overlaps.length) / SHARPNESS + 0,
  };
}

/**
 * Greedy placement with lazy evaluation (Minoux 1978): the gain a candidate promised last time bounds what it promises
 * now. That is exact for a submodular objective and a heuristic for this one, so each step looks at no fewer than
 * `LOOKED_AT` candidates; what is given up against a plain greedy search is measured in docs/methods/sensor-network.md.
 * Then each new receiver is offered every other place once (exchange), which repairs what the first steps could not know.
 */
export function placeSensors(
  site: SensorSite,
  signal: SignalAssumed,
  kept: readonly SensorColumn[],
  candidates: readonly SensorColumn[],
  count: number,
  options: { readonly plain?: boolean; readonly exchange?: boolean } = {},
): Placement {
  const separation = new Separation(site, signal);
  for (const column of kept) separation.add(column);
  const { pairs } = separation;
  const before = scoreOf(pairs, separation.overlaps());
  let scored = 0;
  const offer = (column: SensorColumn): SetScore => {
    scored++;
    return scoreOf(pairs, separation.overlaps(column));
  };
  const gains = candidates.map(() => Infinity);
  const chosen: number[] = [];
  let current = before;
  const wanted = Math.min(count, candidates.length);
  while (chosen.length < wanted) {
    const next = bestOffer(candidates, gains, chosen, current.objective, offer, options.plain === true);
    chosen.push(next.index);
    separation.add(candidates[next.index]!);
    current = next.score;
  }
  if (options.exchange !== false && wanted > 1) {
    exchange(candidates, chosen, separation, offer);
  }
  // Ordered anew: the exchange may have made a later receiver the better first one.
  const again = new Separation(site, signal, pairs);
  for (const column of kept) again.add(column);
  const left = new Set(chosen);
  const steps: PlacementStep[] = [];
  while (left.size > 0) {
    let best: { index: number; score: SetScore } | undefined;
    for (const index of left) {
      const score = scoreOf(pairs, again.overlaps(candidates[index]));
      if (best === undefined || score.objective > best.score.objective) best = { index, score };
    }
    if (best === undefined) break;
    left.delete(best.index);
    again.add(candidates[best.index]!);
    steps.push({ column: candidates[best.index]!, ...best.score });
  }
  return { kept, before, steps, scored, plain: wanted * candidates.length };
}

const LOOKED_AT = 12;

function bestOffer(
  candidates: readonly SensorColumn[],
  gains: number[],
  chosen: readonly number[],
  now: number,
  offer: (column: SensorColumn) => SetScore,
  plain: boolean,
): { readonly index: number; readonly score: SetScore } {
  const taken = new Set(chosen);
  const order = gains
    .map((gain, index) => ({ gain, index }))
    .filter(({ index }) => !taken.has(index))
    .sort((p, q) => q.gain - p.gain || p.index - q.index);
  let best: { index: number; score: SetScore; gain: number } | undefined;
  let looked = 0;
  for (const { gain: promised, index } of order) {
    if (!plain && looked >= LOOKED_AT && best !== undefined && promised <= best.gain) break;
    const score = offer(candidates[index]!);
    looked++;
    const gain = score.objective - now;
    gains[index] = gain;
    if (best === undefined || gain > best.gain) best = { index, score, gain };
  }
  return best!;
}

const ROUNDS = 2;
/** Other places that a receiver is offered: the nearest, and those that promised most. */
const OFFERED = 40;

function exchange(
  candidates: readonly SensorColumn[],
  chosen: number[],
  separation: Separation,
  offer: (column: SensorColumn) => SetScore,
): void {
  for (let round = 0; round < ROUNDS; round++) {
    let moved = false;
    for (let k = 0; k < chosen.length; k++) {
      const own = chosen[k]!;
      separation.add(candidates[own]!, -1);
      let best = { index: own, objective: offer(candidates[own]!).objective };
      for (const index of nearestTo(candidates, own)) {
        if (chosen.includes(index)) continue;
        const { objective } = offer(candidates[index]!);
        if (objective > best.objective + 1e-9) best = { index, objective };
      }
      if (best.index !== own) moved = true;
      chosen[k] = best.index;
      separation.add(candidates[best.index]!);
    }
    if (!moved) return;
  }
}

function nearestTo(candidates: readonly SensorColumn[], own: number): number[] {
  const from = candidates[own]!.sensor;
  return candidates
    .map(({ sensor }, index) => ({
      index,
      away: Math.hypot(sensor.x_m - from.x_m, sensor.y_m - from.y_m, (sensor.level - from.level) * 6),
    }))
    .filter(({ index }) => index !== own)
    .sort((p, q) => p.away - q.away || p.index - q.index)
    .slice(0, OFFERED)
    .map(({ index }) => index);
}
