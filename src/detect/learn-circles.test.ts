import { describe, expect, it } from 'vitest';
import { history, known, MONDAY_S, SMALL_CASE, SMALL_TABLE } from './a-small-case.testing.ts';
import { residencyEvidence } from './gather-evidence.ts';
import { circleOf, noCircles, type KnownCircles } from './known-circles.ts';
import type { KnownHandset } from './known-truth.ts';
import { addToCircles } from './learn-circles.ts';
import { markedNumber } from '../model/number-set.ts';
import type { Imei14, Msisdn } from '../model/identifiers.ts';
import { prepareResidency, withCircles } from './prepare.ts';

const prepared = prepareResidency({ documents: SMALL_CASE, table: SMALL_TABLE });
const [prison] = prepared.areas;
interface Call {
  readonly hour: number;
  readonly cell: number;
  readonly contact: string;
}
const daily = (from: number, days: number, cell: number, contact: string): Call[] =>
  Array.from({ length: days }, (_, d) => ({ hour: 24 * (from + d) + 10, cell, contact }));
const learned = (events: readonly Call[], over: Partial<KnownHandset> = {}): KnownCircles => {
  const to = noCircles();
  addToCircles(to, history(events.toSorted((a, b) => a.hour - b.hour)), prison!, prepared, known(over));
  return to;
};
const numbersOf = (to: KnownCircles): number[] => [...circleOf(to, 'P1').callers.keys()].sort((a, b) => a - b);

describe('correspondents of a handset of known truth', () => {
  const inside = daily(8, 12, 0, '33100000001');

  it('are those of its stay inside, on cells of the prison, while its truth is known', () => {
    expect(numbersOf(learned(inside))).toEqual([markedNumber('33100000001')]);
    const before = daily(0, 8, 2, '33100000002');
    const visit = { hour: 24 * 3 + 11, cell: 0, contact: '33100000003' };
    expect(numbersOf(learned([...before, visit, ...inside]))).toEqual([markedNumber('33100000001')]);
    const elsewhere = inside.slice(3, 5).map(({ hour }) => ({ hour: hour + 2, cell: 2, contact: '33100000004' }));
    expect(numbersOf(learned([...inside, ...elsewhere]))).toEqual([markedNumber('33100000001')]);
    const late = [...inside, ...daily(20, 3, 0, '33100000004')];
    expect(numbersOf(learned(late)).length).toBe(2);
    expect(numbersOf(learned(late, { until_s: MONDAY_S + 24 * 20 * 3600 })).length).toBe(1);
  });

  it('of one outside are all that it has in its time, and nobody’s who was never on a cell of the prison', () => {
    const to = learned(daily(0, 3, 1, '33100000001'), { class: 'neighbour' });
    expect([...to.outside]).toEqual([[markedNumber('33100000001'), new Set(['35000001000001'])]]);
    expect(learned(daily(0, 3, 1, '33100000001')).byPrison.size).toBe(0);
    expect(learned(daily(0, 3, 1, '33100000001'), { class: 'neighbour', until_s: 0 }).outside.size).toBe(0);
  });

  it('count in the evidence of another handset, and not in its own', () => {
    const circles = learned(inside);
    const documents = { ...SMALL_CASE, contacts: [], visits: [] };
    const [area] = withCircles(prepareResidency({ documents, table: SMALL_TABLE }), circles).areas;
    const other = history(inside, { imei14: '35000001000009' as Imei14, imei14s: ['35000001000009' as Imei14] });
    expect(residencyEvidence(other, area!, prepared)?.sharedContacts).toBe(1);
    expect(residencyEvidence({ ...other, contacts: ['33100000009' as Msisdn] }, area!, prepared)?.sharedContacts).toBe(
      0,
    );
    expect(residencyEvidence(history(inside), area!, prepared)?.sharedContacts).toBe(-1);
    expect(residencyEvidence(other, prison!, prepared)?.sharedContacts).toBe(-1);
  });

  it('are no evidence where a list has tied them to an inmate already', () => {
    const [area] = withCircles(prepared, learned(inside)).areas;
    const other = history(inside, { imei14: '35000001000009' as Imei14, imei14s: ['35000001000009' as Imei14] });
    const { contacts, listedContacts, sharedContacts } = residencyEvidence(other, area!, prepared)!;
    expect([contacts, listedContacts, sharedContacts]).toEqual([1, 1, 0]);
  });
});
