import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cllr } from './cllr.ts';
import { devPav } from './dev-pav.ts';
import { ece_bit } from './ece.ts';
import { elub } from './elub.ts';
import { ivBounds } from './iv-bounds.ts';
import { llrBounds } from './bounds.ts';
import { rateAbove, rateBelow } from './misleading.ts';
import { applyPav, fitPav, splitCllr } from './pav.ts';

/**
 * Second opinion: the 188 + 477 log10 LRs of a cartridge-case system that lir (Netherlands Forensic Institute,
 * Apache-2.0) keeps among its tests, and the numbers which lir's own code gives for them.
 */
const folder = resolve(import.meta.dirname, '../../../shared/conformance/lir');
const files = ['LLR_KM.csv', 'LLR_KNM.csv'].map((name) => resolve(folder, name));
const present = files.every((file) => existsSync(file));
if (!present) console.warn('SKIPPED: the LLR files of lir are not at ../shared/conformance/lir; nothing was compared.');

describe.skipIf(!present)('cartridge-case LLRs against lir', () => {
  const [hp, hd] = (present ? files : []).map((file) => readFileSync(file, 'utf8').trim().split(/\s+/).map(Number));
  const km = hp ?? [];
  const knm = hd ?? [];

  it('reads all of them', () => {
    expect([km.length, knm.length]).toEqual([188, 477]);
    expect([...km, ...knm].every((v) => Number.isFinite(v))).toBe(true);
  });

  it('Cllr, Cllr_min, Cllr_cal', () => {
    const split = splitCllr(km, knm);
    expect(Math.abs(split.cllr - 0.6487865136)).toBeLessThan(1e-9);
    expect(Math.abs(split.cllrMin - 0.4745724018)).toBeLessThan(1e-9);
    expect(Math.abs(split.cllrCal - 0.1742141118)).toBeLessThan(1e-9);
    expect(cllr(km, knm).cllr).toBe(split.cllr);
  });

  it('devPAV', () => expect(Math.abs(devPav(km, knm) - 6.083836839361543)).toBeLessThan(1e-9));

  it('PAV has 15 levels', () => {
    const levels = new Set([...applyPav(fitPav(km, knm), [...km, ...knm])].map((v) => v.toFixed(6)));
    expect(levels.size).toBe(15);
  });

  it('ELUB to the grid', () => expect(elub(km, knm)).toEqual({ lower_llr10: -0.84, upper_llr10: 1.55 }));

  it('IV bounds on the default grid', () => {
    const iv = ivBounds(km, knm);
    expect(Math.abs(iv.lower_llr10 - -0.8494742819)).toBeLessThan(1e-9);
    expect(Math.abs(iv.upper_llr10 - 1.5825257181)).toBeLessThan(1e-9);
  });

  it('IV bounds on the grid −2, −1.999, ... of the shipped test', () => {
    const grid_llr10 = Float64Array.from({ length: 5000 }, (_, i) => -2 + i * 0.001);
    const iv = ivBounds(km, knm, { grid_llr10 });
    expect(Math.abs(iv.lower_llr10 - Math.log10(0.1412538))).toBeLessThan(1e-6);
    expect(Math.abs(iv.upper_llr10 - Math.log10(38.1944271))).toBeLessThan(1e-6);
  });

  it('ELUB is the tightest on both sides', () => {
    expect(llrBounds(km, knm)).toEqual({ lower_llr10: -0.84, upper_llr10: 1.55, lowerBy: 'elub', upperBy: 'elub' });
  });

  it('misleading evidence', () => {
    expect(rateBelow(km, 0).rate).toBeCloseTo(0.25, 6);
    expect(rateAbove(knm, 0).rate).toBeCloseTo(0.056604, 6);
  });

  it.each([
    [0.01, 0.2940711766],
    [0.1, 0.4776887332],
    [0.5, 0.6487865136],
    [0.9, 0.3213464941],
    [0.99, 0.0636249776],
  ])('ECE at prior %d, finite where lir HEAD saturates', (prior, expected) => {
    expect(Math.abs(ece_bit(km, knm, prior) - expected)).toBeLessThan(1e-9);
  });
});
