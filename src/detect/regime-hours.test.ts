import { describe, expect, it } from 'vitest';
import { hourBins, shareByBin } from './regime-hours.ts';

const at = (weekday: number, h: number, m = 0): number => (weekday - 1) * 1440 + h * 60 + m;
const wing = (name: string, weekday: number, from: number, until: number) => ({
  prison_id: 'P1',
  wing: name,
  weekday,
  lockup_from_min: from,
  lockup_until_min: until,
});

describe('hours against the regime', () => {
  it('crosses midnight and the end of the week', () => {
    const bins = hourBins([wing('A', 7, 18 * 60, 8 * 60)], 'P1');
    expect(bins[at(7, 19)]).toBe(1);
    expect(bins[at(1, 7, 59)]).toBe(1);
    expect(bins[at(1, 8)]).toBe(3);
    expect(bins[at(1, 2)]).toBe(0);
  });

  it('calls a minute locked up when half of the wings are', () => {
    const one = hourBins([wing('A', 1, 720, 840), wing('B', 1, 1200, 1260), wing('C', 1, 1200, 1260)], 'P1');
    expect(one[at(1, 13)]).toBe(3);
    expect(one[at(1, 20, 30)]).toBe(1);
    expect(hourBins([wing('A', 1, 720, 840)], 'P1')[at(1, 13)]).toBe(2);
  });

  it('hold the more of everybody’s traffic the longer they are', () => {
    const days = [1, 2, 3, 4, 5, 6, 7];
    const long = hourBins(
      days.map((day) => wing('A', day, 12 * 60, 10 * 60)),
      'P1',
    );
    // Night 7 hours, midday 9 to 10 and 12 to 16, evening 16 to 23 and 6 to 9, open 10 to 12.
    expect(shareByBin(long).map((share) => share * 24)).toEqual(
      [7, 10, 5, 2].map((h) => expect.closeTo(h, 9) as number),
    );
    const atNoon = new Float64Array(7 * 96);
    atNoon[2 * 96 + 4 * 11] = 3;
    atNoon[6 * 96 + 4 * 13 + 1] = 1;
    expect(shareByBin(long, atNoon)).toEqual([0, 0, 0.25, 0.75]);
    expect(shareByBin(long, new Float64Array(7 * 96))).toEqual(shareByBin(long));
  });

  it('takes the usual hours where a prison states none', () => {
    const bins = hourBins([], 'P9');
    expect(bins[at(3, 18, 30)]).toBe(1);
    expect(bins[at(3, 12)]).toBe(3);
  });
});
