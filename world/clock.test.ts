import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ambiguousWall, fromLocal, isoLocal, isoUtc, localHour, offset_s, weekday } from './clock.ts';

const paris = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Paris',
  dateStyle: 'short',
  timeStyle: 'medium',
  hourCycle: 'h23',
});
/** dd/mm/yyyy, hh:mm:ss of ICU, as a second opinion. */
const icu = (t: number): string => paris.format(t * 1000);
const times = fc.integer({ min: Date.UTC(2020, 0, 1) / 1000, max: Date.UTC(2035, 0, 1) / 1000 });

describe('legal time', () => {
  it('agrees with ICU for Europe/Paris', () => {
    fc.assert(
      fc.property(times, (t) => {
        const local = isoLocal(t);
        expect(`${local.slice(8, 10)}/${local.slice(5, 7)}/${local.slice(0, 4)}, ${local.slice(11, 19)}`).toBe(icu(t));
        expect(Date.parse(local) / 1000).toBe(t);
        expect(Date.parse(isoUtc(t)) / 1000).toBe(t);
        expect(localHour(t)).toBe(Number(local.slice(11, 13)));
      }),
      { numRuns: 500 },
    );
  });

  it('goes back from the wall clock except in the hour that comes twice', () => {
    fc.assert(
      fc.property(times, (t) => {
        const back = fromLocal(t + offset_s(t));
        expect(ambiguousWall(t) ? [t, t - 3600] : [t]).toContain(back);
      }),
    );
    const change = Date.UTC(2025, 9, 26, 1) / 1000;
    expect([change - 3601, change - 3600, change + 3599, change + 3600].map(ambiguousWall)).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  it('knows Mondays', () => {
    expect(weekday(Date.UTC(2025, 9, 6) / 86_400_000)).toBe(1);
    expect(weekday(Date.UTC(2025, 9, 12) / 86_400_000)).toBe(7);
  });
});
