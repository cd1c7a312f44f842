import { describe, expect, it } from 'vitest';
import { createRandom } from '../statistics/index.ts';
import { COMPONENTS } from './components.ts';
import { fitFusion, fuse } from './fusion.ts';

const random = createRandom(11);
/** 30 inside, 90 others; `first` = what the first component is worth, less than 0: it misleads. */
const made = (first: number): number[][] =>
  Array.from({ length: 120 }, (_, i) =>
    COMPONENTS.map((_, j) => random.normal() + (i < 30 ? 1 : -1) * (j === 0 ? first : j === 1 ? 1 : 0.3)),
  );
const rows = made(-0.5);
const inside = rows.map((_, i) => i < 30);

describe('fusion', () => {
  it('gives LR 1 to no evidence', () => {
    expect(
      fuse(
        fitFusion(rows, inside),
        COMPONENTS.map(() => 0),
      ),
    ).toBe(0);
  });

  it('never turns a kind of evidence against its own direction', () => {
    const fusion = fitFusion(rows, inside);
    // The first component is misleading in these data; its weight stops at the common one and never becomes negative.
    for (const w of fusion.weights) expect(w).toBeGreaterThanOrEqual(0);
    expect(fusion.weights[1]).toBeGreaterThan(fusion.weights[0] ?? NaN);
  });

  it('is where the loss pulls as the penalties hold: 0.5 on the common weight, 1 on each own one, classes even', () => {
    const rows = made(-0.1);
    const given = rows.map((_, i) => 1 + (i % 3));
    const { weights, intercept } = fitFusion(rows, inside, given);
    const ofClass = (y: boolean): number => given.reduce((sum, w, i) => sum + (inside[i] === y ? w : 0), 0);
    // Slope of the logistic loss by each coefficient of ln LR; each class has half of the weight, evidence turned round counts too.
    const pull = COMPONENTS.map((_, j) =>
      rows.reduce((sum, row, i) => {
        const y = inside[i] === true;
        const z = Math.LN10 * row.reduce((total, x, k) => total + (weights[k] ?? 0) * x, 0);
        const weight = ((given[i] ?? 0) * rows.length) / (2 * ofClass(y));
        return sum + (weight * (y ? 1 : -1) * (row[j] ?? 0)) / (1 + Math.exp(y ? z : -z));
      }, 0),
    );
    const common = Math.max(0, pull.reduce((sum, p) => sum + p, 0) / 0.5);
    expect(intercept).toBe(0);
    expect(common).toBeGreaterThan(0);
    const own = (j: number): number => (COMPONENTS[j] === 'circle' ? 0 : Math.max(0, pull[j] ?? 0));
    weights.forEach((w, j) => expect(w * Math.LN10).toBeCloseTo(common + own(j), 6));
  });

  it('never gives shared correspondents more than the common weight, however well references are told by them', () => {
    const at = COMPONENTS.indexOf('circle');
    const telling = rows.map((row, i) => row.map((v, j) => (j === at ? v + (inside[i] ? 3 : -3) : v)));
    const { weights } = fitFusion(telling, inside);
    expect(weights[at]).toBe(Math.min(...weights));
    expect(weights[at]).toBeGreaterThan(0);
  });

  it('counts a reference of weight 2 as two', () => {
    const twice = [...rows, rows[0] ?? [], rows[60] ?? []];
    const listed = fitFusion(twice, [...inside, true, false]);
    const weighed = fitFusion(
      rows,
      inside,
      rows.map((_, i) => (i === 0 || i === 60 ? 2 : 1)),
    );
    listed.weights.forEach((w, j) => expect(weighed.weights[j]).toBeCloseTo(w, 1));
  });
});
