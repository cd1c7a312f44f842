import { describe, expect, it } from 'vitest';
import { fingerprintOf, fingerprintsMatch } from './regime-match.ts';
import type { PreparedResidency } from './prepare.ts';
import { FINGERPRINT, PLAIN_EVIDENCE } from './synthetic-residents.testing.ts';

describe('may a model of one case judge another', () => {
  it('yes where nothing differs', () => {
    expect(fingerprintsMatch(FINGERPRINT, { ...FINGERPRINT })).toEqual({ ok: true, why: [] });
  });

  it.each([
    ['technologies', { technologies: ['4G', '5G'] }],
    ['operators', { operators: 1 }],
    ['coverage', { effectiveCells: 20 }],
    ['window', { window_days: 180 }],
    ['records', { eventsPerActiveDay: 3 }],
    ['delivered', { exitsKnownShare: 0.2 }],
    ['lists', { hasLists: false }],
    ['correspondents', { listedShare: 0.1 }],
    ['correspondents', { listedShare: 0 }],
    ['coverage', { effectiveCells: NaN }],
  ])('no where %s differ, and it says so', (word, over) => {
    for (const [a, b] of [
      [FINGERPRINT, { ...FINGERPRINT, ...over }],
      [{ ...FINGERPRINT, ...over }, FINGERPRINT],
    ] as const) {
      const match = fingerprintsMatch(a, b);
      expect(match.ok).toBe(false);
      expect(match.why.join()).toContain(word);
    }
  });

  it('does not take many references outside for lists that are kept differently', () => {
    const prepared = {
      areas: [],
      layer: [],
      window_s: { from_s: 0, until_s: 28 * 86400 },
    } as unknown as PreparedResidency;
    const inside = [4, 6, 5].map((listedContacts) => ({ ...PLAIN_EVIDENCE, listedContacts }));
    const outside = Array.from({ length: 40 }, () => PLAIN_EVIDENCE);
    const chance = { ...PLAIN_EVIDENCE, listedContacts: 1 };
    const share = (evidence: readonly (typeof PLAIN_EVIDENCE)[]): number =>
      fingerprintOf({ cells: [] }, prepared, evidence).listedShare;
    expect(share(inside)).toBeCloseTo(15 / 36, 12);
    expect(share([...inside, ...outside, chance])).toBe(share(inside));
    expect(share(inside.map((e) => ({ ...e, listedContacts: 2 })))).toBeLessThan(share(inside) / 2);
    expect(share(outside)).toBe(0);
  });
});
