import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitProfiles } from './class-profiles.ts';
import { COMPONENTS, componentLlrs } from './components.ts';
import { fitDirichlet, type DirichletPrior } from './dirichlet.ts';
import { fitHourRates, hourParameters, USUAL_HOURS } from './hour-rates.ts';
import { PLAIN_EVIDENCE, references } from './synthetic-residents.testing.ts';
import { createRandom } from '../statistics/index.ts';

const PRIOR: DirichletPrior = { mean: [0.3, 0.4, 0.1, 0.2], strength: 4, concentration: 16 };
const shares = fc
  .array(fc.integer({ min: 1, max: 50 }), { minLength: 4, maxLength: 4 })
  .map((n) => n.map((k) => k / n.reduce((a, b) => a + b, 0)));

describe('hours of a class against everybody’s', () => {
  it('are the mean shares and their concentration where everybody’s hours are the same for all', () => {
    const counts = fc.array(fc.array(fc.nat(40), { minLength: 4, maxLength: 4 }), { maxLength: 12 });
    fc.assert(
      fc.property(counts, shares, (all, usualHours) => {
        const seen = all.map((hourSlots) => ({ hourSlots, usualHours }));
        const rates = fitHourRates(seen, PRIOR, usualHours);
        const expected = fitDirichlet(all, PRIOR);
        hourParameters(rates, usualHours).forEach((alpha, bin) => expect(alpha).toBeCloseTo(expected[bin] ?? NaN, 8));
      }),
    );
  });

  it('say nothing of hours that no regime has', () => {
    const noMidday = [0.3, 0.3, 0, 0.4];
    const { rates } = fitHourRates([{ hourSlots: [9, 9, 0, 2], usualHours: noMidday }], PRIOR, noMidday);
    expect(rates.every((rate) => rate > 0 && Number.isFinite(rate))).toBe(true);
    expect(hourParameters({ rates, concentration: 1 }, noMidday)[2]).toBe(1e-3);
  });

  it('are found again, whatever the regimes of the places where they were seen', () => {
    fc.assert(
      fc.property(shares, fc.array(shares, { minLength: 1, maxLength: 6 }), shares, (true4, places, elsewhere) => {
        const rates = true4.map((share, bin) => share / (USUAL_HOURS[bin] ?? 1));
        const at = (usual: readonly number[]): number[] => hourParameters({ rates, concentration: 1e6 }, usual);
        const seen = places.map((usualHours) => ({ hourSlots: at(usualHours), usualHours }));
        const fitted = fitHourRates(seen, { ...PRIOR, strength: 1e-9 }, elsewhere);
        const alpha = hourParameters({ ...fitted, concentration: 1e6 }, elsewhere);
        at(elsewhere).forEach((expected, bin) => expect(alpha[bin]! / expected).toBeCloseTo(1, 4));
      }),
    );
  });

  it('say nothing against who lives beside a prison with long lock-up', () => {
    const profiles = fitProfiles(references(createRandom(3)));
    const hours = (usualHours: readonly number[], hourSlots: readonly number[]): number =>
      componentLlrs({ ...PLAIN_EVIDENCE, usualHours, hourSlots }, profiles)[COMPONENTS.indexOf('hours')] ?? NaN;
    // Sixty hours, spread as everybody's are beside either prison.
    const [short, long] = [
      [0.1, 0.25, 0.05, 0.6],
      [0.1, 0.45, 0.2, 0.25],
    ];
    const ofNeighbour = [short, long].map((usual) =>
      hours(
        usual,
        usual.map((share) => 60 * share),
      ),
    );
    expect(Math.max(...ofNeighbour)).toBeLessThan(-0.5);
    // The same hours beside the other prison are another thing.
    expect(
      hours(
        short,
        long.map((share) => 60 * share),
      ),
    ).toBeGreaterThan(ofNeighbour[1]! + 0.5);
  });
});
