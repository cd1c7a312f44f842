import type { Positions } from './positions.ts';

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
export function usualPlaceOf({ x_km, y_km, z_km }: Positions): Float64Array {
  return Float64Array.from([x_km, y_km, z_km], (axis) => axis.toSorted()[axis.length >> 1] ?? Number.NaN);
}

interface Placed {
  readonly usualPlace: () => Float64Array;
}

/** Whether two handsets, if of two people, are of two people whom the alternative is about. */
export function isAsked(alternative: Alternative, a: Placed, b: Placed): boolean {
  if (alternative === 'anyone') return true;
  const [p, q] = [a.usualPlace(), b.usualPlace()];
  return (p[0]! - q[0]!) ** 2 + (p[1]! - q[1]!) ** 2 + (p[2]! - q[2]!) ** 2 <= SAME_AREA_KM ** 2;
}
