import { describe, expect, it } from 'vitest';
import { chanceWeak, fitBaseMap, type BaseReading } from './base-map.ts';

const link = (distance_m: number) => ({ decades_db: 10 * Math.log10(distance_m), walls: 0, storeys: 0 });
const heard = (distance_m: number, level_db: number): BaseReading => ({
  link: link(distance_m),
  sensor: 0,
  band: 0,
  level_db,
  censored: false,
  lost: 0,
});

describe('the formula of a map', () => {
  it('takes what was not heard beside a sensor as lost, and at the edge of hearing as weak', () => {
    expect(chanceWeak(-6, 0.1)).toBeLessThan(1e-6);
    expect(chanceWeak(0, 0.1)).toBeCloseTo(0.45 / 0.55, 6);
    expect(chanceWeak(4, 0)).toBe(1);
    expect(chanceWeak(-40, 0)).toBe(0);
  });

  it('finds the exponent of free space, and is not moved by one burst lost at a metre', () => {
    const readings = [1, 2, 3, 4, 6, 8, 10, 14].map((d) => heard(d, -30 - 20 * Math.log10(d)));
    const plain = fitBaseMap(readings, 1, 1, false);
    expect(plain.exponent).toBeCloseTo(2, 1);
    const lost: BaseReading = { link: link(1), sensor: 0, band: 0, level_db: -90, censored: true, lost: 0.1 };
    const after = fitBaseMap([...readings, lost], 1, 1, false);
    expect(after.mean_db(link(1), 0, 0)).toBeCloseTo(plain.mean_db(link(1), 0, 0), 1);
    const never = fitBaseMap([...readings, { ...lost, lost: 0 }], 1, 1, false);
    expect(never.mean_db(link(1), 0, 0)).toBeLessThan(plain.mean_db(link(1), 0, 0) - 1);
  });
});
