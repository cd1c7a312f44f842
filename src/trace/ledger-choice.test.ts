import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Imei14 } from '../model/identifiers.ts';
import { luhnCheckDigit } from '../model/identifiers.ts';
import { CHOICE, chooseSerial, possibleSerials, type PossibleSerial } from './ledger-choice.ts';
import { readWrittenImei, type SerialKnowledge } from './ledger-imei.ts';
import { contactOf, handsetOf, lineOf, MINI, phone } from './market.testing.ts';
import { traceLedger } from './trace.ts';

const id = (text: string): Imei14 => text as Imei14;
const written = (text: string) => readWrittenImei(text) ?? expect.fail('no IMEI');
const market = (seen: string[], plausible: string[] = [], taken: string[] = []): SerialKnowledge => ({
  seen: (imei14) => seen.includes(imei14),
  plausible: (imei14) => plausible.includes(imei14),
  takenByOther: (imei14) => taken.includes(imei14),
});
const OWN = '99000001000123';
const SWAPPED = '99000001000132';
const TYPED = '99000001000128';

describe('possibleSerials', () => {
  it('lists what is seen or sold, itself first, and nothing that another line owns', () => {
    const known = market([SWAPPED, TYPED], [OWN]);
    expect(possibleSerials(written(OWN), known, 0.05).map(({ imei14 }) => imei14)).toEqual([OWN, TYPED, SWAPPED]);
    expect(possibleSerials(written(OWN), market([SWAPPED, TYPED], [OWN], [TYPED]), 0.05)).toHaveLength(2);
    const [own, other] = possibleSerials(written(OWN), known, 0.05);
    expect(own?.typing).toBeCloseTo(0.95, 12);
    expect(other?.typing).toBeLessThan(0.05 / 100);
  });
});

describe('chooseSerial', () => {
  const even: PossibleSerial[] = [OWN, SWAPPED, TYPED].map((imei14) => ({ imei14: id(imei14), typing: 1 / 148 }));

  it('chooses nothing where nothing else speaks', () => {
    expect(chooseSerial(even, 2, 0.5, () => 1, true)).toBeUndefined();
  });

  it('says corrected only where a check digit agrees and the posterior reaches the bound', () => {
    const other = (factor: number) => (imei14: Imei14) => (imei14 === SWAPPED ? factor : 1);
    expect(chooseSerial(even, 1, 1, other(1000), true)).toMatchObject({ imei14: SWAPPED, match: 'corrected' });
    expect(chooseSerial(even, 1, 1, other(1000), false)?.match).toBe('inferred');
    expect(chooseSerial(even, 1, 1, other(100), true)?.match).toBe('inferred');
    expect(chooseSerial(even, 1, 1, other(9), true)).toBeUndefined();
  });

  it('never chooses a unit that nobody has seen, and weighs one against the seen', () => {
    const unseen = (imei14: Imei14): number | undefined => (imei14 === OWN ? undefined : 1);
    expect(chooseSerial(even, 0.001, 1, unseen, true)).toBeUndefined();
  });

  it('keeps its posterior honest: picks that are reported are right as often as they say', () => {
    const factor = fc.double({ min: -3, max: 4, noNaN: true }).map((x) => 10 ** x);
    fc.assert(
      fc.property(fc.array(factor, { minLength: 2, maxLength: 6 }), (factors) => {
        const possible = factors.map((_, i) => ({ imei14: id(`9900000100010${i}`), typing: 0.01 }));
        const choice = chooseSerial(possible, 1, 1, (imei14) => factors[Number(imei14.at(-1))], true);
        const most = Math.max(...factors);
        const share = most / factors.reduce((sum, f) => sum + f, 0);
        const others = (factors.reduce((sum, f) => sum + f, 0) - most) / (factors.length - 1);
        const isReported = share > CHOICE.inferred && Math.log10(most / others) >= CHOICE.least_llr10;
        expect(choice?.posterior ?? 0).toBeCloseTo(isReported ? share : 0, 9);
      }),
    );
  });
});

describe('traceLedger with a number that several serials fit', () => {
  const full = (imei14: string): string => imei14 + String(luhnCheckDigit(imei14));
  const serial = (n: number): string => `99000001${String(n).padStart(6, '0')}`;
  const batch = Array.from({ length: 20 }, (_, at) => lineOf(`S${at}`, { imeis: [full(serial(100 + at * 2))] }));
  const strangers = Array.from({ length: 300 }, (_, at) => handsetOf(`9800000100${String(at).padStart(4, '0')}`, 'P1'));
  const BUYER = '33700000001';
  /** 15 digits with a wrong check digit, and two serials of the batch that are one error away. */
  const fits = (text: string): string[] =>
    [101, 103, 105, 107, 109, 111, 113, 115, 117, 119, 121, 123, 125, 127]
      .map(serial)
      .filter((imei14) => [...full(imei14)].filter((digit, i) => digit !== text[i]).length === 1);
  const text = Array.from({ length: 40 }, (_, n) => Array.from({ length: 10 }, (__, c) => serial(100 + n) + String(c)))
    .flat()
    .find((candidate) => written(candidate).check === 'wrong' && fits(candidate).length > 1);
  const [right = '', rival = ''] = fits(text ?? '');
  const run = (calls: string[]) =>
    traceLedger({
      ledger: [...batch, lineOf('X', { imeis: [text ?? ''], buyer_phone: phone(BUYER) })],
      handsets: [handsetOf(right, 'P1', calls), handsetOf(rival, 'P1'), ...strangers],
      profiles: [MINI],
      areas: [],
      from_s: 0,
      visits: [],
      contacts: [contactOf('E1', BUYER)],
      rolls: [],
      rooms: [],
    }).rows.filter((row) => row.order_id === 'X');

  it('leaves it open where nothing tells them apart, and takes the one that calls the buyer', () => {
    expect(text).toBeDefined();
    expect(run([])).toEqual([]);
    expect(run([BUYER])).toMatchObject([{ imei14: right, match: 'corrected' }]);
    expect(run([BUYER])[0]?.via).toContain('several-fit');
  });
});
