import { describe, expect, it } from 'vitest';
import type { LevelMap } from './level-map.ts';
import { spreadPrior } from './place-prior.ts';
import { roomRatios } from './room-ratios.ts';

/** Two points in room 0, one in room 1, none in room 2 and none outside. */
const map = {
  grid: { x_m: Float64Array.of(1, 3, 8), y_m: Float64Array.of(0, 0, 0), room: Int32Array.of(0, 0, 1) },
} as unknown as LevelMap;
const roomPrior = Float64Array.of(0.4, 0.3, 0.27, 0.02, 0.01);
const prior = spreadPrior(map.grid, roomPrior);
const fix = {
  points: Float64Array.of(0.6, 0.2, 0.1),
  none: 0.1,
  power_db: 0,
  logEvidence: 0,
  power: new Float64Array(),
};

describe('what a fix says of rooms', () => {
  it('gains on the prior by the mass of its points, at their mean position', () => {
    const { ratios, x_m } = roomRatios(map, prior, roomPrior, [fix], 0);
    expect(ratios[0]! - ratios[1]!).toBeCloseTo(Math.log(0.8 / 0.4 / (0.1 / 0.3)), 9);
    expect(x_m[0]).toBeCloseTo(1.5, 9);
    expect(x_m[2]).toBeNaN();
  });

  it('leaves a place that nobody knows anything of as likely as none of these', () => {
    const { ratios } = roomRatios(map, prior, roomPrior, [fix], 0);
    expect(ratios[2]).toBeCloseTo(ratios[4]!, 12);
    expect(ratios[3]).toBeCloseTo(ratios[4]!, 12);
  });

  it('counts two fixes as two where their errors are their own, as one where they are the same', () => {
    const gain = (alike: number) => {
      const { ratios } = roomRatios(map, prior, roomPrior, [fix, fix], alike);
      return ratios[1]! - ratios[4]!;
    };
    const one = roomRatios(map, prior, roomPrior, [fix], 0).ratios;
    expect(gain(1)).toBeCloseTo(one[1]! - one[4]!, 9);
    expect(gain(0)).toBeCloseTo(2 * (one[1]! - one[4]!), 9);
  });
});
