import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLocalClock } from './local-clock.ts';

const s = (iso: string): number => Date.parse(iso) / 1000;

describe('local clock', () => {
  it('follows daylight saving', () => {
    const clock = createLocalClock('Europe/Paris');
    // Sunday 30 March 2025: 01:59 CET is followed by 03:00 CEST.
    expect(clock.minuteOfWeek(s('2025-03-30T00:59:00Z'))).toBe(6 * 1440 + 119);
    expect(clock.minuteOfWeek(s('2025-03-30T01:00:00Z'))).toBe(6 * 1440 + 180);
    expect(clock.day(s('2025-01-12T23:00:00Z')) - clock.day(s('2025-01-12T22:59:59Z'))).toBe(1);
  });

  it('reads Monday midnight as minute 0', () => {
    expect(createLocalClock('UTC').minuteOfWeek(s('2025-01-13T00:00:00Z'))).toBe(0);
  });

  it('gives the same with and without a table of offsets', () => {
    const window = { from_s: s('2025-03-01T00:00:00Z'), until_s: s('2025-11-30T00:00:00Z') };
    for (const zone of ['Europe/Paris', 'America/St_Johns', 'Asia/Kathmandu', 'Australia/Lord_Howe']) {
      const [plain, tabled] = [createLocalClock(zone), createLocalClock(zone, window)];
      fc.assert(
        fc.property(fc.integer({ min: window.from_s - 86400, max: window.until_s + 86400 }), (at_s) => {
          expect(tabled.minuteOfWeek(at_s)).toBe(plain.minuteOfWeek(at_s));
          expect(tabled.day(at_s)).toBe(plain.day(at_s));
        }),
        { numRuns: 200 },
      );
    }
  });
});
