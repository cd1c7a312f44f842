import { cllr } from './cllr.ts';
import type { Numbers } from './scores.ts';

/**
 * Pool-adjacent-violators calibration: the non-decreasing step function of the score that makes the class-balanced
 * posterior fit best (Zadrozny & Elkan 2002; Brümmer & du Preez 2006). It is optimistic on its own training data, so it
 * serves as the yardstick of Cllr_min and devPAV, not as a calibrator of evidence.
 */
export interface PavFit {
  /** Scores at which a step begins or ends, ascending, no duplicates. */
  readonly knot: Float64Array;
  /** Class-balanced posterior of Hp at each knot. */
  readonly posterior: Float64Array;
  /** Class-balanced posterior of Hd at each knot: kept beside `posterior` because 1 − p loses its digits near 1. */
  readonly complement: Float64Array;
}

interface Block {
  first: number;
  last: number;
  hp: number;
  hd: number;
}

export interface PavOptions {
  /** Number of misleading sources put at each end (max+1 under Hd, min−1 under Hp), so that no LR is 0 or ∞. Default 0. */
  readonly addMisleading?: number;
}

/** Fits PAV. An empty class gives NaN throughout. Scores may be infinite; a NaN score is the caller's error. */
export function fitPav(hp_score: Numbers, hd_score: Numbers, options: PavOptions = {}): PavFit {
  const extra = options.addMisleading ?? 0;
  const points: { score: number; hp: number; hd: number }[] = [];
  for (let i = 0; i < hp_score.length; i++) points.push({ score: hp_score[i]!, hp: 1, hd: 0 });
  for (let i = 0; i < hd_score.length; i++) points.push({ score: hd_score[i]!, hp: 0, hd: 1 });
  points.sort((a, b) => (a.score === b.score ? 0 : a.score - b.score));
  if (extra > 0 && points.length > 0) {
    points.unshift({ score: points[0]!.score - 1, hp: extra, hd: 0 });
    points.push({ score: points[points.length - 1]!.score + 1, hp: 0, hd: extra });
  }
  const blocks = poolViolators(points);
  return stepsOf(blocks, hp_score.length + extra, hd_score.length + extra);
}

/** Is the Hp share of a at least that of b? Compared by cross-multiplying integers: exact. */
const notBelow = (a: Block, b: Block): boolean => a.hp * b.hd >= b.hp * a.hd;

/** Sources with equal score form one block; neighbours are pooled until Hp shares strictly increase. */
function poolViolators(points: readonly { score: number; hp: number; hd: number }[]): Block[] {
  const blocks: Block[] = [];
  for (let i = 0; i < points.length;) {
    const score = points[i]!.score;
    let block: Block = { first: score, last: score, hp: 0, hd: 0 };
    for (; i < points.length && points[i]!.score === score; i++) {
      block.hp += points[i]!.hp;
      block.hd += points[i]!.hd;
    }
    for (let top = blocks.at(-1); top !== undefined && notBelow(top, block); top = blocks.at(-1)) {
      block = { first: top.first, last: score, hp: top.hp + block.hp, hd: top.hd + block.hd };
      blocks.pop();
    }
    blocks.push(block);
  }
  return blocks;
}

function stepsOf(blocks: readonly Block[], hpCount: number, hdCount: number): PavFit {
  const knot: number[] = [];
  const posterior: number[] = [];
  const complement: number[] = [];
  for (const block of blocks) {
    const hp = block.hp / hpCount;
    const hd = block.hd / hdCount;
    for (const score of block.first === block.last ? [block.first] : [block.first, block.last]) {
      knot.push(score);
      posterior.push(hp / (hp + hd));
      complement.push(hd / (hp + hd));
    }
  }
  return {
    knot: Float64Array.from(knot),
    posterior: Float64Array.from(posterior),
    complement: Float64Array.from(complement),
  };
}

/** log10 LR of one score: linear in the posterior between knots, flat outside them. NaN stays NaN. */
export function pavLlr10(fit: PavFit, score: number): number {
  const { knot, posterior, complement } = fit;
  const n = knot.length;
  if (n === 0 || Number.isNaN(score)) return Number.NaN;
  const at = (i: number): number => Math.log10(posterior[i]! / complement[i]!);
  if (score <= knot[0]!) return at(0);
  if (score >= knot[n - 1]!) return at(n - 1);
  let low = 0;
  let high = n - 1;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (knot[middle]! <= score) low = middle;
    else high = middle;
  }
  if (knot[low] === score || posterior[low] === posterior[high]) return at(low);
  // Beside an infinite knot every finite score lies, in the limit, on the finite one.
  if (knot[low] === -Infinity) return knot[high] === Infinity ? (at(low) + at(high)) / 2 : at(high);
  if (knot[high] === Infinity) return at(low);
  const t = (score - knot[low]!) / (knot[high]! - knot[low]!);
  return Math.log10(
    (posterior[low]! * (1 - t) + posterior[high]! * t) / (complement[low]! * (1 - t) + complement[high]! * t),
  );
}

/** {@link pavLlr10} of each score. */
export function applyPav(fit: PavFit, scores: Numbers): Float64Array {
  return Float64Array.from(scores, (score) => pavLlr10(fit, score));
}

export interface CllrSplit {
  readonly cllr: number;
  /** What is left after the best monotone recalibration: how well the scores separate. */
  readonly cllrMin: number;
  /** cllr − cllrMin: what wrong calibration costs. */
  readonly cllrCal: number;
}

/** Splits Cllr into discrimination and calibration. NaN when a class is empty. */
export function splitCllr(hp_llr10: Numbers, hd_llr10: Numbers): CllrSplit {
  const fit = fitPav(hp_llr10, hd_llr10);
  const total = cllr(hp_llr10, hd_llr10).cllr;
  const cllrMin = cllr(applyPav(fit, hp_llr10), applyPav(fit, hd_llr10)).cllr;
  return { cllr: total, cllrMin, cllrCal: total - cllrMin };
}
