import { describe, expect, it } from 'vitest';
import { lotFromKnownStart, lotFromSerials, lotPosterior } from './german-tank.ts';
import { createRandom } from './random.ts';

describe('size of a lot from serials', () => {
  it('published numbers: largest 60 of 4', () => {
    expect(lotFromKnownStart(60, 4)).toBe(74);
    expect(lotPosterior(60, 4).mean).toBe(88.5);
    expect(lotPosterior(60, 4).sd).toBeCloseTo(50.222, 3);
  });

  it('unknown start: 1012, 1019, 1040, 1055', () => {
    expect(lotFromSerials([1012, 1019, 1040, 1055])).toBeCloseTo(70.667, 3);
    expect(lotFromSerials([1055, 1012, 1019, 1040, 1040])).toBeCloseTo(70.667, 3);
  });

  it('a complete run is estimated as itself', () => {
    expect(lotFromSerials([5, 6, 7, 8, 9])).toBe(5);
    expect(lotFromKnownStart(9, 9)).toBe(9);
  });

  it('has no answer from too few', () => {
    expect(lotFromSerials([7, 7])).toBeNaN();
    expect(lotFromKnownStart(7, 0)).toBeNaN();
    expect(lotPosterior(60, 3).sd).toBeNaN();
    expect(lotPosterior(60, 2).mean).toBeNaN();
  });

  it('is unbiased', () => {
    const random = createRandom('lot');
    const serials = Array.from({ length: 500 }, (_, i) => 30_000 + i);
    let known = 0;
    let unknown = 0;
    const runs = 4000;
    for (let i = 0; i < runs; i++) {
      const seen = random.shuffle(serials).slice(0, 6);
      unknown += lotFromSerials(seen) / runs;
      known += lotFromKnownStart(Math.max(...seen) - 29_999, 6) / runs;
    }
    expect(Math.abs(known - 500)).toBeLessThan(6);
    expect(Math.abs(unknown - 500)).toBeLessThan(10);
  });
});
