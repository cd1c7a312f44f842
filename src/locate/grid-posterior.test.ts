import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalCdf } from '../statistics/index.ts';
import { fixBursts, type BurstGroup } from './grid-posterior.ts';
import type { LevelMap } from './level-map.ts';
import { CHANCE, OUT_OF_WORK } from './silence.ts';

const SENSORS = 5;
const POINTS = 6;
const level = fc.double({ min: -80, max: -40, noNaN: true });
const levels = (length: number) => fc.array(level, { minLength: length, maxLength: length });

function mapOf(mean: readonly number[]): LevelMap {
  const grid = { x_m: new Float64Array(POINTS), y_m: new Float64Array(POINTS), level: new Int16Array(POINTS) };
  return {
    grid: { ...grid, room: new Int32Array(POINTS), rooms: [], step_m: 1 },
    sensors: Array.from({ length: SENSORS }, (_, s) => ({ sensor_id: `S${s}` })),
    bands: ['GSM900'],
    mean_db: [Float64Array.from(mean)],
    sensorMean_db: new Float64Array(SENSORS).fill(-60),
    map_db2: new Float64Array(SENSORS * POINTS).fill(6),
    repeat: 0,
    thresholds_dbm: new Float64Array(SENSORS).fill(-75),
    lossRate: 0.2,
    surveyed: true,
  };
}
const errors = { frozen_db: 3, drift_db: 1, burst_db: 4, pattern_db: 0, temper: 1 };
const prior = { points: new Float64Array(POINTS).fill(0.99 / POINTS), none: 0.01 };
const power = { means_db: Float64Array.of(-3, 2), weights: Float64Array.of(0.4, 0.6), sd_db: 2 };

/** The same by summing over powers on a fine comb, silent sensors at the power that what was heard implies. */
function byComb(map: LevelMap, group: BurstGroup): number[] {
  const variance = 6 + 9 + 1 + 16;
  const total = Array.from({ length: POINTS }, (_, g) => {
    let sum = 0;
    for (const [j, centre] of power.means_db.entries()) {
      let [own, heardPower, spread] = [0, 0, 0];
      for (let p = centre - 16; p <= centre + 16; p += 0.05) {
        let term = Math.exp(-((p - centre) ** 2) / 8);
        for (let s = 0; s < SENSORS; s++) {
          const at = group.level_dbm[s]!;
          if (!Number.isNaN(at)) term *= Math.exp(-((at - map.mean_db[0]![s * POINTS + g]! - p) ** 2) / 2 / variance);
        }
        own += term;
        heardPower += term * p;
        spread += term * p * p;
      }
      const mean = heardPower / own;
      const uncertain = spread / own - mean ** 2;
      let silence = 0;
      OUT_OF_WORK.forEach((out, k) => {
        let share = CHANCE[k]!;
        for (let s = 0; s < SENSORS; s++) {
          const below = normalCdf((-75 - map.mean_db[0]![s * POINTS + g]! - mean) / Math.sqrt(variance + uncertain));
          const unheard = Number.isNaN(group.level_dbm[s]!);
          share *= unheard ? out + (1 - out) * (below + (1 - below) * 0.2) : 1 - out;
        }
        silence += share;
      });
      sum += power.weights[j]! * own * silence;
    }
    return sum;
  });
  const sum = total.reduce((a, b) => a + b, 0);
  return total.map((value) => value / sum);
}

describe('the posterior over points', () => {
  it('equals the sum over all powers', () => {
    fc.assert(
      fc.property(levels(SENSORS * POINTS), levels(SENSORS), fc.integer({ min: 1, max: 30 }), (mean, at, who) => {
        const heard = at.map((value, s) => ((who >> s) & 1 ? value : Number.NaN));
        const group: BurstGroup = {
          level_dbm: Float64Array.from(heard),
          heard: Float64Array.from(heard, (value) => (Number.isNaN(value) ? 0 : 1)),
          bursts: 1,
          alive: new Uint8Array(SENSORS).fill(1),
          band: 0,
          carriers: 1,
        };
        const map = mapOf(mean);
        const fix = fixBursts(map, errors, group, power, prior);
        const inside = fix.points.reduce((sum, value) => sum + value, 0);
        fc.pre(inside > 0.01);
        byComb(map, group).forEach((value, g) => expect(fix.points[g]! / inside).toBeCloseTo(value, 2));
        expect(inside + fix.none).toBeCloseTo(1, 9);
      }),
      { numRuns: 60 },
    );
  });

  it('lets a silent majority rule no place out that those who heard point to', () => {
    // All sensors should hear from place 0, and none from elsewhere.
    const mean = Array.from({ length: SENSORS * POINTS }, (_, k) => (k % POINTS === 0 ? -50 : -95));
    const heard = [-50, -50, -50, Number.NaN, Number.NaN];
    const group: BurstGroup = {
      level_dbm: Float64Array.from(heard),
      heard: Float64Array.from(heard, (value) => (Number.isNaN(value) ? 0 : 1)),
      bursts: 6,
      alive: new Uint8Array(SENSORS).fill(1),
      band: 0,
      carriers: 1,
    };
    const known = { means_db: Float64Array.of(0), weights: Float64Array.of(1), sd_db: 1 };
    const { logEvidence } = fixBursts(mapOf(mean), errors, group, known, prior);
    const alive = { ...group, alive: Uint8Array.of(1, 1, 1, 0, 0) };
    // Were burst losses the only reason, the silence of two at 0.01 each would cost 9.2 nats.
    expect(fixBursts(mapOf(mean), errors, alive, known, prior).logEvidence - logEvidence).toBeLessThan(7);
  });
});
