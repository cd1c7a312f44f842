import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAsked, SAME_AREA_KM, usualPlaceOf } from './alternative.ts';
import type { Positions } from './positions.ts';

const along = (north_km: readonly number[]): Positions => Float64Array.from(north_km.flatMap((km) => [0, 0, km]));
const at = (north_km: number) => ({ usualPlace: () => usualPlaceOf(along([north_km])) });
const km = fc.double({ min: -500, max: 500, noNaN: true });

describe('the alternative', () => {
  it('asks of people of one area only whose usual places are near', () => {
    fc.assert(
      fc.property(km, km, (a, b) => {
        fc.pre(Math.abs(Math.abs(a - b) - SAME_AREA_KM) > 1e-6);
        expect(isAsked('same-area', at(a), at(b))).toBe(Math.abs(a - b) < SAME_AREA_KM);
        expect(isAsked('anyone', at(a), at(b))).toBe(true);
      }),
    );
  });

  it('knows a usual place by where most registrations are: journeys do not move it', () => {
    fc.assert(
      fc.property(km, fc.array(km, { minLength: 1, maxLength: 9 }), (home, journeys) => {
        const stays = Array.from({ length: journeys.length + 1 }, () => home);
        expect(usualPlaceOf(along([...journeys, ...stays]))[2]).toBe(home);
      }),
    );
  });
});
