import { normalCdf } from '../src/statistics/index.ts';
import type { RadioCase } from '../world/radio/index.ts';
import type { RoomAnswer } from './room-score.ts';

/** A place of the walk-test, its mean level at each sensor (NaN = not heard). */
interface Fingerprint {
  readonly cell_id: string;
  readonly x_m: number;
  readonly y_m: number;
  readonly level_dbm: readonly number[];
}
type Weigh = (look: readonly number[], fingerprints: readonly Fingerprint[]) => readonly number[];

const NEIGHBOURS = 7;
/** Of the phone's power about that of the walk-test, and of a level about its place's. */
const [POWER_DB, LEVEL_DB] = [10, 6];
const LOSS = 0.05;

/**
 * Plain estimators on the walk-test alone, by which to tell whether a pretend case is fair: weighted nearest neighbours, the
 * common shift taken off; one normal distribution of 6 dB for each place, the power integrated out.
 */
export const SIMPLE: Readonly<Record<string, (one: RadioCase) => RoomAnswer[]>> = {
  neighbours: (one) => answersBy(one, neighbours(weakestOf(one))),
  normal: (one) => answersBy(one, normal(weakestOf(one))),
};

const neighbours =
  (floor_dbm: number): Weigh =>
  (look, fingerprints) => {
    const costs = fingerprints.map(({ level_dbm }) => {
      const shift = shiftOf(look, level_dbm);
      let [cost, n] = [0, 0];
      look.forEach((own, s) => {
        const [at, known] = [own - shift, level_dbm[s]!];
        if (Number.isNaN(own) && Number.isNaN(known)) return;
        n++;
        if (Number.isNaN(own)) cost += Math.max(0, known + shift - floor_dbm) ** 2;
        else if (Number.isNaN(known)) cost += Math.max(0, at - floor_dbm) ** 2;
        else cost += (at - known) ** 2;
      });
      return cost / Math.max(1, n);
    });
    const most = costs.toSorted((a, b) => a - b)[Math.min(NEIGHBOURS, costs.length) - 1]!;
    return costs.map((cost) => (cost <= most ? 1 / (Math.sqrt(cost) + 0.5) : 0));
  };

const normal =
  (floor_dbm: number): Weigh =>
  (look, fingerprints) => {
    const logs = fingerprints.map(({ level_dbm }) => {
      let [a, b, w, log] = [0, 0, 0, 0];
      const shift = shiftOf(look, level_dbm);
      look.forEach((own, s) => {
        const known = level_dbm[s]!;
        if (Number.isNaN(own)) {
          const weak = Number.isNaN(known) ? 1 : normalCdf((floor_dbm - known - shift) / LEVEL_DB);
          log += Math.log(LOSS + (1 - LOSS) * weak);
          return;
        }
        const r = own - (Number.isNaN(known) ? floor_dbm - LEVEL_DB : known);
        [a, b, w] = [a + (r / LEVEL_DB) ** 2, b + r / LEVEL_DB ** 2, w + 1 / LEVEL_DB ** 2];
      });
      return log - (a - b ** 2 / (1 / POWER_DB ** 2 + w)) / 2;
    });
    const top = Math.max(...logs);
    return logs.map((log) => Math.exp(log - top));
  };

/** Mean difference over the sensors of both, shrunk to 0 as far as the power is known. */
function shiftOf(look: readonly number[], known: readonly number[]): number {
  let [sum, n] = [0, 0];
  look.forEach((own, s) => {
    if (Number.isNaN(own) || Number.isNaN(known[s]!)) return;
    [sum, n] = [sum + own - known[s]!, n + 1];
  });
  return sum / (n + (LEVEL_DB / POWER_DB) ** 2);
}

function answersBy(one: RadioCase, weigh: Weigh): RoomAnswer[] {
  const fingerprints = fingerprintsOf(one);
  const sensors = one.sensors.length;
  return one.truth.flatMap(({ subject, from_s, until_s }) => {
    const own = one.bursts.filter((b) => b.imsi === subject && b.at_s >= from_s && b.at_s < until_s);
    if (own.length === 0 || fingerprints.length === 0) return [];
    const weights = weigh(meanLevels(own, sensors), fingerprints);
    const rooms = new Map<string, { p: number; x: number; y: number }>();
    fingerprints.forEach(({ cell_id, x_m, y_m }, i) => {
      const room = rooms.get(cell_id) ?? { p: 0, x: 0, y: 0 };
      const p = weights[i]!;
      rooms.set(cell_id, { p: room.p + p, x: room.x + p * x_m, y: room.y + p * y_m });
    });
    const total = weights.reduce((a, b) => a + b, 0);
    return [...rooms].flatMap(([cell_id, { p, x, y }]) =>
      p > 0 ? [{ subject, from_s, until_s, cell_id, p: p / total, x_m: x / p, y_m: y / p }] : [],
    );
  });
}

function fingerprintsOf(one: RadioCase): Fingerprint[] {
  const groups = groupedBy(one.walkTest, ({ cell_id, x_m, y_m, level }) => `${cell_id}|${level}|${x_m}|${y_m}`);
  return [...groups.values()].map((own) => {
    const { cell_id, x_m = Number.NaN, y_m = Number.NaN } = own[0]!;
    return { cell_id, x_m, y_m, level_dbm: meanLevels(own, one.sensors.length) };
  });
}

function meanLevels(own: readonly { readonly rssi_dbm: readonly number[] }[], sensors: number): number[] {
  return Array.from({ length: sensors }, (_, s) => {
    const levels = own.map(({ rssi_dbm }) => rssi_dbm[s]!).filter((level) => !Number.isNaN(level));
    return levels.reduce((a, b) => a + b, 0) / levels.length;
  });
}

const weakestOf = (one: RadioCase): number =>
  one.walkTest.flatMap(({ rssi_dbm }) => rssi_dbm).reduce((a, b) => (b < a ? b : a), Infinity);

function groupedBy<T>(list: readonly T[], keyOf: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of list) {
    const own = groups.get(keyOf(one));
    if (own) own.push(one);
    else groups.set(keyOf(one), [one]);
  }
  return groups;
}
