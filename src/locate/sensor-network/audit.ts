import type { PlanOutline } from '../../model/case.ts';
import type { Random } from '../../statistics/index.ts';
import { outlineArea_m2 } from '../floor-plan.ts';
import { expectedHits, type ExpectedHits, type PhonesAssumed } from './expected-hits.ts';
import { nats, pairError, Separation, type SignalAssumed } from './separation.ts';
import { scoreOf, type SetScore } from './placement.ts';
import type { SensorColumn, SensorSite } from './site.ts';

/** Two rooms are not told apart where the wrong one of the two is taken more often than this. */
export const NOT_TOLD_APART = 0.2;

export interface RoomPair {
  readonly rooms: readonly [number, number];
  readonly separation_nats: number;
  /** How often the wrong one of the two is taken. */
  readonly error: number;
}

/** What the loss of one receiver would do. */
export interface SensorLoss {
  readonly sensor_id: string;
  readonly score: SetScore;
  /** Room information lost, nats. */
  readonly lost_nats: number;
  /** Pairs of rooms that would no longer be told apart. */
  readonly pairsLost: number;
  /** Expected hit@1 without it; simulated for those whose loss costs most. */
  readonly hit1: number | undefined;
}

export interface SensorAudit {
  readonly area_m2: number;
  readonly m2PerSensor: number;
  readonly score: SetScore;
  /** Pairs below the bound, worst first. */
  readonly pairs: readonly RoomPair[];
  /** Rooms joined by such pairs; largest first, each of two rooms or more. */
  readonly groups: readonly (readonly number[])[];
  readonly hits: ExpectedHits;
  /** Largest first. */
  readonly losses: readonly SensorLoss[];
}

/** Receivers whose loss is simulated. */
const SIMULATED_LOSSES = 3;

export function auditSensors(
  site: SensorSite,
  columns: readonly SensorColumn[],
  signal: SignalAssumed,
  phones: PhonesAssumed,
  random: (stream: string) => Random,
): SensorAudit {
  const separation = new Separation(site, signal);
  for (const column of columns) separation.add(column);
  const overlaps = separation.overlaps();
  const score = scoreOf(separation.pairs, overlaps);
  const { a, b } = separation.pairs;
  const pairs = [...overlaps]
    .map((overlap, p): RoomPair => {
      const separation_nats = nats(overlap);
      return { rooms: [a[p]!, b[p]!], separation_nats, error: pairError(separation_nats) };
    })
    .filter(({ error }) => error > NOT_TOLD_APART)
    .toSorted((p, q) => p.separation_nats - q.separation_nats || p.rooms[0] - q.rooms[0] || p.rooms[1] - q.rooms[1]);
  const hits = expectedHits(site, columns, phones, random('today'));
  const losses = columns
    .map((column): SensorLoss => {
      separation.add(column, -1);
      const without = separation.overlaps();
      separation.add(column);
      const own = scoreOf(separation.pairs, without);
      let pairsLost = -pairs.length;
      for (const overlap of without) if (pairError(nats(overlap)) > NOT_TOLD_APART) pairsLost++;
      const lost_nats = score.information_nats - own.information_nats;
      return { sensor_id: column.sensor.sensor_id, score: own, lost_nats, pairsLost, hit1: undefined };
    })
    .toSorted((p, q) => q.lost_nats - p.lost_nats || (p.sensor_id < q.sensor_id ? -1 : 1))
    .map((loss, rank): SensorLoss => {
      if (rank >= SIMULATED_LOSSES) return loss;
      const left = columns.filter(({ sensor }) => sensor.sensor_id !== loss.sensor_id);
      return {
        ...loss,
        hit1: expectedHits(site, left, { ...phones, perRoom: Math.ceil(phones.perRoom / 3) }, random('today')).mean1,
      };
    });
  const area_m2 = site.grid.rooms.reduce((sum, { outline }) => sum + outlineArea_m2(outline as PlanOutline), 0);
  return {
    area_m2,
    m2PerSensor: columns.length === 0 ? Infinity : area_m2 / columns.length,
    score,
    pairs,
    groups: groupsOf(
      site.grid.rooms.length,
      pairs.map(({ rooms }) => rooms),
    ),
    hits,
    losses,
  };
}

/** Connected sets of two members or more, largest first. */
export function groupsOf(count: number, pairs: readonly (readonly [number, number])[]): number[][] {
  const parent = Array.from({ length: count }, (_, i) => i);
  const rootOf = (i: number): number => {
    let root = i;
    while (parent[root] !== root) root = parent[root]!;
    parent[i] = root;
    return root;
  };
  for (const [p, q] of pairs) parent[Math.max(rootOf(p), rootOf(q))] = Math.min(rootOf(p), rootOf(q));
  const members = new Map<number, number[]>();
  for (let i = 0; i < count; i++) {
    const list = members.get(rootOf(i));
    if (list) list.push(i);
    else members.set(rootOf(i), [i]);
  }
  return [...members.values()]
    .filter((group) => group.length > 1)
    .toSorted((p, q) => q.length - p.length || p[0]! - q[0]!);
}
