import { type LlrBounds, type Numbers, countAtLeast, sortedAscending } from './scores.ts';

const EXTREME_LLR10 = 20;

export interface IvOptions {
  /** Candidate bounds, ascending; default: from the smallest LLR (or 0) to the largest (or 0) in steps of 0.001. */
  readonly grid_llr10?: Numbers;
}

/** Start, start+step, ... below stop; the step is rounded once as numpy's arange does, so that grids agree with lir's. */
function arange(start: number, stop: number, step: number): Float64Array {
  const rounded = start + step - start;
  return Float64Array.from({ length: Math.ceil((stop - start) / step) }, (_, i) => start + i * rounded);
}

/** Share of a class that is >= t, by Jeffreys' prior: never 0 nor 1. */
const shareAtLeast = (sorted: Float64Array, t: number): number => (countAtLeast(sorted, t) + 0.5) / (sorted.length + 1);

/**
 * Invariance-verification bounds (Alberink, Leegwater, Malmborg, Nordgaard, Sjerps & van der Ham, 2025): the evidence
 * "the LLR is at least t" must itself be worth t. The upper bound is the last t before the first at which it is worth
 * less; the lower bound is the mirror image.
 *
 * With an empty class both bounds are 0.
 */
export function ivBounds(hp_llr10: Numbers, hd_llr10: Numbers, options: IvOptions = {}): LlrBounds {
  if (hp_llr10.length === 0 || hd_llr10.length === 0) return { lower_llr10: 0, upper_llr10: 0 };
  const clip = (v: number): number => Math.min(EXTREME_LLR10, Math.max(-EXTREME_LLR10, v));
  const hp = sortedAscending(hp_llr10).map(clip);
  const hd = sortedAscending(hd_llr10).map(clip);
  const grid =
    options.grid_llr10 ?? arange(Math.min(0, hp[0]!, hd[0]!), Math.max(0, hp.at(-1)!, hd.at(-1)!) + 0.001, 0.001);

  let upper = hp.at(-1)!;
  for (let i = 0; i < grid.length; i++) {
    const t = grid[i]!;
    if (Math.log10(shareAtLeast(hp, t)) - Math.log10(shareAtLeast(hd, t)) - t < 0) {
      // Failing at the first candidate leaves nothing above 0 (lir HEAD takes the last of the grid by index −1).
      upper = i === 0 ? 0 : grid[i - 1]!;
      break;
    }
  }
  let lower = hd[0]!;
  for (let i = grid.length - 1; i >= 0; i--) {
    const t = grid[i]!;
    if (t - Math.log10(1 - shareAtLeast(hp, t)) + Math.log10(1 - shareAtLeast(hd, t)) < 0) {
      lower = i === grid.length - 1 ? 0 : grid[i + 1]!;
      break;
    }
  }
  return { lower_llr10: Math.min(lower, 0), upper_llr10: Math.max(upper, 0) };
}
