import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../statistics/index.ts';
import { aWing } from './a-wing.testing.ts';
import { nats, pairError, roomInformation_nats, roomPairs, Separation } from './separation.ts';
import { sensorSite, type SensorColumn, type SensorSite } from './site.ts';

const wing = sensorSite(aWing({ perSide: 2 }), 'P1', 'B1', { at_s: 1 });
const errors = { frozen_db: 3, drift_db: 1, burst_db: 2, pattern_db: 0, temper: 1 };
const site: SensorSite = { ...wing, errors, map: { ...wing.map, lossRate: 0, repeat: 0 } };
const NOISE_DB2 = 3 ** 2 + 1 + 2 ** 2 / 5;
/** A receiver whose mean level is one value in each room, heard everywhere. */
const flat = (levels: readonly number[], map_db2 = 0): SensorColumn => ({
  sensor: { sensor_id: 'X', level: 0, x_m: 0, y_m: 0, threshold_dbm: undefined },
  mean_db: Float64Array.from(site.grid.room, (room) => (room < 0 ? 0 : levels[room]!)),
  map_db2: new Float64Array(site.grid.room.length).fill(map_db2),
  threshold_dbm: Number.NaN,
});
const signal = (sd_db: number) => ({ power: { mean_db: 0, sd_db }, bursts: 5 });
const levels = fc.array(fc.double({ min: -90, max: -30, noNaN: true }), { minLength: 4, maxLength: 4 });

function separationOf(columns: readonly SensorColumn[], sd_db = 10): Float64Array {
  const separation = new Separation(site, signal(sd_db));
  for (const column of columns) separation.add(column);
  return separation.overlaps().map(nats);
}

describe('separation of rooms', () => {
  it('is an eighth of the squared distance with the common offset integrated out, by a full covariance', () => {
    fc.assert(
      fc.property(
        fc.array(levels, { minLength: 1, maxLength: 5 }),
        fc.double({ min: 1, max: 30, noNaN: true }),
        (all, sd) => {
          const told = separationOf(
            all.map((one) => flat(one)),
            sd,
          );
          const pairs = roomPairs(site);
          told.forEach((own, p) => {
            const d = all.map((one) => one[pairs.a[p]!]! - one[pairs.b[p]!]!);
            // Sherman-Morrison is what the code uses; here the inverse is found by elimination.
            const solved = solve(
              d.map((_, i) => d.map((_v, k) => (i === k ? NOISE_DB2 : 0) + sd ** 2)),
              d,
            );
            const expected = d.reduce((sum, value, i) => sum + value * solved[i]!, 0) / 8;
            expect(Math.abs(own - expected)).toBeLessThan(1e-6 * (1 + expected));
          });
        },
      ),
      { numRuns: 40 },
    );
  });

  it('does not see a shift that all receivers share when nothing is known of the power', () => {
    const same = separationOf([flat([0, 20, 40, 60]), flat([5, 25, 45, 65]), flat([-3, 17, 37, 57])], 1e4);
    for (const own of same) expect(own).toBeLessThan(1e-3);
  });

  it('never falls when a receiver is added, and comes back when it is taken out', () => {
    fc.assert(
      fc.property(levels, levels, (first, second) => {
        const separation = new Separation(site, signal(10));
        separation.add(flat(first));
        const before = separation.overlaps();
        const offered = separation.overlaps(flat(second));
        const column = flat(second);
        separation.add(column);
        const after = separation.overlaps();
        after.forEach((overlap, p) => {
          expect(overlap).toBeLessThanOrEqual(before[p]! + 1e-9);
          expect(overlap).toBeCloseTo(offered[p]!, 9);
        });
        separation.add(column, -1);
        separation.overlaps().forEach((overlap, p) => expect(overlap).toBeCloseTo(before[p]!, 6));
      }),
    );
  });

  it('counts a receiver that hears one room and not the other', () => {
    const deaf = { ...flat([0, -80, 0, 0]), threshold_dbm: -40 };
    const told = separationOf([deaf], 1);
    const pairs = roomPairs(site);
    told.forEach((own, p) => expect(own > 0.5).toBe(pairs.a[p] === 1 || pairs.b[p] === 1));
  });

  it('says how often the wrong one of two normals is taken', () => {
    const random = createRandom(3);
    for (const distance of [0.5, 1.5, 3]) {
      let wrong = 0;
      const N = 20_000;
      for (let i = 0; i < N; i++) if (random.normal() > distance / 2) wrong++;
      expect(Math.abs(pairError(distance ** 2 / 8) - wrong / N)).toBeLessThan(0.01);
    }
    expect(pairError(0)).toBe(0.5);
  });

  it('tells nothing where all rooms are alike and everything where none overlap', () => {
    const pairs = roomPairs(site);
    expect(roomInformation_nats(pairs, new Float64Array(6).fill(1))).toBeCloseTo(0, 12);
    expect(roomInformation_nats(pairs, new Float64Array(6))).toBeCloseTo(Math.log(4), 12);
  });
});

function solve(matrix: number[][], right: readonly number[]): number[] {
  const n = right.length;
  const rows = matrix.map((row, i) => [...row, right[i]!]);
  for (let i = 0; i < n; i++) {
    for (let k = i + 1; k < n; k++) {
      const factor = rows[k]![i]! / rows[i]![i]!;
      for (let c = i; c <= n; c++) rows[k]![c]! -= factor * rows[i]![c]!;
    }
  }
  const out = Array.from({ length: n }, () => 0);
  for (let i = n - 1; i >= 0; i--) {
    let sum = rows[i]![n]!;
    for (let c = i + 1; c < n; c++) sum -= rows[i]![c]! * out[c]!;
    out[i] = sum / rows[i]![i]!;
  }
  return out;
}
