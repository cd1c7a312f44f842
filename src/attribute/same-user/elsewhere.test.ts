import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leastCompany } from './elsewhere.ts';

const shares = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 80 });

describe('leastCompany', () => {
  it('leaves at most one training handset in twenty below it, in whatever order they come', () => {
    fc.assert(
      fc.property(shares, (companies) => {
        const least = leastCompany(companies);
        expect(companies.filter((company) => company < least).length).toBeLessThanOrEqual(companies.length / 20);
        expect(leastCompany(companies.toReversed())).toBe(least);
      }),
    );
  });

  it('takes a third of the company that one training handset in twenty has less of', () => {
    const companies = (n: number): number[] => Array.from({ length: n }, (_, i) => (i + 1) / 10_000);
    expect(leastCompany(companies(20))).toBeCloseTo(0.0002 / 3, 12);
    expect(leastCompany(companies(100))).toBeCloseTo(0.0006 / 3, 12);
    expect(leastCompany(companies(19))).toBeCloseTo(0.0001 / 3, 12);
  });

  it('asks for three registrations of a crowd of 320 at most, for less where company is rarer, for none where training people were alone', () => {
    expect(leastCompany([0.3, 0.6, 0.9])).toBe(0.01);
    expect(leastCompany([0.003, 0.6, 0.9])).toBeCloseTo(0.001, 12);
    expect(leastCompany([0, 0.5, 0.5])).toBe(0);
  });
});
