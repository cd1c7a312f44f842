import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Burst } from '../intake/index.ts';
import { streamOf } from './two-rooms.testing.ts';
import { heardBursts, heardReadings, LevelCounts, unheardLevels, weakestHeard } from './unheard-level.ts';

const burst = (rssi_dbm: readonly number[], prison_id = 'P1'): Burst => ({
  burst_id: 'B',
  at_s: 0,
  prison_id,
  building_id: 'B1',
  band: 'GSM900',
  kind: 'traffic',
  imsi: undefined,
  imei14: undefined,
  sensor_ids: rssi_dbm.map((_, s) => `S${s}`),
  rssi_dbm,
});
const countsOf = (levels: readonly number[]): LevelCounts => {
  const counts = new LevelCounts();
  for (const level of levels) counts.add(level);
  return counts;
};
async function listOf<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const one of stream) list.push(one);
  return list;
}
const levels = Array.from({ length: 200 }, (_, i) => -60 - (i % 30));

describe('a figure that stands for "not heard"', () => {
  it('is found among whole and among fine levels', () => {
    expect(countsOf([...levels, ...levels.map(() => -100)]).unheard()).toBe(-10_000);
    expect(countsOf([...levels.map((level) => level + level / 1000), ...levels.map(() => -110.5)]).unheard()).toBe(
      -11_050,
    );
  });

  it('is not seen in levels that a threshold cuts off, whatever their distribution above it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -100, max: -80 }),
        fc.integer({ min: 3, max: 40 }),
        fc.boolean(),
        (threshold_dbm, width, isWhole) => {
          // Evenly, or thinning out upwards as a tail does.
          const heard = Array.from({ length: 3000 }, (_, i) => threshold_dbm + width * ((i % 1000) / 1000) ** 2);
          expect(countsOf(isWhole ? heard.map(Math.round) : heard).unheard()).toBeUndefined();
        },
      ),
    );
    expect(countsOf(levels.map(() => -70)).unheard()).toBeUndefined();
    expect(countsOf([]).unheard()).toBeUndefined();
  });

  it('is five times as frequent as what is heard just above it', () => {
    const above = [-99, -98, -97].flatMap((level) => Array.from({ length: 10 }, () => level));
    const least = (count: number) => Array.from({ length: count }, () => -100);
    expect(countsOf([...above, ...levels, ...least(149)]).unheard()).toBeUndefined();
    expect(countsOf([...above, ...levels, ...least(150)]).unheard()).toBe(-10_000);
    expect(countsOf([...levels, ...least(19)]).unheard()).toBeUndefined();
  });

  it('is taken off prison by prison, with the bursts that nobody heard', async () => {
    const bursts = [
      ...levels.map((level) => burst([level, -100])),
      ...levels.map((level) => burst([level, -95 - (level % 8)], 'P2')),
      burst([-100, -100]),
      burst([-100, -70], 'P2'),
    ];
    const unheard = await unheardLevels(streamOf(bursts), [], 1000);
    expect([...unheard]).toEqual([['P1', -10_000]]);
    const heard = await listOf(heardBursts(streamOf(bursts), unheard));
    expect(heard).toHaveLength(401);
    expect(heard[0]).toMatchObject({ sensor_ids: ['S0'], rssi_dbm: [-60] });
    expect(heard.at(-1)?.rssi_dbm).toEqual([-100, -70]);
    const weakest = await weakestHeard(heardBursts(streamOf(bursts.slice(0, 200)), unheard), 1000);
    expect([...weakest]).toEqual([['S0', -89]]);
  });

  it('is taken off the walk-test', () => {
    const place = { prison_id: 'P1', building_id: 'B1', cell_id: 'A', level: 0, x_m: 0, y_m: 0, at_s: 0, band: 'X' };
    const of = (rssi_dbm: number) => ({ ...place, tx_power_dbm: undefined, sensor_id: 'S', rssi_dbm });
    expect(heardReadings([of(-100), of(-99)], new Map([['P1', -10_000]]))).toEqual([of(-99)]);
  });
});
