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

  it('agrees with the engine on every offset up to 14:59, east and west', () => {
    const two = (max: number) => fc.integer({ min: 0, max }).map((part) => String(part).padStart(2, '0'));
    fc.assert(
      fc.property(fc.constantFrom('+', '-'), two(14), two(59), (sign, hours, minutes) => {
        const text = `2025-06-30T23:59:59${sign}${hours}:${minutes}`;
        expect(parseIsoTime(text)).toBe(Date.parse(text) / 1000);
      }),
      // The edges are the time zones that exist: Kiribati is at +14:00, Baker Island at -12:00, Nepal at +05:45.
      {
        examples: [
          ['+', '14', '00'],
          ['-', '12', '00'],
          ['+', '05', '45'],
          ['+', '14', '59'],
        ],
      },
    );
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
    '2025-01-13T10:00:00+05:60',
    '2025-01-13T10:00:60Z',
    '1899-12-31T23:59:59Z',
    '2200-01-01T00:00:00Z',
    '',
    '1736722800',
  ])('refuses %s', (text) => {
    expect(parseIsoTime(text)).toBeUndefined();
  });
});
