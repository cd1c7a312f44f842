import { describe, expect, it } from 'vitest';
import { luhnCheckDigit } from '../../model/identifiers.ts';
import { findIdentities } from './identities.ts';
import type { Notebook } from './reading.ts';

const imei = (n: number): string => {
  const digits = `352099001${String(n).padStart(5, '0')}`;
  return `${digits}${luhnCheckDigit(digits)}`;
};

/** Fifty rows with two columns of IMEIs. */
function read(header: readonly string[]) {
  const notes: Notebook = { fields: [], questions: [] };
  const rows = Array.from({ length: 50 }, (_, i) => [imei(i * 7), imei(9000 + i * 11)]);
  const none = { path: '', delimiter: ';', encoding: 'utf-8', title_lines: 0, titles: [], misfits: 0 } as const;
  return { found: findIdentities({ ...none, header, rows }, new Set(), notes), notes };
}

describe('two columns that may both be the handset', () => {
  it('are chosen between by name alone, and asked about', () => {
    const { found, notes } = read(['imei', 'v2']);
    expect(found.imei).toBe(0);
    expect(read(['v1', 'imei']).found.imei).toBe(1);
    expect(notes.questions).toEqual([expect.stringMatching(/^Several columns could be the IMEI .*"imei"/)]);
  });

  it.each([
    ['no name says', ['v1', 'v2']],
    ['both names say', ['imei', 'imei_2']],
  ])('are left alone where %s which is it: the other party’s handset must not become the customer’s', (_, header) => {
    const { found, notes } = read(header);
    expect(found.imei).toBeUndefined();
    expect(notes.questions).toEqual([
      expect.stringContaining(`Several columns could be the IMEI of our customer: "${header[0]}", "${header[1]}"`),
    ]);
  });
});
