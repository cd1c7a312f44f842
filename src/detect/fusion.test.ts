import { describe, expect, it } from 'vitest';
import { createRandom } from '../statistics/index.ts';
import { COMPONENTS } from './components.ts';
import { fitFusion, fuse } from './fusion.ts';

const random = createRandom(11);
const rows = Array.from({ length: 120 }, (_, i) =>
  COMPONENTS.map((_, j) => random.normal() + (i < 30 ? 1 : -1) * (j === 0 ? -0.5 : j === 1 ? 1 : 0.3)),
);
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
