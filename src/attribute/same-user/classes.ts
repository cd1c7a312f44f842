/** Classes of distance and of time into which pairs of registrations are sorted. Ends in km and minutes. */
const DISTANCE_ENDS_KM = [0.01, 0.4, 0.8, 1.3, 2, 3, 4.5, 6.5, 9, 13, 20, 32];
const DELAY_ENDS_MIN = [5, 15, 30, 60, 120];

export const DISTANCE_CLASSES = DISTANCE_ENDS_KM.length + 1;
export const DELAY_CLASSES = DELAY_ENDS_MIN.length + 1;

/** Squared ends of the distance classes, from 0 to ∞: class k holds d² with ENDS[k] <= d² < ENDS[k + 1]. */
export const DISTANCE_ENDS_KM2 = Float64Array.from([0, ...DISTANCE_ENDS_KM.map((d) => d * d), Infinity]);

const MIDDLE = 7;
const MIDDLE_KM2 = DISTANCE_ENDS_KM2[MIDDLE]!;

export function distanceClass(squared_km2: number): number {
  let k = squared_km2 < MIDDLE_KM2 ? 0 : MIDDLE;
  while (squared_km2 >= DISTANCE_ENDS_KM2[k + 1]!) k++;
  return k;
}

export function delayClass(delay_s: number): number {
  let k = 0;
  while (k < DELAY_ENDS_MIN.length && delay_s > DELAY_ENDS_MIN[k]! * 60) k++;
  return k;
}
