import type { ResultRow } from './rows.ts';
import { signed, statedInWords, strengthInWords } from '../print/words.ts';

/** What handsets.csv states of one handset component and prison; NaN = withheld. */
export interface StatedFigure {
  readonly llr10: number;
  readonly llr10_low: number;
  readonly llr10_high: number;
  /** The bound of the reference data that stopped it. */
  readonly cutAt: 'upper' | 'lower' | undefined;
  readonly reasons: string;
}

export function statedFigure(row: ResultRow): StatedFigure {
  const figure = (name: string): number => (row[name] ? Number(row[name]) : Number.NaN);
  const reasons = row['reasons'] ?? '';
  const side = /cut at the (upper|lower) bound/.exec(reasons)?.[1];
  return {
    llr10: figure('llr10'),
    llr10_low: figure('llr10_low'),
    llr10_high: figure('llr10_high'),
    cutAt: side === 'upper' || side === 'lower' ? side : undefined,
    reasons,
  };
}

/** The figure with its interval, or why there is none. */
export function figureInWords(stated: StatedFigure): string[] {
  const { llr10, llr10_low: low, llr10_high: high, cutAt, reasons } = stated;
  if (!Number.isFinite(llr10)) return [`  No calibrated ratio. It is withheld: ${reasons || 'no reason is stated'}.`];
  if (Number.isNaN(low))
    return [`  log10 LR ${signed(llr10)}: ${strengthInWords(llr10)}. handsets.csv does not hold its interval.`];
  const words = `  ${statedInWords(stated)}: ${strengthInWords(llr10)}.`;
  const beyond = cutAt === undefined ? '' : cutAt === 'upper' ? ' or more' : ' or less';
  const from = `${signed(low)}${cutAt === 'lower' ? beyond : ''}`;
  const to = `${signed(high)}${cutAt === 'upper' ? beyond : ''}`;
  return [
    words,
    `  log10 LR ${signed(llr10)}${beyond}, ${beyond !== '' && low === high ? 'and so is all of its 90 % interval' : `90 % interval ${from} to ${to}`}.`,
  ];
}
