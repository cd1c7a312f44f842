import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { openRowReader, profileOf } from './parse-rows.testing.ts';
import { utcOffset_s } from '../../model/utc-offset.ts';
import { zonedSeconds } from './wall-clock.ts';

const reader = await openRowReader();
afterAll(() => reader.close());
const { read } = reader;

describe('times of a clock that is changed', () => {
  it('are read as by the other reader, and refused where no clock shows them', async () => {
    const local = profileOf('s', {
      time: { columns: ['at'], format: "yyyy-MM-dd'T'HH:mm:ss", zone: 'Europe/Paris' },
    });
    const two = (part: number): string => String(part).padStart(2, '0');
    for (const [month, day] of [
      [3, 30],
      [10, 26],
    ] as const) {
      const clocks = Array.from({ length: 200 }, (_, i): [number, number, number] => [
        Math.floor(i / 40),
        Math.floor((i % 40) * 1.5),
        (i * 7) % 60,
      ]);
      const found = await read(
        clocks.map((clock) => ({ at: `2025-${two(month)}-${two(day)}T${clock.map(two).join(':')}` })),
        { profile: local },
      );
      // What a clock shows twice may be either instant: compared is what it shows.
      const shown = (at_s: number): number => at_s + utcOffset_s(at_s, 'Europe/Paris');
      expect(found.map(({ code, at_s }) => (code === '' ? shown(at_s) : code))).toEqual(
        clocks.map(([hour, minute, second]) => {
          const at_s = zonedSeconds(2025, month, day, hour, minute, second, 'Europe/Paris');
          return at_s === undefined ? 'TIME_IMPOSSIBLE' : shown(at_s);
        }),
      );
    }
  });
});

describe('times with an offset', () => {
  it('are the instants that the platform reads, east and west, with or without colon', async () => {
    const offset = profileOf('s', {
      time: { columns: ['at'], format: "yyyy-MM-dd'T'HH:mm:ss", zone: 'UTC', offset: true },
    });
    const two = (max: number) => fc.integer({ min: 0, max }).map((part) => String(part).padStart(2, '0'));
    const written = fc.tuple(fc.constantFrom('+', '-'), two(14), fc.constantFrom(':', ''), two(59));
    const offsets = [
      ...fc
        .sample(written, { numRuns: 60, seed: 1 })
        .map(([sign, hours, colon, minutes]) => [sign, hours, colon, minutes]),
      ['Z'],
      ['+', '14', ':', '00'],
      ['-', '00', ':', '30'],
      ['-', '03', '', '30'],
    ];
    const found = await read(
      offsets.map((parts, i) => ({ at: `2025-06-30T12:00:${String(i % 60).padStart(2, '0')}${parts.join('')}` })),
      { profile: offset },
    );
    expect(found.map(({ at_s }) => at_s)).toEqual(
      offsets.map(([sign, hours = '', , minutes = ''], i) => {
        const zone = sign === 'Z' ? 'Z' : `${sign}${hours}:${minutes}`;
        return Date.parse(`2025-06-30T12:00:${String(i % 60).padStart(2, '0')}${zone}`) / 1000;
      }),
    );
  });
});
