import { describe, expect, it } from 'vitest';
import { fingerprintsMatch } from './regime-match.ts';
import { FINGERPRINT } from './synthetic-residents.testing.ts';

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
});
