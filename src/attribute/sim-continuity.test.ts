import { describe, expect, it } from 'vitest';
import { digestOf, subjectOf } from './a-small-prison.testing.ts';
import { simRelation } from './sim-continuity.ts';
import { successionProfiles } from './succession-profile.ts';
import type { Subject } from './subjects.ts';

const relation = (from: Subject, to: Subject) => simRelation(successionProfiles([from, to]), 0, 1);
const profile = (imei: string, fromDay: number, untilDay: number, imsi: string) =>
  subjectOf(digestOf({ imei, fromDay, untilDay, imsi }));
const old = profile('35000000000001', 0, 10, '208011');

describe('SIMs', () => {
  it('is handed on from the end of one handset to the beginning of the other', () => {
    expect(relation(old, profile('35000000000002', 12, 20, '208011'))).toBe('handed-on');
    expect(relation(old, profile('35000000000002', 12, 20, '208012'))).toBe('none');
  });

  it('is looked at in its own place among the SIMs of each', () => {
    const next = digestOf({ imei: '35000000000002', fromDay: 12, untilDay: 20, imsi: '208012' });
    const own = next.sims[0] ?? never();
    const sims = [
      { ...own, events: 1 },
      { ...own, imsi: old.digest.sims[0]!.imsi },
    ];
    expect(relation(old, subjectOf({ ...next, sims }))).toBe('handed-on');
    expect(
      relation(
        subjectOf({ ...old.digest, sims: [...sims.slice(0, 1), ...old.digest.sims] }),
        profile('35000000000003', 12, 20, '208011'),
      ),
    ).toBe('handed-on');
  });

  it('is only shared when the old handset had gone on without it', () => {
    const [sim] = old.digest.sims;
    const gone = { ...old.digest, sims: [{ ...(sim ?? never()), last_s: old.until_s - 5 * 86400 }] };
    expect(relation(subjectOf(gone), profile('35000000000002', 12, 20, '208011'))).toBe('shared');
  });

  it('is only shared when it comes in the middle of a life', () => {
    const lent = digestOf({ imei: '35000000000002', fromDay: 2, untilDay: 30, imsi: '208019' });
    const sims = [
      ...lent.sims,
      { ...(lent.sims[0] ?? never()), imsi: old.digest.sims[0]!.imsi, first_s: old.until_s + 86400 },
    ];
    expect(relation(old, subjectOf({ ...lent, sims }))).toBe('shared');
  });
});

function never(): never {
  throw new Error('a digest has a SIM');
}
