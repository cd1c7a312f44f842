import { describe, expect, it } from 'vitest';
import { digestOf, subjectOf } from './a-small-prison.testing.ts';
import { simRelation } from './sim-continuity.ts';
import { type SuccessionProfile, successionProfiles } from './succession-profile.ts';
import type { Subject } from './subjects.ts';

const profileOf = (subject: Subject): SuccessionProfile => successionProfiles([subject])[0] ?? never();

const profile = (imei: string, fromDay: number, untilDay: number, imsi: string) =>
  profileOf(subjectOf(digestOf({ imei, fromDay, untilDay, imsi })));
const old = profile('35000000000001', 0, 10, '208011');

describe('SIMs', () => {
  it('is handed on from the end of one handset to the beginning of the other', () => {
    expect(simRelation(old, profile('35000000000002', 12, 20, '208011'))).toBe('handed-on');
    expect(simRelation(old, profile('35000000000002', 12, 20, '208012'))).toBe('none');
  });

  it('is only shared when the old handset had gone on without it', () => {
    const [sim] = old.subject.digest.sims;
    const gone = { ...old.subject.digest, sims: [{ ...(sim ?? never()), last_s: old.subject.until_s - 5 * 86400 }] };
    expect(simRelation(profileOf(subjectOf(gone)), profile('35000000000002', 12, 20, '208011'))).toBe('shared');
  });

  it('is only shared when it comes in the middle of a life', () => {
    const lent = digestOf({ imei: '35000000000002', fromDay: 2, untilDay: 30, imsi: '208019' });
    const sims = [
      ...lent.sims,
      { ...(lent.sims[0] ?? never()), imsi: old.subject.digest.sims[0]!.imsi, first_s: old.subject.until_s + 86400 },
    ];
    expect(simRelation(old, profileOf(subjectOf({ ...lent, sims })))).toBe('shared');
  });
});

function never(): never {
  throw new Error('a digest has a SIM');
}
