import { numberOf, type Positions, squared_km2 } from './positions.ts';

/**
 * Whose the second handset is if it is not the first one's user's (Hd). A ratio holds against these people only: handsets that were
 * noticed because they were heard in one place are alike for that reason alone, and are to be compared with people of that place
 * (relevant population: ENFSI guideline for evaluative reporting, 2015).
 */
export const ALTERNATIVES = ['anyone', 'same-area'] as const;
export type Alternative = (typeof ALTERNATIVES)[number];

/** Straight distance of usual places up to which two people are of one area. */
export const SAME_AREA_KM = 10;

/** Middle of where a handset was: the median along each axis, which journeys do not move. km */
export function usualPlaceOf(at: Positions): Positions {
  const along = (axis: number): Float64Array => at.filter((_, i) => i % 3 === axis).toSorted();
  return Float64Array.from([0, 1, 2], (axis) => along(axis)[numberOf(at) >> 1] ?? Number.NaN);
}

interface Placed {
  readonly usualPlace: () => Positions;
}

/** Whether two handsets, if of two people, are of two people whom the alternative is about. */
export function isAsked(alternative: Alternative, a: Placed, b: Placed): boolean {
  if (alternative === 'anyone') return true;
  return squared_km2(a.usualPlace(), 0, b.usualPlace(), 0) <= SAME_AREA_KM ** 2;
}
