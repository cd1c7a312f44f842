import { describe, expect, it } from 'vitest';
import { createRandom } from '../../statistics/index.ts';
import { aWing } from './a-wing.testing.ts';
import { expectedHits, type PhonesAssumed } from './expected-hits.ts';
import { sensorSite, type SensorSite } from './site.ts';

const site = sensorSite(aWing({ perSide: 4, sensors: 6 }), 'P1', 'B1', { at_s: 1 });
const phones: PhonesAssumed = { kind: 'traffic', bursts: 5, worlds: 5, perRoom: 4 };
const hitsOf = (own: SensorSite, count = 6, seed = 1) =>
  expectedHits(own, own.today.slice(0, count), phones, createRandom(seed));

describe('expected hit rates', () => {
  it('are the same for the same seed', () => {
    expect(hitsOf(site)).toEqual(hitsOf(site));
    expect(hitsOf(site).hit1).not.toEqual(hitsOf(site, 6, 2).hit1);
  });

  it('rise with receivers, and no room is hit less often among three than first', () => {
    const [few, many] = [hitsOf(site, 2), hitsOf(site, 6)];
    expect(many.mean1).toBeGreaterThan(few.mean1 + 0.1);
    expect(many.setSize).toBeLessThan(few.setSize);
    many.hit3.forEach((value, room) => expect(value).toBeGreaterThanOrEqual(many.hit1[room]!));
  });

  it('come near certainty where nothing errs, and near chance where nothing is heard', () => {
    const tiny = { ...site.errors, frozen_db: 0.05, drift_db: 0.05, burst_db: 0.05 };
    const exact = {
      ...site,
      errors: tiny,
      today: site.today.map((column) => ({ ...column, map_db2: column.map_db2.map(() => 0.01) })),
    };
    expect(hitsOf(exact).mean1).toBeGreaterThan(0.97);
    const deaf = { ...site, today: site.today.map((column) => ({ ...column, threshold_dbm: 50 })) };
    expect(hitsOf(deaf).mean1).toBeLessThan(0.3);
    expect(Math.max(...hitsOf(deaf).heardByThree)).toBe(0);
  });

  it('come from a fix that holds what it says: the 90 % set covers about nine in ten', () => {
    const { covered, interval1, mean1 } = hitsOf(site);
    expect(covered).toBeGreaterThan(0.83);
    expect(interval1[0]).toBeLessThanOrEqual(mean1);
    expect(interval1[1]).toBeGreaterThanOrEqual(mean1);
  });

  it('takes errors to be as large as the temper of the fix says', () => {
    const tempered = (temper: number) => ({ ...site, errors: { ...site.errors, temper } });
    expect(hitsOf(tempered(4)).mean1).toBeGreaterThan(hitsOf(tempered(0.5)).mean1 + 0.1);
  });
});
