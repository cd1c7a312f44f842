import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Msisdn } from '../model/identifiers.ts';
import { approvedNumbers, listedContacts_ln, visitorNumbers } from './listed-contacts.ts';

const lists = (...ties: [string, string][]) => ({
  contacts: ties.map(([inmate_id, number]) => ({ inmate_id, number: number as Msisdn, relation: '' })),
});
const nobody = { handsets: 500, users: () => 1 };
const N = 300;
const ln = (called: string[], ties: [string, string][], popularity = nobody, inmate = 'E1') =>
  listedContacts_ln(new Set(called), inmate, approvedNumbers(lists(...ties)), popularity, N);

describe('approved contacts', () => {
  it('a number of his list alone speaks for him, and less the more inmates list it', () => {
    const own = ln(['1', '7'], [['E1', '1']]);
    const shared = ln(
      ['1', '7'],
      [
        ['E1', '1'],
        ['E2', '1'],
      ],
    );
    const office = ln(
      ['1', '7'],
      [['E1', '1'], ...Array.from({ length: 60 }, (_, i): [string, string] => [`F${i}`, '1'])],
    );
    expect(own).toBeGreaterThan(3);
    expect(own).toBeGreaterThan(shared);
    expect(shared).toBeGreaterThan(office);
    expect(office).toBeLessThan(1.5);
  });

  it('is (ρ + (1-ρ)q)/q for each shared number and 1-ρ for each other one; 15 % call nobody of their list', () => {
    // Five correspondents: ρ = 0.6 · 5/(5 + 5). Two other inmates of 300 list the number, two other handsets of 500 use it.
    const q = (2 * 0.6) / 300 + (2 + 0.5) / 501;
    const shared = (0.3 + 0.7 * q) / q;
    const ties: [string, string][] = [
      ['E1', '1'],
      ['E1', '2'],
      ['E2', '1'],
      ['E3', '1'],
    ];
    const found = ln(['1', 'a', 'b', 'c', 'd'], ties, { handsets: 500, users: () => 3 });
    expect(Math.exp(found)).toBeCloseTo(0.85 * shared * 0.7 + 0.15, 9);
  });

  it('a number that every handset calls says little', () => {
    expect(ln(['1'], [['E1', '1']], { handsets: 500, users: () => 400 })).toBeLessThan(0.2);
  });

  it('what is not called costs, but never more than that some call nobody of their list', () => {
    const list = Array.from({ length: 12 }, (_, i): [string, string] => ['E1', String(i)]);
    expect(ln(['a', 'b', 'c'], list)).toBeLessThan(0);
    expect(ln(['a', 'b', 'c'], list)).toBeGreaterThanOrEqual(Math.log(0.15) - 1e-12);
  });

  it('says nothing of an inmate without a list, or of a handset without correspondents', () => {
    expect(ln(['1'], [['E2', '1']])).toBe(0);
    expect(ln([], [['E1', '1']])).toBe(0);
  });

  it('rises with every further shared number', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 0, max: 5 }), (shared, alone) => {
        const list = Array.from({ length: shared + alone }, (_, i): [string, string] => ['E1', String(i)]);
        const calls = (n: number) => Array.from({ length: 8 }, (_, i) => (i < n ? String(i) : `x${i}`));
        expect(ln(calls(shared), list)).toBeGreaterThan(ln(calls(shared - 1), list));
      }),
    );
  });

  it('visitors who are on the list already say nothing new', () => {
    const approved = approvedNumbers(lists(['E1', '1']));
    const visit = (visitor_number: string) => ({
      prison_id: 'P1',
      inmate_id: 'E1',
      visitor_id: 'V',
      visitor_number: visitor_number as Msisdn,
      from_s: 0,
      until_s: 1,
    });
    const visitors = visitorNumbers({ visits: [visit('1'), visit('2')] }, approved);
    expect([...(visitors.numbersOf.get('E1') ?? [])]).toEqual(['2']);
  });
});
