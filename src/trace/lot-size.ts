import { lgamma, lotFromSerials } from '../statistics/index.ts';

/** A type allocation code holds 10^6 serials (TS 23.003 clause 6.2). */
const SERIALS_PER_TAC = 1e6;
export const serialOf = (imei14: string): number => Number(imei14.slice(8));
/** Chance that the next serial in order belongs to another batch, before looking at the gap. */
const NEW_BATCH = 0.01;

export interface SerialBatch {
  readonly tac: string;
  readonly first: number;
  readonly last: number;
  /** Distinct serials seen, each two-SIM handset counted once. */
  readonly seen: number;
  /** Mean gap between neighbours inside batches of this TAC. */
  readonly gap: number;
}

/**
 * Splits serials of one TAC into batches: a gap ends a batch when it is likelier between strangers spread over the
 * whole TAC than inside a batch (both exponential; the inner scale from the lower quartile of the gaps, which holds
 * while a quarter of the neighbours are of one batch). Duplicates count once.
 */
export function splitBatches(tac: string, serials: Iterable<number>): SerialBatch[] {
  const sorted = [...new Set(serials)].sort((a, b) => a - b);
  const gaps = sorted.slice(1).map((serial, at) => serial - (sorted[at] ?? 0));
  const ordered = [...gaps].sort((a, b) => a - b);
  const quartile = ordered[Math.floor(ordered.length / 4)] ?? 1;
  const inner = Math.max(1, quartile / -Math.log(0.75));
  const outer = SERIALS_PER_TAC / Math.max(1, sorted.length);
  const limit =
    outer <= inner
      ? Infinity
      : (Math.log(outer / inner) + Math.log((1 - NEW_BATCH) / NEW_BATCH)) / (1 / inner - 1 / outer);
  const batches: SerialBatch[] = [];
  let start = 0;
  for (let at = 1; at <= sorted.length; at++) {
    if (at < sorted.length && (gaps[at - 1] ?? 0) <= limit) continue;
    const first = sorted[start];
    const last = sorted[at - 1];
    if (first !== undefined && last !== undefined) {
      const seen = at - start;
      batches.push({ tac, first, last, seen, gap: seen > 1 ? (last - first) / (seen - 1) : inner });
    }
    start = at;
  }
  return batches;
}

/** Whether a serial may belong to the batch: inside, or not further out than three mean gaps (95 % of exponentials). */
export function inBatch(batch: SerialBatch, serial: number): boolean {
  const margin = batch.seen > 1 ? 3 * Math.max(1, batch.gap) : 0;
  return serial >= batch.first - margin && serial <= batch.last + margin;
}

export interface LotSize {
  /** Estimated serials of the purchased lot (not phones in use); NaN for one serial seen. */
  readonly units: number;
  /** 90 % interval. */
  readonly units_low: number;
  readonly units_high: number;
}

/** Size of the purchased lot of which these serials were seen: German tank with unknown start. Duplicates count once. */
export function lotSize(serials: Iterable<number>): LotSize {
  const distinct = [...new Set(serials)].sort((a, b) => a - b);
  const span = (distinct.at(-1) ?? 0) - (distinct[0] ?? 0);
  return {
    units: Math.min(SERIALS_PER_TAC, lotFromSerials(distinct)),
    units_low: span + 1,
    units_high: upperUnits(span, distinct.length),
  };
}

/**
 * Largest lot in which k serials drawn without favour would still span no more than `span` with probability 0.1 (the
 * lower end of a lot is certain, so the whole tenth goes to the upper end). Of the C(N,k) draws, (N-s) C(s,k-1) + C(s,k)
 * span at most s.
 */
function upperUnits(span: number, k: number): number {
  const logChoose = (n: number, r: number): number =>
    r > n ? -Infinity : lgamma(n + 1) - lgamma(r + 1) - lgamma(n - r + 1);
  const within = (units: number): number => {
    const all = logChoose(units, k);
    return (units - span) * Math.exp(logChoose(span, k - 1) - all) + Math.exp(logChoose(span, k) - all);
  };
  let low = span + 1;
  let high = SERIALS_PER_TAC;
  if (within(high) >= 0.1) return high;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (within(middle) >= 0.1) low = middle;
    else high = middle;
  }
  return low;
}
