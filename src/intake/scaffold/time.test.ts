import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readNaive, timeForm } from './time.ts';

const two = (min: number, max: number) => fc.integer({ min, max }).map((part) => String(part).padStart(2, '0'));

describe('readNaive', () => {
  it('reads a text with an offset as the instant that the platform reads', () => {
    const form = { format: "yyyy-MM-dd'T'HH:mm:ss", offset: true };
    fc.assert(
      fc.property(fc.constantFrom('+', '-'), two(0, 14), two(0, 59), fc.boolean(), (sign, hours, minutes, colon) => {
        const at = '2025-06-30T23:05:09';
        const expected = Date.parse(`${at}${sign}${hours}:${minutes}`) / 1000;
        expect(readNaive(`${at}${sign}${hours}${colon ? ':' : ''}${minutes}`, form)).toBe(expected);
        expect(readNaive(`${at}.123${sign}${hours}:${minutes}`, form)).toBe(expected);
        expect(readNaive(`${at}Z`, form)).toBe(Date.parse(`${at}Z`) / 1000);
        expect(readNaive(at, form)).toBeUndefined();
      }),
    );
  });

  it('reads every hour of a clock of twelve', () => {
    const form = { format: 'MM/dd/yy hh:mm:ss a', offset: false };
    for (let hour = 0; hour < 24; hour++) {
      const text = `06/30/25 ${String(hour % 12 === 0 ? 12 : hour % 12).padStart(2, '0')}:05:09 ${hour < 12 ? 'am' : 'PM'}`;
      expect(readNaive(text, form)).toBe(Date.UTC(2025, 5, 30, hour, 5, 9) / 1000);
    }
    expect(readNaive('06/30/25 00:05:09 am', form)).toBeUndefined();
    expect(readNaive('06/30/25 13:05:09 pm', form)).toBeUndefined();
  });

  it('reads names of months, counted seconds and milliseconds, and no day that does not exist', () => {
    const months = ['Jan', 'FEB', 'mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
    months.forEach((month, at) =>
      expect(readNaive(`3 ${month} 2025`, { format: 'd MMM yyyy', offset: false })).toBe(Date.UTC(2025, at, 3) / 1000),
    );
    expect(readNaive('3 Foo 2025', { format: 'd MMM yyyy', offset: false })).toBeUndefined();
    expect(readNaive('1751324709', { format: 'unix-s', offset: false })).toBe(1751324709);
    expect(readNaive('1751324709999', { format: 'unix-ms', offset: false })).toBe(1751324709);
    expect(readNaive('175132470', { format: 'unix-s', offset: false })).toBeUndefined();
    for (const text of ['30.02.2025', '31.04.2025', '01.13.2025', '00.01.2025'])
      expect(readNaive(text, { format: 'dd.MM.yyyy', offset: false })).toBeUndefined();
    expect(readNaive('29.02.2024', { format: 'dd.MM.yyyy', offset: false })).toBe(Date.UTC(2024, 1, 29) / 1000);
  });
});

describe('timeForm', () => {
  const YEAR = [Date.UTC(2025, 0, 1) / 1000, Date.UTC(2026, 0, 1) / 1000] as const;
  /** Two hundred times of which so many show which part is the day. */
  const times = (telling: number): string[] =>
    Array.from({ length: 200 }, (_, i) => {
      const [day, month] = [i < telling ? 13 + (i % 15) : 1 + (i % 12), 1 + ((i * 5) % 12)];
      return `${String(day).padStart(2, '0')}/${String(month).padStart(2, '0')}/2025 10:00:00`;
    }).toReversed();

  it('asks where day and month may change places, and believes no single row in a hundred', () => {
    for (const telling of [0, 1]) expect(timeForm(times(telling), ...YEAR)).toMatchObject({ ambiguous: true });
    for (const telling of [4, 150])
      expect(timeForm(times(telling), ...YEAR)).toMatchObject({
        ambiguous: false,
        form: { format: 'dd/MM/yyyy HH:mm:ss' },
      });
  });
});
