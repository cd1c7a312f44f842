import { describe, expect, it } from 'vitest';
import { createRandom } from '../statistics/index.ts';
import { learnFormula } from './learn-formula.ts';
import type { BurstGroup } from './grid-posterior.ts';
import { roomPriorOf } from './place-prior.ts';
import { roomGrid } from './room-grid.ts';
import type { Room } from '../model/case.ts';

const rooms = Array.from({ length: 9 }, (_, i): Room => {
  const [x, y] = [4 * (i % 3), 4 * Math.floor(i / 3)];
  const outline: Room['outline'] = [
    [x, y],
    [x + 4, y],
    [x + 4, y + 4],
    [x, y + 4],
  ];
  return { cell_id: `R${i}`, prison_id: 'P', building_id: 'B', wing: '', landing: '', level: 0, capacity: 1, outline };
});
const sensors = Array.from({ length: 16 }, (_, i) => {
  return {
    sensor_id: `S${i}`,
    level: 0,
    x_m: 0.4 + 3.7 * (i % 4),
    y_m: 0.5 + 3.6 * Math.floor(i / 4),
    threshold_dbm: undefined,
  };
});
const EXPONENT = 3;
const gain = sensors.map((_, s) => (s % 3) * 4 - 4);

function looks(count: number, told: boolean): BurstGroup[] {
  const random = createRandom(5);
  return Array.from({ length: count }, (): BurstGroup => {
    const [x, y, power] = [12 * random.uniform(), 12 * random.uniform(), -70 + 20 * random.uniform()];
    const level_dbm = Float64Array.from(sensors, ({ x_m, y_m }, s) => {
      if (!told) return -70 + 12 * random.normal();
      const away = Math.max(0.7, Math.hypot(x - x_m, y - y_m));
      return power + gain[s]! - 10 * EXPONENT * Math.log10(away) + 2 * random.normal();
    });
    const ones = new Float64Array(sensors.length).fill(1);
    return { level_dbm, heard: ones, bursts: 1, alive: Uint8Array.from(ones), band: 0, carriers: 1 };
  });
}
const input = {
  grid: roomGrid(rooms, { points: 150, mostStep_m: 3 }),
  sensors,
  wallsOf: () => ({ segments: new Float64Array(0), derived: false }),
  derived: false,
  roomPrior: roomPriorOf(rooms.map(() => 1)),
  errors: { frozen_db: 5, drift_db: 1, burst_db: 1, pattern_db: 0, temper: 1 },
};

describe('the formula learnt from phones nobody knows the places of', () => {
  it('comes near the exponent and the gains that made the levels', () => {
    const learnt = learnFormula({ ...input, looks: looks(60, true) })!;
    // Sensors have slopes of their own beside the common one: what counts is what ten times the distance costs.
    const at = (decades_db: number) =>
      sensors.reduce((sum, _, s) => sum + learnt.base.mean_db({ decades_db, walls: 0, storeys: 0 }, s, 0), 0) /
      sensors.length;
    expect(Math.abs((at(0) - at(10)) / 10 - EXPONENT)).toBeLessThan(0.35);
    const mean = learnt.base.gain_db.reduce((a, b) => a + b, 0) / sensors.length;
    const off = gain.map((value, s) => Math.abs(learnt.base.gain_db[s]! - mean - value));
    expect(off.reduce((a, b) => a + b, 0) / off.length).toBeLessThan(1.5);
    expect(learnt.frozen_db).toBeLessThan(4);
  });

  it('is not learnt from a few', () => {
    expect(learnFormula({ ...input, looks: looks(15, true) })).toBeUndefined();
  });
});
