import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { notation } from '../../src/intake/protection/notations.testing.ts';
import { openProtection } from '../../src/intake/protection/index.ts';
import type { Msisdn } from '../../src/model/identifiers.ts';
import { makeScratch } from './chain.testing.ts';
import { callsWith } from './correspondents.testing.ts';
import { openReader, type FileReader } from './read-file.testing.ts';

const LAWYERS = ['33639980123', '33333639980', '493312345678', '3919'];
/** The correspondent is masked: its number, the mark, then the cells, as they are stored. */
const PROTECTED = /,"?0"?,1,"","",/;
/** What a reader may make of a number: signs of the dialects, in any order. */
const wild = fc
  .array(
    fc.constantFrom(
      '+',
      '0',
      '00',
      '33',
      '330',
      '639980123',
      '333639980',
      '49',
      '3919',
      '.0',
      '.',
      '*31#',
      '#',
      '*',
      ';',
      '@',
      ' ',
      'F',
      '011',
      'é',
      '\u00A0',
      '(0)',
      'tel:',
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map((parts) => parts.join(''));
const national = fc.oneof(
  fc.constantFrom('639980123', '333639980', '639980124', '336399801'),
  fc.stringMatching(/^[1-9]\d{8}$/),
);

describe('a protected number in the records', () => {
  const scratch = makeScratch();
  let reader: FileReader;
  beforeAll(async () => {
    reader = await openReader(scratch.fresh('store'), LAWYERS);
  });
  afterAll(async () => {
    await reader.close();
    scratch.remove();
  });
  it('is told from others by the engine as it is in documents', { timeout: 120_000 }, async () => {
    const { covers } = openProtection(
      LAWYERS.map((number) => ({ number: number as Msisdn })),
      '33',
    );
    const usual = fc.sample(notation('33', national), { numRuns: 1500, seed: 1 }).map(({ text }) => text);
    for (const texts of [
      usual.filter((text) => /^[\0-\x7F]*$/.test(text)),
      // In a file without any of these signs fewer steps are made.
      usual.filter((text) => !/[*#@;]/.test(text)),
      usual,
      fc.sample(wild, { numRuns: 3000, seed: 2 }),
    ]) {
      // Once among small files, once by a statement of its own.
      for (let turn = 0; turn < 2; turn++) {
        const reading = await reader.read('calls.csv', callsWith(texts));
        expect(reading.rows_used).toBe(texts.length);
        const masked = texts.map((_, i) => PROTECTED.test(reading.stored.get(i + 2)?.[0] ?? ''));
        expect(texts.filter((text, i) => covers(text) !== masked[i])).toEqual([]);
        expect(masked.filter(Boolean).length).toBeGreaterThan(texts.length / 10);
        expect(masked.filter((one) => !one).length).toBeGreaterThan(texts.length / 10);
      }
    }
  });

  it('never lands in the store, and other numbers do', { timeout: 120_000 }, async () => {
    const texts = fc
      .sample(notation('33', fc.constant('639980123')), { numRuns: 400, seed: 3 })
      .map(({ text }) => text);
    const reading = await reader.read('calls.csv', callsWith(texts));
    expect([...reading.stored.values()].flat().filter((row) => row.includes('639980123'))).toEqual([]);
    // However it was written, what is stored is the same.
    expect(new Set([...reading.stored.values()].flat()).size).toBe(1);
    const others = ['+33 (0)6 11 22 33 44', '0033(0)611223344', '0611223344', '+33611223344', '33611223344'];
    const rest = await reader.read('others.csv', callsWith(others));
    expect(new Set([...rest.stored.values()].flat()).size).toBe(1);
    expect([...rest.stored.values()].flat()[0]).toContain('133611223344');
  });
});
