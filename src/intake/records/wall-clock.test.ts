import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utcOffset_s } from '../../model/utc-offset.ts';
import { readWallClock, zonedSeconds } from './wall-clock.ts';

describe('zonedSeconds', () => {
  it('knows the offset of the day', () => {
    expect(zonedSeconds(2025, 1, 13, 0, 12, 1, 'Europe/Paris')).toBe(Date.parse('2025-01-13T00:12:01+01:00') / 1000);
    expect(zonedSeconds(2025, 7, 1, 12, 0, 0, 'Europe/Paris')).toBe(Date.parse('2025-07-01T12:00:00+02:00') / 1000);
  });
  it('has no answer for a time that the clocks skip, nor for a day that no calendar has', () => {
    expect(zonedSeconds(2025, 3, 30, 2, 30, 0, 'Europe/Paris')).toBeUndefined();
    expect(zonedSeconds(2025, 2, 30, 12, 0, 0, 'UTC')).toBeUndefined();
    expect(zonedSeconds(2025, 1, 13, 25, 0, 0, 'UTC')).toBeUndefined();
    for (const zone of ['UTC', 'Europe/Paris'])
      for (const [month, day, hour, minute, second] of [
        [13, 1, 0, 0, 0],
        [0, 1, 0, 0, 0],
        [1, 0, 0, 0, 0],
        [4, 31, 0, 0, 0],
        [1, 1, 24, 0, 0],
        [1, 1, 12, 60, 0],
        [1, 1, 12, 0, 60],
      ] as const)
        expect(zonedSeconds(2025, month, day, hour, minute, second, zone)).toBeUndefined();
  });
  it('gives back what the zone shows, for any instant', () => {
    const zones = fc.constantFrom('UTC', 'Europe/Paris', 'America/Bogota', 'Asia/Kolkata', 'Australia/Lord_Howe');
    fc.assert(
      fc.property(fc.integer({ min: 1_500_000_000, max: 1_900_000_000 }), zones, (at_s, zone) => {
        const local = new Date((at_s + utcOffset_s(at_s, zone)) * 1000);
        const found = zonedSeconds(
          local.getUTCFullYear(),
          local.getUTCMonth() + 1,
          local.getUTCDate(),
          local.getUTCHours(),
          local.getUTCMinutes(),
          local.getUTCSeconds(),
          zone,
        );
        // In the hour that the clocks repeat, two instants show the same time.
        expect(found).toBeDefined();
        const shown_s = found ?? 0;
        expect((shown_s + utcOffset_s(shown_s, zone)) * 1000).toBe(local.getTime());
      }),
    );
  });
});

describe('readWallClock', () => {
  it('reads patterns, shortened texts and ISO 8601', () => {
    const at = Date.parse('2025-01-25T01:00:00Z') / 1000;
    expect(readWallClock('01/25/2025 01:00', 'MM/dd/yyyy HH:mm:ss', 'UTC')).toBe(at);
    expect(readWallClock('25/01/2025 02:00:00', 'dd/MM/yyyy HH:mm:ss', 'Europe/Paris')).toBe(at);
    expect(readWallClock('2025-01-25T02:00:00+01:00', 'iso8601', 'UTC')).toBe(at);
    expect(readWallClock('2025-01-25', 'iso8601', 'UTC')).toBe(at - 3600);
  });
  it('refuses what only resembles its pattern', () => {
    for (const text of ['', '25/13/2025', '2025/01/25', '1/25/2025', '25/01/2025 02:00:00 ', 'soon'])
      expect(readWallClock(text, 'dd/MM/yyyy HH:mm:ss', 'Europe/Paris'), text).toBeUndefined();
  });
});
