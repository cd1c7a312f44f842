import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY_S, HOUR_S } from './history.testing.ts';
import { atRandom_ln, SIM_CHAIN, simChain_ln } from './sim-chain.ts';

const { one, make } = SIM_CHAIN.twoSlots;
const sequence = (sims: readonly number[], gap_s: number, regions: readonly number[] = []) =>
  sims.map((sim, i) => ({ at_s: i * gap_s, sim, region: regions[i] ?? 0 }));

describe('atRandom_ln', () => {
  it('is the probability of one order of labels: those of all orders add up to one', () => {
    let sum = 0;
    for (let labels = 0; labels < 2 ** 7; labels++) {
      const ones = [...labels.toString(2)].filter((bit) => bit === '1').length;
      sum += Math.exp(atRandom_ln([ones, 7 - ones]));
    }
    expect(sum).toBeCloseTo(1, 9);
  });
});

describe('simChain_ln', () => {
  it('costs one SIM next to nothing, and free alternation little where the make has two slots', () => {
    expect(simChain_ln(sequence(Array(30).fill(4), DAY_S), one)).toBeGreaterThan(Math.log(0.75));
    const alternating = sequence([0, 1, 1, 0, 1, 0, 0, 1, 0, 1, 1, 0, 1, 0, 1, 0], 0.1 * HOUR_S);
    expect(simChain_ln(alternating, make) - simChain_ln(alternating, one)).toBeCloseTo(Math.log(make / one), 1);
  });

  it('finds two slots whose SIMs are each replaced once', () => {
    const sims = Array.from({ length: 60 }, (_, i) => (i < 30 ? (i % 3 === 0 ? 0 : 1) : i % 3 === 0 ? 2 : 3));
    const visits = sequence(sims, 0.1 * HOUR_S);
    // Two slots explain the order nearly as well as two devices, each with one replacement.
    const asTwo = atRandom_ln([20, 40]);
    expect(simChain_ln(visits, 0.5)).toBeGreaterThan(asTwo + Math.log(0.5) - 16);
    expect(simChain_ln(visits, 0.5)).toBeGreaterThan(simChain_ln(visits, 1e-12) + 20);
  });

  it('takes a move for good with a new SIM as common, and a SIM for each place that is gone to and fro as rare', () => {
    const forGood = simChain_ln(sequence([0, 0, 0, 0, 1, 1, 1, 1], DAY_S, [0, 0, 0, 0, 1, 1, 1, 1]), one);
    const bound = [0, 0, 1, 0, 1, 1, 0, 1];
    const toAndFro = simChain_ln(sequence(bound, 0.05 * HOUR_S, bound), one);
    expect(forGood).toBeGreaterThan(Math.log(0.3 * 0.1 * 0.6));
    expect(forGood).toBeLessThan(Math.log(0.3 * 0.1 * 1.5));
    expect(toAndFro).toBeGreaterThan(Math.log(0.003 * 0.6));
    expect(toAndFro).toBeLessThan(Math.log(0.003 * 2));
  });

  it('does not depend on how SIMs are numbered, and never exceeds 1', () => {
    const visits = fc.array(fc.tuple(fc.nat(5 * DAY_S), fc.nat(3), fc.nat(2)), { minLength: 1, maxLength: 25 });
    fc.assert(
      fc.property(visits, (raw) => {
        const list = raw.toSorted((a, b) => a[0] - b[0]).map(([at_s, sim, region]) => ({ at_s, sim, region }));
        const ln = simChain_ln(list, 0.1);
        expect(ln).toBeLessThanOrEqual(1e-9);
        const renamed = list.map((visit) => ({ ...visit, sim: 7 - visit.sim }));
        expect(simChain_ln(renamed, 0.1)).toBeCloseTo(ln, 9);
      }),
    );
  });
});
