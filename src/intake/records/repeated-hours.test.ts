import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utcOffset_s } from '../../model/utc-offset.ts';
import { repeatedHours } from './repeated-hours.ts';
import { zonedSeconds } from './wall-clock.ts';

const at_s = (iso: string): number => Date.parse(iso) / 1000;
const YEAR = { from_s: at_s('2025-01-01T00:00:00Z'), until_s: at_s('2026-01-01T00:00:00Z') };

describe('hours that the clocks show twice', () => {
  it('are the one before and the one after they are put back', () => {
    expect(repeatedHours('Europe/Paris', YEAR)).toEqual([
      { from_s: at_s('2025-10-26T00:00:00Z'), until_s: at_s('2025-10-26T02:00:00Z') },
    ]);
    // By half an hour, and in April.
    expect(repeatedHours('Australia/Lord_Howe', YEAR)).toEqual([
      { from_s: at_s('2025-04-05T14:30:00Z'), until_s: at_s('2025-04-05T15:30:00Z') },
    ]);
    expect(repeatedHours('Asia/Kolkata', YEAR)).toEqual([]);
    expect(repeatedHours('UTC', YEAR)).toEqual([]);
  });

  it('are exactly those of which reading the clock gives back another instant, or would', () => {
    const [hour = { from_s: 0, until_s: 0 }] = repeatedHours('Europe/Paris', YEAR);
    const around = fc.integer({ min: hour.from_s - 7200, max: hour.until_s + 7200 });
    fc.assert(
      fc.property(around, (instant_s) => {
        const shown = (s: number): number => s + utcOffset_s(s, 'Europe/Paris');
        const twice = [instant_s - 3600, instant_s + 3600].some((other) => shown(other) === shown(instant_s));
        expect(instant_s >= hour.from_s && instant_s < hour.until_s).toBe(twice);
        const clock = new Date(shown(instant_s) * 1000);
        const [h, m, s] = [clock.getUTCHours(), clock.getUTCMinutes(), clock.getUTCSeconds()];
        const read = zonedSeconds(2025, 10, clock.getUTCDate(), h, m, s, 'Europe/Paris');
        expect(twice || read === instant_s).toBe(true);
      }),
    );
  });
});
