import { describe, expect, it } from 'vitest';
import type { CaseDocuments } from '../model/case.ts';
import type { Msisdn } from '../model/identifiers.ts';
import { at, digestOf, documentsOf, seizureOf } from './a-small-prison.testing.ts';
import { attribute } from './attribute.ts';
import type { HandsetDigest } from './handset-digest.ts';

/** Forty inmates with five approved numbers each; handsets 0..11 belong to E0..E11 and were found with them. */
const INMATES = 40;
const contacts = Array.from({ length: INMATES }, (_, i) =>
  Array.from({ length: 5 }, (__, k) => ({ inmate_id: `E${i}`, number: `n${i}-${k}` as Msisdn, relation: '' })),
).flat();
const imei = (h: number): string => String(35000000000000 + h);
const known = Array.from({ length: 12 }, (_, h) =>
  digestOf({ imei: imei(h), fromDay: 0, untilDay: 30, contacts: [0, 1, 2].map((k) => `n${h}-${k}`) }),
);
const bed = (inmate_id: string, cell_id: string, from: number, until: number) => ({
  inmate_id,
  cell_id,
  from_s: from < 0 ? -Infinity : at(from),
  until_s: until < 0 ? Infinity : at(until),
  reason: 'arrival',
});
const circle = (who: number): string[] => [0, 1, 2, 3].map((k) => `n${who}-${k}`);
const run = (
  digest: HandsetDigest,
  rolls: CaseDocuments['rolls'],
  stays: readonly [string, number, number][],
  neighbours: readonly HandsetDigest[] = [],
) => {
  const plain = documentsOf(INMATES, { contacts });
  const moved = new Set(rolls.map((roll) => roll.inmate_id));
  const outcome = attribute({
    documents: {
      ...plain,
      rolls: [...plain.rolls.filter((roll) => !moved.has(roll.inmate_id)), ...rolls],
      seizures: known.map((_, h) => seizureOf(h, imei(h), 30, `E${h}`)),
    },
    digests: [...known, digest, ...neighbours],
    findings: [...known.map((d) => [d, 'P1', 0, 30] as const), ...stays.map((s) => [digest, ...s] as const)].map(
      ([d, prison_id, from, until]) => ({
        imei14: d.imei14,
        component: 1,
        prison_id,
        llr10: 2,
        stayFrom_s: at(from),
        stayUntil_s: at(until),
      }),
    ),
    trace: [],
  });
  return {
    periods: outcome.periods.filter((period) => period.imei14 === digest.imei14),
    basis: (inmate: string) =>
      outcome.users.find((row) => row.imei14 === digest.imei14 && row.inmate_id === inmate)?.basis.join('; ') ?? '',
    others: outcome.periods.filter((period) => period.imei14 !== digest.imei14),
  };
};
const half = (before: number, after: number) => ({
  contacts: [...circle(before), ...circle(after)],
  contactSpans: [...circle(before).map(() => [0, 13] as const), ...circle(after).map(() => [15, 29] as const)],
});

describe('periods of use', () => {
  it('says that a handset stayed with the cell-mate when its first user was transferred', () => {
    const digest = digestOf({ imei: imei(90), fromDay: 0, untilDay: 30, ...half(20, 21) });
    const rolls = [bed('E20', 'P1-20', -1, 14), bed('E20', 'P2-0', 14, -1), bed('E21', 'P1-20', -1, -1)];
    const { periods, basis, others } = run(digest, rolls, [['P1', 0, 30]]);
    expect(periods.map((p) => [p.inmate_ids, p.events])).toEqual([
      [['E20'], []],
      [['E21'], ['user-left-it-stayed', 'went-to-cell-mate']],
    ]);
    expect(periods[0]?.until_s).toBe(at(14));
    expect(periods[1]?.from_s).toBe(at(14));
    expect(basis('E20')).toContain('user from 2025-01-14 until 2025-01-28; he left, the handset stayed');
    expect(basis('E21')).toContain('stayed with the cell-mate');
    // Nothing divides the lives of the others.
    expect(others).toHaveLength(known.length);
    expect(others.every((period) => period.events.length === 0)).toBe(true);
  });

  it('names no cell-mate where the next user lay elsewhere', () => {
    const digest = digestOf({ imei: imei(90), fromDay: 0, untilDay: 30, ...half(20, 21) });
    const { periods } = run(digest, [bed('E20', 'P1-20', -1, 14)], [['P1', 0, 30]]);
    expect(periods.map((p) => p.events)).toEqual([[], ['user-left-it-stayed']]);
  });

  it('does not divide the life of a handset whose user came back', () => {
    const digest = digestOf({ imei: imei(90), fromDay: 0, untilDay: 30, contacts: circle(20) });
    const rolls = [bed('E20', 'P1-20', -1, 14), bed('E20', 'P1-3', 16, -1)];
    expect(run(digest, rolls, [['P1', 0, 30]]).periods).toHaveLength(1);
  });

  it('says that a handset followed its user to another prison', () => {
    const digest = digestOf({
      imei: imei(90),
      fromDay: 0,
      untilDay: 30,
      contacts: circle(20),
      areas: ['P1', 'P2'],
      placeOn: (day) => (day < 14 ? 0 : 1),
    });
    const rolls = [bed('E20', 'P1-20', -1, 14), bed('E20', 'P2-0', 14, -1)];
    const { periods, basis } = run(digest, rolls, [
      ['P1', 0, 14],
      ['P2', 14, 30],
    ]);
    expect(periods.map((p) => [p.inmate_ids, p.events])).toEqual([[['E20'], ['followed-its-user']]]);
    expect(basis('E20')).toContain('followed him to another prison');
  });

  it('divides a life at a new SIM with a new circle, where both circles lead to somebody', () => {
    const one = digestOf({ imei: imei(90), fromDay: 0, untilDay: 30, ...half(20, 21) });
    const sim = { events: 30, last_s: at(29), first_s: at(0) };
    const digest = {
      ...one,
      sims: [
        { ...sim, imsi: '208010000000001' as HandsetDigest['sims'][number]['imsi'], last_s: at(13, 20) },
        { ...sim, imsi: '208010000000002' as HandsetDigest['sims'][number]['imsi'], first_s: at(15, 9) },
      ],
    };
    const { periods } = run(digest, [], [['P1', 0, 30]]);
    expect(periods.map((p) => [p.inmate_ids, p.events])).toEqual([
      [['E20'], []],
      [['E21'], ['new-sim-and-circle']],
    ]);
    // A circle of numbers that four other handsets have is rare, of five others it is not.
    const others = (count: number) =>
      Array.from({ length: 400 }, (_, i) => {
        const numbers = i < count ? [...circle(20), ...circle(21)] : [`own ${i}`];
        return digestOf({ imei: imei(200 + i), fromDay: 0, untilDay: 30, contacts: numbers });
      });
    const divided = (count: number) => run(digest, [], [['P1', 0, 30]], others(count)).periods.length;
    expect([divided(4), divided(5)]).toEqual([2, 1]);
    // The same SIMs with one circle: one user.
    expect(
      run({ ...digest, contactFirst: digest.contactFirst.map(() => 20102) }, [], [['P1', 0, 30]]).periods,
    ).toHaveLength(1);
  });
});
