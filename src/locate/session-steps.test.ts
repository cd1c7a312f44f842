import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Burst } from '../intake/index.ts';
import { createRandom } from '../statistics/index.ts';
import { isCarried, stepsOf } from './session-steps.ts';

const SENSORS = [0, 1, 2, 3, 4, 5];

/** Bursts every 0.4 s; `level` gives a sensor's level at a time, 4 dB of noise on top. */
function bursts(seed: number, seconds: number, level: (s: number, at_s: number) => number): Burst[] {
  const random = createRandom(seed);
  return Array.from({ length: Math.floor(seconds / 0.4) }, (_, i): Burst => {
    const at_s = i * 0.4;
    const heard = SENSORS.filter(() => !random.chance(0.2));
    const about = {
      burst_id: `b${i}`,
      at_s,
      prison_id: 'P',
      building_id: 'B',
      band: 'GSM900',
      kind: 'traffic',
    } as const;
    const rssi_dbm = heard.map((s) => level(s, at_s) + 4 * random.normal());
    return { ...about, imsi: '1', imei14: undefined, sensor_ids: heard.map((s) => `S${s}`), rssi_dbm };
  });
}
const walking = (s: number, at_s: number) => -60 - 20 * Math.log10(2 + Math.abs(((at_s * 1) % 20) - 4 * s));

describe('whether a phone was carried', () => {
  it('says no of one that lies, whatever its power does', () => {
    for (let seed = 0; seed < 20; seed++) {
      expect(isCarried(bursts(seed, 90, (s, at_s) => -60 - s - (at_s > 40 ? 12 : 0)))).toBe(false);
    }
  });

  it('says yes of one that is carried past the sensors', () => {
    for (let seed = 0; seed < 20; seed++) expect(isCarried(bursts(seed, 60, walking))).toBe(true);
  });

  it('does not split what is over in some seconds', () => {
    expect(isCarried(bursts(1, 15, walking))).toBe(false);
  });
});

describe('steps', () => {
  it('hold every burst once, and follow each other without overlap', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 60, noNaN: true }), { minLength: 1, maxLength: 60 }), (times) => {
        const [like] = bursts(1, 1, walking);
        const all = times.toSorted((a, b) => a - b).map((at_s) => ({ ...like!, at_s }));
        const steps = stepsOf(all);
        expect(steps.flatMap((step) => step.bursts)).toEqual(all);
        for (const { from_s, until_s, bursts: own } of steps) {
          expect(own.every(({ at_s }) => at_s >= from_s && at_s < until_s)).toBe(true);
        }
        expect(steps.slice(1).map(({ from_s }) => from_s)).toEqual(steps.slice(0, -1).map(({ until_s }) => until_s));
      }),
    );
  });
});
