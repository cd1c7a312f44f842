import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { isFillerImei, luhnCheckDigit } from '../../model/identifiers.ts';
import { xmlParameters } from './layout-parameters.ts';
import { openRowReader, profileOf } from './parse-rows.testing.ts';
import { profileSchema } from './profile.ts';

const reader = await openRowReader();
afterAll(() => reader.close());
const { read, remarksOn } = reader;

describe('remarks on handset numbers', () => {
  const checked = profileOf('s', { imei_has_check_digit: true });

  it('find every wrong check digit, and none in the right ones or where a layout has none', async () => {
    // A digit changed anywhere changes the check digit: each digit counts, and each as the annex says.
    const numbers = fc.sample(fc.stringMatching(/^[1-9]\d{12}[1-9]$/), { numRuns: 40, seed: 1 });
    const right = numbers.filter((digits) => luhnCheckDigit(digits) !== 0);
    expect(right.length).toBeGreaterThan(25);
    const none = await remarksOn(
      right.map((digits) => ({ imei: `${digits}${luhnCheckDigit(digits)}` })),
      { profile: checked },
    );
    expect(none).toEqual({ check_digit_wrong: 0, spare_zero: 0, imeisv: 0, filler: 0 });
    const wrong = right.map((digits) => ({ imei: `${digits}${(luhnCheckDigit(digits) % 9) + 1}` }));
    expect((await remarksOn(wrong, { profile: checked }))?.check_digit_wrong).toBe(wrong.length);
    const without = profileOf('s', { imei_has_check_digit: false });
    expect((await remarksOn(wrong, { profile: without }))?.check_digit_wrong).toBe(0);
  });

  it('are made of XML deliveries as of others: where the layout says that there is a check digit', async () => {
    const etsi: unknown = JSON.parse(
      await readFile(new URL('../../../profiles/etsi-ts-102-657.json', import.meta.url), 'utf8'),
    );
    const context = {
      operator: 'o',
      by_handset: false,
      protectedNumbers: [],
      callingCode: '33',
      caseZone: 'Europe/Paris',
    };
    for (const has of [true, false]) {
      const { records: layout } = profileSchema.parse(etsi);
      const parameters =
        layout.kind === 'xml' ? xmlParameters({ ...layout, imei_has_check_digit: has }, context) : undefined;
      expect(parameters?.imei_has_check_digit).toBe(has ? 1 : 0);
    }
  });

  it('tell a spare zero, a software version and a filler', async () => {
    const imeis = [
      // Check digit 1 by the published example; its 0 is a spare digit, not a wrong check digit.
      '352099001761480',
      '3520990017614801',
      '35209900176148',
      '00000000123456',
      '11111111111111',
      '12345678901234',
      '01234567891234',
      '12345678910234',
    ];
    const made = await remarksOn(
      imeis.map((imei) => ({ imei })),
      { profile: checked },
    );
    expect(made).toEqual({ check_digit_wrong: 0, spare_zero: 1, imeisv: 1, filler: 4 });
  });
});

it('a filler is what the other reader takes for one', async () => {
  const constant = Array.from({ length: 10 }, (_, digit) => String(digit).repeat(14));
  const known = ['00499901064000', '1234567890', '0123456789', '00000000', ...constant];
  // Each whole, padded, and with one digit changed.
  const near = fc
    .tuple(fc.constantFrom(...known), fc.stringMatching(/^\d{14}$/), fc.nat(13), fc.nat(9), fc.boolean())
    .map(([start, rest, at, digit, isChanged]) => {
      const whole = `${start}${rest}`.slice(0, 14);
      return isChanged ? `${whole.slice(0, at)}${digit}${whole.slice(at + 1)}` : whole;
    });
  const imeis = [...known.map((start) => start.padEnd(14, '7')), ...fc.sample(near, { numRuns: 600, seed: 1 })];
  const found = await read(imeis.map((imei) => ({ imei })));
  expect(found.map(({ place }) => place)).toEqual(imeis.map((_, i) => i + 2));
  expect(found.map(({ filler }) => filler === 1)).toEqual(imeis.map(isFillerImei));
  expect(found.slice(0, known.length).map(({ filler }) => filler)).toEqual(known.map(() => 1));
});
