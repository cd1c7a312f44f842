import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseIsoTime } from './iso-time.ts';

describe('parseIsoTime', () => {
  it('agrees with the engine on every instant it writes', () => {
    const instants = fc.date({ min: new Date('1900-01-01T00:00:00Z'), max: new Date('2199-12-31T23:59:59Z') });
    fc.assert(
      fc.property(
        instants.filter((date) => !Number.isNaN(date.getTime())),
        (date) => {
          expect(parseIsoTime(date.toISOString())).toBeCloseTo(date.getTime() / 1000, 6);
        },
      ),
    );
  });

  it('subtracts the offset', () => {
    const utc = parseIsoTime('2025-01-12T23:00:00Z');
    expect(utc).toBe(1736722800);
    expect(parseIsoTime('2025-01-13T00:00:00+01:00')).toBe(utc);
    expect(parseIsoTime('2025-01-12 18:30-0430')).toBe(utc);
  });

  it.each([
    '2025-02-29T00:00:00Z',
    '2025-02-30T10:00:00+01:00',
    '2025-13-01T00:00:00Z',
    '2025-00-10T00:00:00Z',
    '2025-01-00T00:00:00Z',
    '2025-01-13T24:10:00Z',
    '2025-01-13T10:60:00Z',
    '2025-01-13T10:00:00',
    '2025-01-13',
    '0001-01-01T00:00:00Z',
    '2025-01-13T10:00:00+15:00',
    '',
    '1736722800',
  ])('refuses %s', (text) => {
    expect(parseIsoTime(text)).toBeUndefined();
  });
});
