import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WRITTEN_ACT } from './made-act.testing.ts';
import type { Act } from '../model/case.ts';
import { actsFor, denial, parseActs, permits } from './acts.ts';

const act = (changes: Partial<Act> = {}): Act => ({
  ...(parseActs(JSON.stringify([WRITTEN_ACT]))[0] as Act),
  ...changes,
});

describe('parseActs', () => {
  it('reads times as seconds', () => {
    expect(act()).toMatchObject({ id: 'A-1', from_s: 1735689600, until_s: 1738368000, retain_until_s: 1767225600 });
  });

  it.each([
    ['no JSON', '[{'],
    ['no list', JSON.stringify(WRITTEN_ACT)],
    ['a missing field', JSON.stringify([{ ...WRITTEN_ACT, covers: undefined }])],
    ['an unknown status', JSON.stringify([{ ...WRITTEN_ACT, status: 'suspended' }])],
    ['a time without an offset', JSON.stringify([{ ...WRITTEN_ACT, from: '2025-01-01T00:00:00' }])],
    ['an empty period', JSON.stringify([{ ...WRITTEN_ACT, until: WRITTEN_ACT.from }])],
    ...['', ' ', '-', '+', '( )', '\u2013'].map((blank): [string, string] => [
      `an identifier "${blank}"`,
      JSON.stringify([{ ...WRITTEN_ACT, identifiers: ['33639980001', blank] }]),
    ]),
    ['an id that stands twice', JSON.stringify([WRITTEN_ACT, WRITTEN_ACT])],
  ])('throws CASE_MANIFEST on %s', (_what, text) => {
    expect(() => parseActs(text)).toThrow(expect.objectContaining({ code: 'CASE_MANIFEST' }));
  });

  it('says nothing of the content in its message', () => {
    const secret = '002103111777132';
    const broken = JSON.stringify([{ ...WRITTEN_ACT, status: secret }]);
    for (const text of [broken, `{${secret}`]) {
      expect(() => parseActs(text)).toThrow(expect.objectContaining({ message: expect.not.stringContaining(secret) }));
    }
  });
});

describe('actsFor', () => {
  it('gives all acts in force that cover the path, by id, and never an annulled one', () => {
    const acts = [
      act({ id: 'C' }),
      act({ id: 'A' }),
      act({ id: 'B', status: 'annulled' }),
      act({ id: 'D', covers: ['x'] }),
    ];
    expect(actsFor('prisons/rolls.csv', acts).map(({ id }) => id)).toEqual(['A', 'C']);
  });
});

describe('denial', () => {
  it('adds the periods of several acts up, half-open', () => {
    const acts = [act({ from_s: 0, until_s: 10 }), act({ id: 'A-2', from_s: 20, until_s: 30 })];
    const readable = [-1, 0, 9.5, 10, 19, 20, 29, 30].filter((at_s) => permits(acts, { at_s }));
    expect(readable).toEqual([0, 9.5, 20, 29]);
    expect(denial(acts, { at_s: 15 })).toBe('AUTHORITY_PERIOD');
  });

  it('allows nothing without an act', () => {
    expect(denial([], { at_s: 5 })).toBe('AUTHORITY_MISSING');
    expect(denial([], {})).toBe('AUTHORITY_MISSING');
  });

  it('limits an act to its identifiers, whatever their spelling', () => {
    const acts = [
      act({ from_s: 0, until_s: 10, identifiers: ['002103111777132', '+33 (6) 39/98.00-01', '208010000000001'] }),
    ];
    const allowed = (...identifiers: (string | undefined)[]) => denial(acts, { at_s: 5, identifiers });
    expect(allowed('00210311177713')).toBeUndefined();
    expect(allowed(undefined, '33639980001')).toBeUndefined();
    expect(allowed('208010000000001')).toBeUndefined();
    expect(allowed('00210311177714')).toBe('AUTHORITY_MISSING');
    expect(allowed(undefined)).toBe('AUTHORITY_MISSING');
    // Another SIM, whose first 14 digits are those of the one that is listed.
    expect(allowed('208010000000002')).toBe('AUTHORITY_MISSING');
    expect(denial(acts, { at_s: 5 })).toBeUndefined();
    expect(denial(acts, { at_s: 10, identifiers: ['00210311177713'] })).toBe('AUTHORITY_PERIOD');
  });

  it('permits no row that names none of the identifiers, whatever an act lists', () => {
    const signs = fc.string({ unit: fc.constantFrom(' ', '-', '+', '/', '.', '(', ')', '\t', '\u00A0', '\u2013') });
    const identifier = fc.oneof(signs, fc.string(), fc.stringMatching(/^\d{5,17}$/));
    const nobody = fc.array(fc.oneof(signs, fc.constant(undefined)), { maxLength: 3 });
    fc.assert(
      fc.property(fc.array(identifier), nobody, (identifiers, subjects) => {
        expect(denial([act({ from_s: 0, until_s: 10, identifiers })], { at_s: 5, identifiers: subjects })).toBe(
          'AUTHORITY_MISSING',
        );
      }),
    );
    const digits = fc.stringMatching(/^[1-9]\d{5,15}$/);
    fc.assert(
      fc.property(fc.array(digits), digits, (identifiers, subject) => {
        const named = identifiers.some((one) => one === subject || (subject.length === 14 && one.startsWith(subject)));
        expect(permits([act({ identifiers })], { identifiers: [subject] })).toBe(named);
      }),
    );
  });

  it('does not lend one act the period of another', () => {
    const acts = [
      act({ from_s: 0, until_s: 10, identifiers: ['00210311177713'] }),
      act({ id: 'A-2', from_s: 20, until_s: 30 }),
    ];
    expect(denial(acts, { at_s: 5, identifiers: ['00210311177714'] })).toBe('AUTHORITY_PERIOD');
    expect(denial(acts, { at_s: 25, identifiers: ['00210311177714'] })).toBeUndefined();
  });

  it('never allows less when an act is added', () => {
    const someAct = fc.record({ from: fc.integer({ min: 0, max: 50 }), length: fc.integer({ min: 1, max: 50 }) });
    fc.assert(
      fc.property(fc.array(someAct), someAct, fc.integer({ min: 0, max: 100 }), (some, more, at_s) => {
        const toActs = (list: { from: number; length: number }[]) =>
          list.map(({ from, length }, index) => act({ id: `A-${index}`, from_s: from, until_s: from + length }));
        fc.pre(permits(toActs(some), { at_s }));
        expect(permits(toActs([...some, more]), { at_s })).toBe(true);
      }),
    );
  });
});
