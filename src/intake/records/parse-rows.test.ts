import { afterAll, describe, expect, it } from 'vitest';
import { openRowReader, profileOf } from './parse-rows.testing.ts';

const reader = await openRowReader();
afterAll(() => reader.close());
const { read } = reader;

describe('telephone numbers', () => {
  const WRITTEN = [
    '+33639980001',
    '0033639980001',
    '0639980001',
    '33639980001',
    '+33 (0)6 39 98 00 01',
    '0033(0)639980001',
  ];
  it('are one number in every way of dialling it, the customer’s and the correspondent’s', async () => {
    for (const end of ['own', 'other'] as const) {
      const found = await read(WRITTEN.map((text) => ({ [end]: text })));
      expect(found.map((row) => row[end])).toEqual(WRITTEN.map(() => '33639980001'));
    }
  });
});

describe('durations', () => {
  it.each([
    ['hh:mm:ss', ['0:03:07', '00:03:07', '1:02:03', '12:00:00', '3:07', ''], [187, 187, 3723, 43_200, 0, 0]],
    ['m:ss', ['3:07', '03:07', '75:12', '0:00', '1:02:03', '3:75', '187', ''], [187, 187, 4512, 0, 3723, 0, 0, 0]],
    ['s', ['187', '0', '3:07'], [187, 0, 0]],
  ] as const)('as %s', async (form, written, seconds) => {
    const found = await read(
      written.map((last) => ({ last })),
      { profile: profileOf(form) },
    );
    expect(found.map(({ duration_s }) => duration_s)).toEqual(seconds);
  });
});
