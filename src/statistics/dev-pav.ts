import { applyPav, fitPav } from './pav.ts';
import type { Numbers } from './scores.ts';

/** A point of the PAV plot: log10 LR before and after PAV. */
export type PavPoint = readonly [before_llr10: number, after_llr10: number];

/**
 * Area between the straight line through two points and the identity. The distance to the identity is linear along the
 * line, so the area is a trapezium, or two triangles where it changes sign.
 */
export function areaToIdentity([x1, y1]: PavPoint, [x2, y2]: PavPoint): number {
  const d1 = y1 - x1;
  const d2 = y2 - x2;
  const width = x2 - x1;
  if (d1 * d2 >= 0) return (width * (Math.abs(d1) + Math.abs(d2))) / 2;
  return (width * (d1 * d1 + d2 * d2)) / (2 * (Math.abs(d1) + Math.abs(d2)));
}

/**
 * devPAV (Vergeer et al., Forensic Science International 321 (2021) 110722, as in lir): how far, on average over the range of LLRs, PAV
 * would move them; in log10 units. 0 is perfectly calibrated.
 *
 * ∞ when an infinite LR ought to have been finite; NaN when PAV separates the classes fully, so that no finite part
 * of its curve remains, or a class is empty.
 */
export function devPav(hp_llr10: Numbers, hd_llr10: Numbers): number {
  if (hp_llr10.length === 0 || hd_llr10.length === 0) return Number.NaN;
  const fit = fitPav(hp_llr10, hd_llr10);
  const before = Float64Array.from([...hp_llr10, ...hd_llr10]).sort();
  const after = applyPav(fit, before);
  return devPavOfCurve(Array.from(before, (x, i): PavPoint => [x, after[i]!]));
}

/** devPAV of points already ordered by both coordinates. */
export function devPavOfCurve(points: readonly PavPoint[]): number {
  const finite = points.filter(([, y]) => Number.isFinite(y));
  const first = finite[0];
  const last = finite.at(-1);
  if (first === undefined || last === undefined) return Number.NaN;
  if (!Number.isFinite(first[0]) || !Number.isFinite(last[0])) return Infinity;
  const width = last[0] - first[0];
  if (width === 0) return Math.abs(first[0] - first[1]);
  let area = 0;
  for (let i = 1; i < finite.length; i++) area += areaToIdentity(finite[i - 1]!, finite[i]!);
  return area / width;
}
