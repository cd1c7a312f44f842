import { describe, expect, it } from 'vitest';
import { bootstrapLlr10 } from './bootstrap.ts';
import { calibratedLlr10, fitLogisticCalibrator } from './logistic-calibrator.ts';
import { createRandom } from './random.ts';

const r = createRandom('bootstrap data');
const draw = (n: number, mean: number): Float64Array => Float64Array.from({ length: n }, () => mean + r.normal());
const hp = draw(60, 1);
const hd = draw(200, 0);
const asked = [-2, 0, 1, 4];

describe('bootstrap of reference sources', () => {
  const run = (seed: number) => bootstrapLlr10({ scores: hp }, { scores: hd }, asked, createRandom(seed));
  const width = (x: { lower_llr10: Float64Array; upper_llr10: Float64Array }, i: number): number =>
    x.upper_llr10[i]! - x.lower_llr10[i]!;

  it('is the same for the same seed and contains the estimate', () => {
    const a = run(1);
    expect(run(1)).toEqual(a);
    expect(run(2).lower_llr10).not.toEqual(a.lower_llr10);
    for (let i = 0; i < asked.length; i++) {
      expect(a.llr10[i]).toBe(calibratedLlr10(fitLogisticCalibrator(hp, hd), asked[i]!));
      expect(a.lower_llr10[i]).toBeLessThan(a.llr10[i]!);
      expect(a.upper_llr10[i]).toBeGreaterThan(a.llr10[i]!);
    }
  });

  it('is wider where there are fewer sources and further from the data', () => {
    const few = bootstrapLlr10({ scores: hp.slice(0, 12) }, { scores: hd.slice(0, 12) }, asked, createRandom(1));
    const many = run(1);
    for (let i = 0; i < asked.length; i++) expect(width(few, i)).toBeGreaterThan(width(many, i));
    expect(width(many, 3)).toBeGreaterThan(width(many, 2));
  });

  it('scores of one source go together: ten copies of each source say no more than one', () => {
    const copies = (xs: Float64Array): Float64Array =>
      Float64Array.from([...xs].flatMap((v) => Array.from({ length: 10 }, () => v)));
    const sources = (xs: Float64Array): number[] => [...xs].flatMap((_, i) => Array.from({ length: 10 }, () => i));
    const clustered = bootstrapLlr10(
      { scores: copies(hp), sources: sources(hp) },
      { scores: copies(hd), sources: sources(hd) },
      asked,
      createRandom(1),
      { penalty: 10 },
    );
    const plain = run(1);
    for (let i = 0; i < asked.length; i++) expect(clustered.lower_llr10[i]).toBeCloseTo(plain.lower_llr10[i]!, 6);
    const naive = bootstrapLlr10({ scores: copies(hp) }, { scores: copies(hd) }, asked, createRandom(1));
    expect(width(naive, 3)).toBeLessThan(width(clustered, 3) / 2);
  });

  it('covers the truth about nine times in ten (normal scores one apart: ln LR = s − ½)', () => {
    const random = createRandom('coverage');
    const sample = (n: number, mean: number): Float64Array =>
      Float64Array.from({ length: n }, () => mean + random.normal());
    let covered = 0;
    const runs = 200;
    for (let k = 0; k < runs; k++) {
      const x = bootstrapLlr10({ scores: sample(100, 1) }, { scores: sample(100, 0) }, [2], random, {
        resamples: 200,
        penalty: 1e-6,
      });
      const truth = 1.5 / Math.LN10;
      covered += Number(x.lower_llr10[0]! <= truth && truth <= x.upper_llr10[0]!);
    }
    expect(covered / runs).toBeGreaterThan(0.83);
    expect(covered / runs).toBeLessThan(0.97);
  });

  it('takes one source per class and infinite scores', () => {
    const x = bootstrapLlr10({ scores: [1, Infinity] }, { scores: [0] }, [0.5, Infinity], createRandom(3), {
      resamples: 20,
    });
    expect(x.lower_llr10[0]).toBe(x.upper_llr10[0]);
    expect(x.upper_llr10[1]).toBe(Infinity);
  });
});
