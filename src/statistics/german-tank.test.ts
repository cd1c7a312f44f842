import { describe, expect, it } from 'vitest';
import { lotFromSerials } from './german-tank.ts';
import { createRandom } from './random.ts';

describe('size of a lot from serials', () => {
  it('unknown start: 1012, 1019, 1040, 1055', () => {
    expect(lotFromSerials([1012, 1019, 1040, 1055])).toBeCloseTo(70.667, 3);
    expect(lotFromSerials([1055, 1012, 1019, 1040, 1040])).toBeCloseTo(70.667, 3);
  });

  it('a complete run is estimated as itself', () => {
    expect(lotFromSerials([5, 6, 7, 8, 9])).toBe(5);
  });

  it('has no answer from too few', () => {
    expect(lotFromSerials([7, 7])).toBeNaN();
  });

  it('is unbiased', () => {
    const random = createRandom('lot');
    const serials = Array.from({ length: 500 }, (_, i) => 30_000 + i);
    let unknown = 0;
    const runs = 4000;
    for (let i = 0; i < runs; i++) {
      const seen = random.shuffle(serials).slice(0, 6);
      unknown += lotFromSerials(seen) / runs;
    }
    expect(Math.abs(unknown - 500)).toBeLessThan(10);
  });
});
