import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random, frozenNormal } from './random.ts';

describe('Random', () => {
  it('repeats itself for a seed and label, and differs for another label', () => {
    const draw = (label: string): number[] => {
      const r = new Random(7, label);
      return Array.from({ length: 20 }, () => r.next32());
    };
    expect(draw('a')).toEqual(draw('a'));
    expect(draw('a')).not.toEqual(draw('b'));
  });

  it('has the moments of its distributions (100,000 draws, five standard errors)', () => {
    const r = new Random(11, 'moments');
    const n = 100_000;
    let unit = 0;
    let normal = 0;
    let square = 0;
    let poisson = 0;
    for (let i = 0; i < n; i++) {
      unit += r.unit();
      const z = r.normal();
      normal += z;
      square += z * z;
      poisson += r.poisson(3.5);
    }
    expect(Math.abs(unit / n - 0.5)).toBeLessThan((5 * Math.sqrt(1 / 12)) / Math.sqrt(n));
    expect(Math.abs(normal / n)).toBeLessThan(5 / Math.sqrt(n));
    expect(Math.abs(square / n - 1)).toBeLessThan((5 * Math.SQRT2) / Math.sqrt(n));
    expect(Math.abs(poisson / n - 3.5)).toBeLessThan((5 * Math.sqrt(3.5)) / Math.sqrt(n));
  });

  it('freezes shadowing with unit variance', () => {
    let sum = 0;
    let square = 0;
    for (let i = 0; i < 20_000; i++) {
      const z = frozenNormal(i, i * 31 + 5);
      sum += z;
      square += z * z;
    }
    expect(Math.abs(sum / 20_000)).toBeLessThan(0.05);
    expect(Math.abs(square / 20_000 - 1)).toBeLessThan(0.06);
    expect(frozenNormal(3, 4)).toBe(frozenNormal(3, 4));
  });

  it('shuffles without losing anything', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.nat(), (list, seed) => {
        const shuffled = new Random(seed).shuffle([...list]);
        expect(shuffled.sort((a, b) => a - b)).toEqual([...list].sort((a, b) => a - b));
      }),
    );
  });
});
