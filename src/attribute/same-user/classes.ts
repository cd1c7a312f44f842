/** Classes of distance and of time into which pairs of registrations are sorted. Ends in km and minutes. */
const DISTANCE_ENDS_KM = [0.01, 0.4, 0.8, 1.3, 2, 3, 4.5, 6.5, 9, 13, 20, 32];
const DELAY_ENDS_MIN = [5, 15, 30, 60, 120];

export const DISTANCE_CLASSES = DISTANCE_ENDS_KM.length + 1;
export const DELAY_CLASSES = DELAY_ENDS_MIN.length + 1;

/** Squared ends of the distance classes, from 0 to ∞: class k holds d² with ENDS[k] <= d² < ENDS[k + 1]. */
export const DISTANCE_ENDS_KM2 = Float64Array.from([0, ...DISTANCE_ENDS_KM.map((d) => d * d), Infinity]);

/** Exponent and three bits of the mantissa of a number in single precision tell within an eighth of an octave how large it is. */
const LEADING_BITS_FROM = 20;
const single = new Float32Array(1);
const bits = new Uint32Array(single.buffer);
/** For each value of the leading bits the class of the least number that has them. */
const LEAST_CLASS = Uint8Array.from({ length: 1 << (31 - LEADING_BITS_FROM) }, (_, leading) => {
  // One step below: a number may have been rounded up to single precision.
  bits[0] = Math.max(0, (leading << LEADING_BITS_FROM) - 1);
  const least = single[0]!;
  return Math.max(0, DISTANCE_ENDS_KM.findLastIndex((d) => d * d <= least) + 1);
});

/** One look into a table: what crowds cost is this. */
export function distanceClass(squared_km2: number): number {
  single[0] = squared_km2;
  let k = LEAST_CLASS[bits[0]! >>> LEADING_BITS_FROM]!;
  while (squared_km2 >= DISTANCE_ENDS_KM2[k + 1]!) k++;
  return k;
}

export function delayClass(delay_s: number): number {
  let k = 0;
  while (k < DELAY_ENDS_MIN.length && delay_s > DELAY_ENDS_MIN[k]! * 60) k++;
  return k;
}
