import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cllr } from './cllr.ts';
import { applyPav, fitPav, pavLlr10, splitCllr } from './pav.ts';

// Few distinct values, so that ties and violations are common.
const scores = fc.array(
  fc.integer({ min: -40, max: 40 }).map((v) => v / 8),
  { minLength: 1, maxLength: 40 },
);

/** Equal infinities differ by 0. */
const largestChange = (a: Float64Array, b: Float64Array): number =>
  Math.max(...a.map((v, i) => (v === b[i] ? 0 : Math.abs(v - b[i]!))));

describe('PAV', () => {
  it('pools a violation and balances the classes', () => {
    // Order by score: Hd | Hp Hd (violation, pooled: 1 of 2 Hp, 1 of 3 Hd) | Hd ... the last Hp alone.
    const fit = fitPav([1, 3], [0, 2, 2]);
    const pooled = Math.log10(1 / 2 / (2 / 3));
    expect([...applyPav(fit, [0, 1, 2, 3])]).toEqual([-Infinity, pooled, pooled, Infinity]);
  });

  it('pools ties before anything else', () => {
    expect([...applyPav(fitPav([1, 1], [1, 1]), [1])]).toEqual([0]);
  });

  it('two equal uniform samples have LR 1 everywhere; a shifted one only between the ends (lir)', () => {
    const tenths = Array.from({ length: 10 }, (_, i) => i / 10);
    expect(applyPav(fitPav(tenths, tenths), tenths).every((v) => Math.abs(v) < 1e-12)).toBe(true);
    const shifted = tenths.map((v) => v + 0.05);
    const fit = fitPav(shifted, tenths);
    expect([...applyPav(fit, tenths)].map((v) => 10 ** v)[0]).toBe(0);
    expect(applyPav(fit, tenths.slice(1)).every((v) => Math.abs(v) < 1e-12)).toBe(true);
    expect(pavLlr10(fit, shifted[9]!)).toBe(Infinity);
  });

  it('interpolates the posterior linearly between knots and is flat outside', () => {
    const fit = fitPav([0, 1, 1], [0, 0, 1]);
    // posterior 1/3 at 0 and 2/3 at 1
    expect(pavLlr10(fit, 0)).toBeCloseTo(Math.log10(1 / 2), 12);
    expect(pavLlr10(fit, 0.5)).toBeCloseTo(0, 12);
    expect(pavLlr10(fit, 0.75)).toBeCloseTo(Math.log10((1 / 3 + 0.25) / (1 - 1 / 3 - 0.25)), 12);
    expect(pavLlr10(fit, -5)).toBe(pavLlr10(fit, 0));
    expect(pavLlr10(fit, 5)).toBe(pavLlr10(fit, 1));
    expect(pavLlr10(fit, Number.NaN)).toBeNaN();
  });

  it('takes infinite scores', () => {
    const fit = fitPav([Infinity, 1], [-Infinity, 1]);
    expect([...applyPav(fit, [-Infinity, 0, 1, 2, Infinity])]).toEqual([-Infinity, 0, 0, 0, Infinity]);
  });

  it('knows nothing without sources, misleading ones or not', () => {
    for (const addMisleading of [0, 1]) {
      expect(pavLlr10(fitPav([], [], { addMisleading }), 0)).toBeNaN();
      expect([...applyPav(fitPav([], [], { addMisleading }), [])]).toEqual([]);
    }
  });

  it('added misleading sources keep every LR finite', () => {
    const fit = fitPav([2, 3], [0, 1], { addMisleading: 1 });
    for (const s of [-9, 0, 1, 2, 3, 9]) expect(Number.isFinite(pavLlr10(fit, s))).toBe(true);
    // The added Hp source at −1 is pooled with both Hd sources: 1/3 of Hp, 2/3 of Hd.
    expect(pavLlr10(fit, 0)).toBeCloseTo(Math.log10(1 / 2), 12);
    expect(pavLlr10(fit, 3)).toBeCloseTo(Math.log10(2), 12);
  });

  it('never decreases', () => {
    fc.assert(
      fc.property(scores, scores, scores, (hp, hd, ask) => {
        const out = applyPav(fitPav(hp, hd), Float64Array.from(ask).sort());
        for (let i = 1; i < out.length; i++) expect(out[i]!).toBeGreaterThanOrEqual(out[i - 1]!);
      }),
    );
  });

  it('calibrating twice changes nothing', () => {
    fc.assert(
      fc.property(scores, scores, (hp, hd) => {
        const fit = fitPav(hp, hd);
        const hp1 = applyPav(fit, hp);
        const hd1 = applyPav(fit, hd);
        const again = fitPav(hp1, hd1);
        expect(largestChange(hp1, applyPav(again, hp1))).toBeLessThan(1e-9);
        expect(largestChange(hd1, applyPav(again, hd1))).toBeLessThan(1e-9);
      }),
    );
  });

  it('has the least Cllr of all monotone recalibrations tried, and at most that of the input', () => {
    fc.assert(
      fc.property(
        scores,
        scores,
        fc.double({ min: 0, max: 3, noNaN: true }),
        fc.double({ min: -2, max: 2, noNaN: true }),
        (hp, hd, slope, shift) => {
          const { cllr: before, cllrMin, cllrCal } = splitCllr(hp, hd);
          expect(cllrMin).toBeLessThanOrEqual(before + 1e-12);
          expect(cllrCal).toBeGreaterThanOrEqual(-1e-12);
          const moved = (v: number): number => slope * v + shift;
          expect(cllrMin).toBeLessThanOrEqual(cllr(hp.map(moved), hd.map(moved)).cllr + 1e-12);
          expect(cllrMin).toBeLessThanOrEqual(1 + 1e-12);
        },
      ),
    );
  });

  it('Cllr_min does not change under a strictly increasing transform', () => {
    fc.assert(
      fc.property(scores, scores, (hp, hd) => {
        const f = (v: number): number => Math.atan(v) * 7 - 3;
        expect(splitCllr(hp.map(f), hd.map(f)).cllrMin).toBeCloseTo(splitCllr(hp, hd).cllrMin, 12);
      }),
    );
  });

  it('breath analyser of lir: 1000 Hd, 100 Hp', () => {
    const set = (large: number): [number[], number[]] => {
      const lr = (n: number, v: number): number[] => Array.from({ length: n }, () => Math.log10(v));
      return [
        [...lr(90, large), ...lr(10, 0.101)],
        [...lr(990, 0.101), ...lr(10, large)],
      ];
    };
    const good = splitCllr(...set(90));
    expect(Math.abs(good.cllr - 0.2807451936)).toBeLessThan(1e-9);
    expect(Math.abs(good.cllrCal - 4e-10)).toBeLessThan(1e-10);
    const bad = splitCllr(...set(1000));
    expect(Math.abs(bad.cllr - 0.2915175453)).toBeLessThan(1e-9);
    expect(Math.abs(bad.cllrMin - 0.2807451933)).toBeLessThan(1e-9);
    expect(Math.abs(bad.cllrCal - 0.0107723521)).toBeLessThan(1e-9);
  });
});
