import { describe, expect, it } from 'vitest';
import { leaveGroupOut, leaveGroupOutLogistic } from './leave-group-out.ts';
import { fitLogisticRegression, logisticLlr10 } from './logistic-regression.ts';
import { createRandom } from './random.ts';

const r = createRandom('held out');
const groups = Array.from({ length: 90 }, (_, i) => `g${i % 6}`);
const labels = groups.map((_, i) => Number(i % 3 === 0));
const features = Float64Array.from(labels.flatMap((y) => [r.normal() + y, r.normal() - y]));

describe('leave-group-out', () => {
  it('each source is scored once, by a fit that saw every other group and nothing of its own', () => {
    const seen: number[] = [];
    const { scores, unfitted } = leaveGroupOut(
      ['a', 'b', 'a', 'c'],
      (inTraining) => inTraining,
      (inTraining, i) => {
        expect(inTraining[i]).toBe(0);
        seen.push(i);
        return inTraining.reduce((a, b) => a + b, 0);
      },
    );
    expect([...scores]).toEqual([2, 3, 2, 3]);
    expect(seen.sort((a, b) => a - b)).toEqual([0, 1, 2, 3]);
    expect(unfitted).toEqual([]);
  });

  it('gives the score of a regression on the other groups alone', () => {
    const { scores } = leaveGroupOutLogistic({ features, columns: 2, labels }, groups);
    const others = groups.flatMap((g, i) => (g === 'g2' ? [] : [i]));
    const fit = fitLogisticRegression({
      columns: 2,
      features: Float64Array.from(others.flatMap((i) => [features[2 * i]!, features[2 * i + 1]!])),
      labels: others.map((i) => labels[i]!),
    });
    const inGroup = groups.flatMap((g, i) => (g === 'g2' ? [i] : []));
    for (const i of inGroup) {
      expect(Math.abs(scores[i]! - logisticLlr10(fit, features.subarray(2 * i, 2 * i + 2)))).toBeLessThan(1e-7);
    }
    expect(inGroup).toHaveLength(15);
  });

  it('what a held-out source looks like does not change its model', () => {
    const altered = Float64Array.from(features);
    altered[2 * 8] = 1000;
    const a = leaveGroupOutLogistic({ features, columns: 2, labels }, groups).scores;
    const b = leaveGroupOutLogistic({ features: altered, columns: 2, labels }, groups).scores;
    // Source 8 is in g2, as is 2.
    expect(Math.abs(a[2]! - b[2]!)).toBeLessThan(1e-7);
    expect(Math.abs(a[3]! - b[3]!)).toBeGreaterThan(1e-6);
  });

  it('says which groups could not be held out', () => {
    const only = { features: Float64Array.of(1, 2, 3, 4), columns: 1, labels: [1, 1, 0, 0] };
    const { scores, unfitted } = leaveGroupOutLogistic(only, [7, 7, 7, 8]);
    expect(unfitted).toEqual([7]);
    expect([...scores].map((s) => Number.isNaN(s))).toEqual([true, true, true, false]);
    expect(leaveGroupOutLogistic({ ...only, labels: [1, 1, 1, 1] }, [1, 1, 2, 2]).unfitted).toEqual([1, 2]);
  });
});
