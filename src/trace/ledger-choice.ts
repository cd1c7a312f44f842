import type { Imei14 } from '../model/identifiers.ts';
import { checkAgrees, oneErrorAway, type SerialKnowledge, type WrittenImei } from './ledger-imei.ts';

/** When one of several serials that fit a written number is claimed, by everything else that the order says. */
export const CHOICE = {
  /** Posterior from which it counts as read (`corrected`); only where a check digit agrees. */
  corrected: 0.99,
  /** Posterior, and log10 LR against the mean of the others, from which it is reported as `inferred`. */
  inferred: 0.5,
  least_llr10: 1,
} as const;

/** A serial that a written number may mean, with P(written | this serial). */
export interface PossibleSerial {
  readonly imei14: Imei14;
  readonly typing: number;
}

/** Every serial that is in the records or in a batch of the seller and at most one typing error away. */
export function possibleSerials(written: WrittenImei, known: SerialKnowledge, errorRate: number): PossibleSerial[] {
  if (written.check === 'agrees') return [];
  const own = written.digits.slice(0, 14);
  const isPossible = (imei14: string): boolean =>
    (known.seen(imei14) || known.plausible(imei14)) && !known.takenByOther(imei14);
  if (written.check === 'none') {
    const near = oneErrorAway(own);
    const error = errorRate / near.length;
    return [
      { imei14: own as Imei14, typing: 1 - errorRate },
      ...near.map((imei14) => ({ imei14: imei14 as Imei14, typing: error })),
    ].filter(({ imei14 }) => isPossible(imei14));
  }
  const near = oneErrorAway(written.digits);
  const fits = new Set(near.filter(checkAgrees).map((digits15) => digits15.slice(0, 14)));
  return [...fits].filter(isPossible).map((imei14) => ({ imei14: imei14 as Imei14, typing: 1 / near.length }));
}

export interface Choice {
  readonly imei14: Imei14;
  readonly match: 'corrected' | 'inferred';
  readonly posterior: number;
  readonly llr10: number;
}

/**
 * Bayes over the serials that fit: how it is written, whether units sold are in the records as often as the batch at
 * large (`seenRatio` for one that is, `unseenRatio` for one that is not), and what else the order says of the handset.
 * @param other likelihood of the order's dates, buyer and city for a handset of the records; undefined = not in them
 */
export function chooseSerial(
  possible: readonly PossibleSerial[],
  seenRatio: number,
  unseenRatio: number,
  other: (imei14: Imei14) => number | undefined,
  hasCheckDigit: boolean,
): Choice | undefined {
  if (possible.length < 2) return undefined;
  const weights = possible.map(({ imei14, typing }) => {
    const likelihood = other(imei14);
    return likelihood === undefined
      ? { imei14, isSeen: false, weight: typing * unseenRatio }
      : { imei14, isSeen: true, weight: typing * seenRatio * likelihood };
  });
  const total = weights.reduce((sum, { weight }) => sum + weight, 0);
  const best = weights.reduce((most, next) => (next.weight > most.weight ? next : most));
  const others = (total - best.weight) / (weights.length - 1);
  const posterior = best.weight / total;
  const llr10 = Math.log10(best.weight / Math.max(others, Number.MIN_VALUE));
  if (!best.isSeen || !(posterior > CHOICE.inferred) || llr10 < CHOICE.least_llr10) return undefined;
  const match = hasCheckDigit && posterior >= CHOICE.corrected ? 'corrected' : 'inferred';
  return { imei14: best.imei14, match, posterior, llr10: Math.min(llr10, 6) };
}
