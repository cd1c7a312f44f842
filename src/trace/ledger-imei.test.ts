import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { luhnCheckDigit } from '../model/identifiers.ts';
import { oneErrorAway, readImei, readWrittenImei, type SerialKnowledge, typingErrorRate } from './ledger-imei.ts';

const written = (text: string) => readWrittenImei(text) ?? expect.fail('no IMEI');
const full = (imei14: string): string => imei14 + String(luhnCheckDigit(imei14));
const market = (seen: string[], plausible: string[] = [], taken: string[] = []): SerialKnowledge => ({
  seen: (imei14) => seen.includes(imei14),
  plausible: (imei14) => plausible.includes(imei14),
  takenByOther: (imei14) => taken.includes(imei14),
});
const imei14 = fc.stringMatching(/^\d{14}$/);

describe('readWrittenImei', () => {
  it('knows the published valid numbers from a broken one', () => {
    expect(written('490154203237518').check).toBe('agrees');
    expect(written('352099001761481').check).toBe('agrees');
    expect(written('490154203237517').check).toBe('wrong');
    expect(written('49-015420-323751').check).toBe('none');
    expect(readWrittenImei('4.90154E+14')).toBeUndefined();
  });
});

describe('oneErrorAway', () => {
  it('lists each number once: 9 replacements a digit and the swaps that change something', () => {
    fc.assert(
      fc.property(imei14, (digits) => {
        const list = oneErrorAway(digits);
        expect(new Set(list).size).toBe(list.length);
        expect(list).not.toContain(digits);
        const swaps = [...digits].filter((digit, i) => i > 0 && digit !== digits[i - 1]).length;
        expect(list).toHaveLength(9 * 14 + swaps);
      }),
    );
  });
});

describe('readImei', () => {
  it('takes 14, 15 and 16 digits as equal on the first 14', () => {
    const own = '00210311216216';
    for (const text of [own, full(own), `${own}02`]) {
      expect(readImei(written(text), market([own]))).toMatchObject({ imei14: own, match: 'imei' });
      expect(readImei(written(text), market([]))).toBeUndefined();
    }
    const sure = readImei(written(full(own)), market([own]))?.llr10 ?? 0;
    const unsure = readImei(written(own), market([own, '00210311216217']))?.llr10 ?? 0;
    expect(sure).toBeGreaterThan(unsure);
  });

  it('corrects every single typing error when only the true handset fits', () => {
    fc.assert(
      fc.property(imei14, fc.nat(200), (own, pick) => {
        const wrong = oneErrorAway(full(own)).filter((text) => readWrittenImei(text)?.check === 'wrong');
        const text = wrong[pick % wrong.length] ?? '';
        expect(readImei(written(text), market([own]))).toMatchObject({
          imei14: own,
          match: text.startsWith(own) ? 'imei' : 'corrected',
        });
      }),
    );
  });

  it('claims nothing when several serials fit, seen or merely sold, unless another line owns the rival', () => {
    const own = '00210311216216';
    const text = `00210311216206${luhnCheckDigit(own)}`;
    const rival = oneErrorAway(text)
      .filter((other) => readWrittenImei(other)?.check === 'agrees')
      .map((other) => other.slice(0, 14))
      .find((other) => other !== own);
    expect(rival).toBeDefined();
    const other = rival ?? '';
    expect(readImei(written(text), market([own, other]))).toBeUndefined();
    expect(readImei(written(text), market([own], [other]))).toBeUndefined();
    expect(readImei(written(text), market([own], [other], [other]))?.imei14).toBe(own);
  });

  it('does not claim a number without check digit that another line confirms', () => {
    const own = '00210402451177';
    expect(readImei(written(own), market([own], [], [own]))).toBeUndefined();
  });

  it('leaves an unused serial of the batch alone although a neighbour is in use', () => {
    expect(readImei(written('00210402451177'), market(['00210402451178'], ['00210402451177']))).toBeUndefined();
    expect(readImei(written('00210492451178'), market(['00210402451178']))?.match).toBe('inferred');
  });
});

describe('LR of a written number, as docs/methods/ledger-match.md states it, with e = 0.05', () => {
  const own = '00210311216216';
  /** Numbers one error away: nine other digits at each place, and the swaps of unlike neighbours. */
  const m = (text: string): number => 9 * text.length + [...text].filter((d, i) => i > 0 && d !== text[i - 1]).length;
  const llr10 = (text: string, known: SerialKnowledge) => readImei(written(text), known, 0.05)?.llr10;

  it('check digit agrees: only two errors lead to it from another number', () => {
    expect(llr10(full(own), market([own]))).toBeCloseTo(Math.log10(0.95 / (1e-6 + (0.05 / m(full(own))) ** 2)), 9);
  });

  it('no check digit: each possible number one error away is a rival', () => {
    expect(m(own)).toBe(137);
    const rivals = ['00210311216217', '00210311216218'];
    expect(llr10(own, market([own]))).toBeCloseTo(Math.log10(0.95 / 1e-6), 9);
    expect(llr10(own, market([own], rivals))).toBeCloseTo(Math.log10(0.95 / (1e-6 + (2 * 0.05) / 137)), 9);
    expect(llr10(own, market([own], rivals, rivals))).toBeCloseTo(Math.log10(0.95 / 1e-6), 9);
  });

  it('the error falls on the one possible number: the seller’s error rate counts only where no check digit shows it', () => {
    const text = `00210311216206${luhnCheckDigit(own)}`;
    expect(llr10(text, market([own]))).toBeCloseTo(Math.log10(1 / m(text) / 1e-6), 9);
    expect(llr10('00210311216206', market([own]))).toBeCloseTo(Math.log10(0.05 / m('00210311216206') / 1e-6), 9);
  });
});

describe('typingErrorRate', () => {
  it('starts at one in twenty and follows the ledger', () => {
    expect(typingErrorRate([])).toBeCloseTo(0.05, 12);
    const good = Array.from({ length: 980 }, () => written('490154203237518'));
    const bad = Array.from({ length: 20 }, () => written('490154203237517'));
    expect(typingErrorRate([...good, ...bad])).toBeCloseTo(21 / 1020, 12);
  });
});
