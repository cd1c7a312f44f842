import { describe, expect, it } from 'vitest';
import type { Imei14, Msisdn } from '../model/identifiers.ts';
import { markedNumber } from '../model/number-set.ts';
import { circleOf, noCircles, sharedContacts, type KnownCircles } from './known-circles.ts';

const FRIEND = '33100000001';
const SERVICE = '33800000000';

function circles(
  inside: readonly (readonly [prison: string, imei14: string, numbers: readonly string[]])[],
): KnownCircles {
  const all = noCircles();
  for (const [prison, imei14, numbers] of inside) {
    const of = all.byPrison.get(prison) ?? { handsets: new Set(), numbers: new Map<number, Set<string>>() };
    all.byPrison.set(prison, of);
    of.handsets.add(imei14);
    for (const n of numbers)
      of.numbers.set(markedNumber(n), (of.numbers.get(markedNumber(n)) ?? new Set()).add(imei14));
  }
  return all;
}
const handset = (imei14s: readonly string[], contacts: readonly string[]) => ({
  imei14s: imei14s as readonly Imei14[],
  contacts: contacts as readonly Msisdn[],
});
const seen = new Uint8Array([1, 1]);

describe('correspondents shared with handsets known to be inside', () => {
  const of = circles([
    ['P1', '35000000000001', [FRIEND, SERVICE]],
    ['P2', '35000000000002', ['33100000002']],
  ]);

  it('counts those of another handset of the prison, as text or as number', () => {
    const stranger = handset(['35000000000009'], [FRIEND, '33100000002']);
    expect(sharedContacts(circleOf(of, 'P1'), stranger, seen)).toBe(1);
    const contactNumbers = Float64Array.from([FRIEND, '33100000002'], markedNumber);
    expect(sharedContacts(circleOf(of, 'P2'), { ...stranger, contactNumbers }, seen)).toBe(1);
    expect(sharedContacts(circleOf(of, 'P1'), stranger, new Uint8Array([0, 1]))).toBe(0);
  });

  it('pools all prisons for a placebo area', () => {
    expect(sharedContacts(circleOf(of, undefined), handset(['35000000000009'], [FRIEND, '33100000002']), seen)).toBe(2);
  });

  it('lets no handset speak for itself, under none of its IMEIs', () => {
    expect(sharedContacts(circleOf(of, 'P1'), handset(['35000000000001'], [FRIEND, SERVICE]), seen)).toBe(-1);
    const two = circles([
      ['P1', '35000000000001', [FRIEND]],
      ['P1', '35000000000003', ['33100000007']],
    ]);
    const dual = handset(['35000000000000', '35000000000001'], [FRIEND, '33100000007']);
    expect(sharedContacts(circleOf(two, 'P1'), dual, seen)).toBe(1);
  });

  it('says nothing where nobody is known to be inside, or nobody looked', () => {
    const stranger = handset(['35000000000009'], [FRIEND, SERVICE]);
    expect(sharedContacts(circleOf(of, 'P3'), stranger, seen)).toBe(-1);
    expect(sharedContacts(undefined, stranger, seen)).toBe(-1);
  });

  it('leaves out what another handset known to be outside calls too', () => {
    const outside = new Map([[markedNumber(SERVICE), new Set(['35000000000005'])]]);
    const circle = circleOf({ ...of, outside }, 'P1');
    expect(sharedContacts(circle, handset(['35000000000009'], [FRIEND, SERVICE]), seen)).toBe(1);
    // Judged itself, that handset takes nothing away: else no reference could ever share by chance.
    expect(sharedContacts(circle, handset(['35000000000005'], [FRIEND, SERVICE]), seen)).toBe(2);
  });

  it('takes a number that more than five others talk to for a service', () => {
    const by = (n: number) =>
      circleOf(circles(Array.from({ length: n }, (_, i) => ['P1', `3500000000010${i}`, [SERVICE]] as const)), 'P1');
    const stranger = handset(['35000000000009'], [FRIEND, SERVICE]);
    expect(sharedContacts(by(5), stranger, seen)).toBe(1);
    expect(sharedContacts(by(6), stranger, seen)).toBe(0);
    // One of the six itself: five others.
    expect(sharedContacts(by(6), handset(['35000000000100'], [FRIEND, SERVICE]), seen)).toBe(1);
  });
});
