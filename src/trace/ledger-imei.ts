import type { Imei14 } from '../model/identifiers.ts';
import { luhnCheckDigit } from '../model/identifiers.ts';

/** What the seller wrote, as far as the digits themselves say. */
export interface WrittenImei {
  readonly digits: string;
  /** 15 digits whose check digit agrees; `wrong`: disagrees; `none`: 14 or 16 digits, nothing to check. */
  readonly check: 'agrees' | 'wrong' | 'none';
}

/** Undefined for anything but 14, 15 or 16 digits. Spaces, dots, dashes and slashes between digits are ignored. */
export function readWrittenImei(text: string): WrittenImei | undefined {
  const digits = text.replace(/[\s./-]/g, '');
  if (!/^\d{14,16}$/.test(digits)) return undefined;
  if (digits.length !== 15) return { digits, check: 'none' };
  return { digits, check: checkAgrees(digits) ? 'agrees' : 'wrong' };
}

/** Luhn, over 15 digits. */
export const checkAgrees = (digits15: string): boolean =>
  Number(digits15[14]) === luhnCheckDigit(digits15.slice(0, 14));

/** Every number of equal length that one typing error away: a digit replaced, or two neighbours swapped. */
export function oneErrorAway(digits: string): string[] {
  const out = new Set<string>();
  for (let i = 0; i < digits.length; i++) {
    for (let d = 0; d < 10; d++) out.add(`${digits.slice(0, i)}${d}${digits.slice(i + 1)}`);
    const next = digits[i + 1];
    if (next !== undefined) out.add(`${digits.slice(0, i)}${next}${digits[i] ?? ''}${digits.slice(i + 2)}`);
  }
  out.delete(digits);
  return [...out].sort();
}

/** Facts about the market that a reading is weighed against. */
export interface SerialKnowledge {
  /** The number is a handset of the records. */
  readonly seen: (imei14: string) => boolean;
  /** A serial of a batch of the model sold: it may have been sold, whether seen or not. */
  readonly plausible: (imei14: string) => boolean;
  /** Another line names this number, confirmed by its check digit: one unit is sold once. */
  readonly takenByOther: (imei14: string) => boolean;
}

export interface ImeiReading {
  readonly imei14: Imei14;
  readonly match: 'imei' | 'corrected' | 'inferred';
  readonly llr10: number;
}

/** Share of written numbers with a typing error; replaced by the ledger's own rate where it has enough numbers. */
export const TYPING_ERROR = 0.05;
/** A serial is one of 10^6 in its TAC. */
const CHANCE = 1e-6;

/**
 * Which handset of the records a written IMEI means. LR = P(written | this unit) / P(written | another unit):
 * - equal: (1 - e) / (1e-6 + n e/m), n = plausible unclaimed numbers one error away that would also pass as written
 *   (none where the check digit agrees, because one error breaks it), m = numbers one error away (148 for 15 digits);
 * - corrected: (e/m) / (1e-6 e), e cancels: the error falls on this number by chance with 1e-6.
 * Undefined: nothing, or several that fit.
 */
export function readImei(
  written: WrittenImei,
  known: SerialKnowledge,
  errorRate: number = TYPING_ERROR,
): ImeiReading | undefined {
  const own = written.digits.slice(0, 14);
  const near = oneErrorAway(written.check === 'none' ? own : written.digits);
  if (written.check === 'agrees') {
    // Two errors would be needed to reach another number whose check digit agrees.
    const llr10 = Math.log10((1 - errorRate) / (CHANCE + (errorRate / near.length) ** 2));
    return known.seen(own) ? { imei14: own as Imei14, match: 'imei', llr10 } : undefined;
  }
  const possible = (imei14: string): boolean =>
    (known.seen(imei14) || known.plausible(imei14)) && !known.takenByOther(imei14);
  if (written.check === 'none') {
    if (known.takenByOther(own)) return undefined;
    const rivals = near.filter(possible);
    if (known.seen(own)) {
      const llr10 = Math.log10((1 - errorRate) / (CHANCE + (rivals.length * errorRate) / near.length));
      return { imei14: own as Imei14, match: 'imei', llr10 };
    }
    // A serial of the batch that is not in the records was most likely sold and is not in use here.
    const only = rivals[0];
    if (known.plausible(own) || only === undefined || rivals.length > 1 || !known.seen(only)) return undefined;
    return { imei14: only as Imei14, match: 'inferred', llr10: Math.log10(errorRate / near.length / CHANCE) };
  }
  // The check digit disagrees: the error is in one of the fifteen digits.
  const fits = [...new Set(near.filter(checkAgrees).map((digits15) => digits15.slice(0, 14)))].filter(possible);
  const only = fits[0];
  if (only === undefined || fits.length > 1 || !known.seen(only)) return undefined;
  const llr10 = Math.log10(1 / near.length / CHANCE);
  return { imei14: only as Imei14, match: only === own ? 'imei' : 'corrected', llr10 };
}

/** Typing errors per written number, from the numbers that carry a check digit (one pseudo-number in twenty). */
export function typingErrorRate(written: readonly WrittenImei[]): number {
  const checked = written.filter(({ check }) => check !== 'none');
  const wrong = checked.filter(({ check }) => check === 'wrong').length;
  return (wrong + 1) / (checked.length + 1 / TYPING_ERROR);
}
