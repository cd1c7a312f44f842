import { describe, expect, it } from 'vitest';
import { calibrateSuccession, type ProxyPair } from './succession-calibration.ts';

const pair = (edge: number, proxy: boolean | undefined, ln: number): ProxyPair => ({
  ln: [ln, 0, 0, 0, 0, 0],
  proxy,
  prison_id: `P${edge % 2}`,
  edge: String(edge),
});
const good = Array.from({ length: 8 }, (_, e) => [
  pair(e, true, 6 + e / 4),
  pair(e, false, -2),
  pair(e, false, -1),
]).flat();

describe('calibration on SIM chains', () => {
  it('holds out prisons where two have edges enough', () => {
    expect(calibrateSuccession(good).heldOut).toBe('prisons');
    expect(calibrateSuccession(good.map((p) => ({ ...p, prison_id: 'P' }))).heldOut).toBe('edges');
  });

  it('is made from three known edges on where wrong pairs are many, and from two never', () => {
    const first = (edges: number, each = 5): ProxyPair[] =>
      good
        .filter((p) => Number(p.edge) < edges)
        .flatMap((p) => (p.proxy === true ? [p] : Array.from({ length: each }, () => p)));
    const three = calibrateSuccession(first(3));
    expect(three.calibrator).toBeDefined();
    expect(three.bounds.lower_llr10).toBeGreaterThanOrEqual(-Math.log10(3) - 1e-9);
    expect(three.bounds.upper_llr10).toBeGreaterThan(1);
    expect(calibrateSuccession(first(3, 3))).toMatchObject({ calibrator: undefined, otherPairs: 18 });
    expect(calibrateSuccession(first(2, 15))).toMatchObject({ calibrator: undefined, heldOut: 'none' });
  });

  it('leaves out a SIM that plainly went to somebody else, and says so', () => {
    const calibration = calibrateSuccession([...good, pair(9, true, -12), pair(9, false, 9)]);
    expect(calibration.knownEdges).toBe(8);
    expect(calibration.doubtfulEdges).toBe(1);
    expect(calibration.heldOutCllr).toBeLessThan(0.2);
  });

  it('never bounds a ratio wider than its references, and learns nothing from pairs of which nothing is known', () => {
    const calibration = calibrateSuccession([...good, pair(1, undefined, 50)]);
    expect(calibration.otherPairs).toBe(16);
    expect(calibration.bounds.lower_llr10).toBeGreaterThanOrEqual(-Math.log10(8) - 1e-9);
    expect(calibration.bounds.upper_llr10).toBeLessThanOrEqual(Math.log10(17));
  });
});
