import { describe, expect, it } from 'vitest';
import type { Msisdn } from '../model/identifiers.ts';
import { at, digestOf, documentsOf, seizureOf } from './a-small-prison.testing.ts';
import { attribute } from './attribute.ts';
import type { CaseDocuments } from '../model/case.ts';

const INMATES = 40;
const LISTED = 5;
const HANDSETS = 16;
/** Handset h is E(h)'s: it calls four of the five of his list. E(h) and E(h + 20) share a sister's number. */
const contacts = Array.from({ length: INMATES }, (_, i) =>
  Array.from({ length: LISTED }, (__, k) => ({
    inmate_id: `E${i}`,
    number: (k === 0 ? `s${i % 20}` : `n${i}-${k}`) as Msisdn,
    relation: '',
  })),
).flat();
const imei = (h: number) => String(35000000000000 + h);
const digests = Array.from({ length: HANDSETS }, (_, h) =>
  digestOf({
    imei: imei(h),
    fromDay: 0,
    untilDay: 20,
    contacts: [`s${h}`, `n${h}-1`, `n${h}-2`, `n${h}-3`, `x${h}`, `y${h}`],
  }),
);
const seizure = (h: number, inmate_id: string) => seizureOf(h, imei(h), 20, inmate_id);
const run = (labelled: number, more: Partial<CaseDocuments> = {}, of = digests) =>
  attribute({
    documents: documentsOf(INMATES, {
      contacts,
      seizures: Array.from({ length: labelled }, (_, h) => seizure(h, `E${h}`)),
      ...more,
    }),
    digests: of,
    findings: of.map((d) => ({
      imei14: d.imei14,
      component: 1,
      prison_id: 'P1',
      llr10: 2,
      stayFrom_s: at(0),
      stayUntil_s: at(20),
    })),
    trace: [],
  });

describe('users of handsets', () => {
  it('names the inmate whose list a handset calls, also where nobody was attributed', () => {
    const { users, userCalibration } = run(8);
    expect(userCalibration.labelledHandsets).toBe(8);
    for (let h = 8; h < HANDSETS; h++) {
      const first = users.filter((row) => row.imei14 === imei(h) && row.set_rank === 1);
      expect(first.map((row) => row.inmate_id)).toEqual([`E${h}`]);
      expect(first[0]?.llr10).toBeGreaterThan(1);
    }
  });

  it('lists every candidate once, within the bounds that the references bear', () => {
    const { users, userCalibration } = run(8);
    expect(users).toHaveLength(HANDSETS * INMATES);
    for (const row of users) {
      expect(row.llr10).toBeLessThanOrEqual(userCalibration.bounds.upper_llr10);
      expect(row.llr10).toBeGreaterThanOrEqual(userCalibration.bounds.lower_llr10);
      expect(row.set_size).toBe(users.filter((r) => r.imei14 === row.imei14 && r.set_rank === row.set_rank).length);
    }
  });

  it('answers with a set where nothing tells inmates apart, and claims no more than their number allows', () => {
    const silent = digestOf({ imei: imei(15), fromDay: 0, untilDay: 20, contacts: ['zz'] });
    const { users } = run(8, {}, [...digests.slice(0, 15), silent]);
    const rows = users.filter((row) => row.imei14 === imei(15));
    const first = rows.filter((row) => row.set_rank === 1);
    expect(first.length).toBeGreaterThan(20);
    expect(Math.max(...rows.map((row) => row.llr10))).toBeLessThan(0.3);
  });

  it('bounds the ratio to 10 and says so where too few handsets were attributed', () => {
    const { users, userCalibration } = run(3);
    expect(userCalibration.calibrator).toBeUndefined();
    expect(Math.max(...users.map((row) => Math.abs(row.llr10)))).toBeLessThanOrEqual(1);
    expect(users[0]?.basis).toContain('not calibrated: too few attributed handsets');
  });

  it('lets an absence during which the handset was used speak against him', () => {
    const absence = { inmate_id: 'E12', from_s: at(5), until_s: at(9), reason: 'hospital' };
    const of = (absences: (typeof absence)[]) =>
      run(8, { absences }).users.find((row) => row.imei14 === imei(12) && row.inmate_id === 'E12');
    expect(of([absence])?.basis.join()).toContain('used on 4 days while away');
    expect(of([])?.basis.join()).not.toContain('while away');
  });

  it('shows no number and no name in its words', () => {
    expect(run(8).users.every((row) => row.basis.every((word) => !/E\d|n\d|\d{8}/.test(word)))).toBe(true);
  });
});
