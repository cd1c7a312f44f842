import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chosenError } from './error-choice.ts';

/** Looks that differ by `less` on average, every other one by `swing` more or less. */
const looks = (less: number, swing: number): number[] =>
  Array.from({ length: 100 }, (_, i) => -1 - less + (i % 2 === 0 ? swing : -swing));

describe('choosing the error that left-out looks are read by', () => {
  it('goes by the score where looks tell, whatever the likelihood says', () => {
    const best = { scores: looks(0, 0), evidence: -900 };
    const other = { scores: looks(0.2, 0.5), evidence: -100 };
    expect(chosenError([other, best])).toBe(1);
  });

  it('goes by the likelihood of the levels where scores differ by less than a standard error', () => {
    const best = { scores: looks(0, 0), evidence: -900 };
    const likelier = { scores: looks(0.04, 0.5), evidence: -100 };
    expect(chosenError([best, likelier])).toBe(1);
    expect(chosenError([likelier, best])).toBe(0);
  });

  it('goes by the score alone where there is no likelihood', () => {
    const best = { scores: looks(0, 0), evidence: undefined };
    const other = { scores: looks(0.001, 0.5), evidence: undefined };
    expect(chosenError([other, best])).toBe(1);
  });

  it('never takes what is both worse and less likely', () => {
    const one = fc.record({
      scores: fc.array(fc.double({ min: -9, max: 0, noNaN: true }), { minLength: 12, maxLength: 12 }),
      evidence: fc.double({ min: -500, max: 0, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(one, { minLength: 1, maxLength: 6 }), (tried) => {
        const chosen = tried[chosenError(tried)]!;
        const sum = ({ scores }: { readonly scores: readonly number[] }) => scores.reduce((a, b) => a + b, 0);
        for (const other of tried)
          expect(
            sum(other) > sum(chosen) + 1e-9 &&
              other.evidence > chosen.evidence &&
              sum(other) === Math.max(...tried.map(sum)),
          ).toBe(false);
      }),
    );
  });
});
