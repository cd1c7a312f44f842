import type { ReferencePerformance } from '../../detect/index.ts';
import type { RefusalCode } from '../../model/refusal.ts';

/** Verbal equivalents of likelihood ratios after the ENFSI guideline for evaluative reporting (2015), table of section 2.6. */
const SCALE: readonly (readonly [least_llr10: number, words: string])[] = [
  [6, 'extremely strong support'],
  [4, 'very strong support'],
  [3, 'strong support'],
  [2, 'moderately strong support'],
  [1, 'moderate support'],
  [Math.log10(2), 'weak support'],
];

/** What a refusal code says, in few words; docs/errors.md says what to do about each. */
export const REFUSED_BECAUSE: Readonly<Record<RefusalCode, string>> = {
  AUTHORITY_MISSING: 'no act in force covers it',
  AUTHORITY_PERIOD: 'outside the period of the act',
  AUTHORITY_IDENTIFIER: 'about nobody whom the act names',
  COLUMN_COUNT: 'too many or too few columns',
  TIME_IMPOSSIBLE: 'a time that cannot be',
  IMEI_SCIENTIFIC: 'IMEI rounded by a spreadsheet: digits are lost',
  IMEI_FORM: 'an IMEI that is none',
  IMSI_FORM: 'an IMSI that is none',
  NUMBER_FORM: 'a telephone number that is none',
  VALUE_UNKNOWN: 'a word outside the closed list',
  FILE_UNREADABLE: 'damaged, empty, not to be opened, or not in the form of its format',
  LAYOUT_UNKNOWN: 'no profile or format fits',
  XML_MALFORMED: 'the XML breaks off',
  RECORD_INCOMPLETE: 'something needed is empty',
  BED_UNKNOWN: 'a room that cells.csv does not list',
  BED_CONTRADICTORY: 'one inmate in two rooms at once',
  REFERENCE_CONTRADICTORY: 'one handset of two classes or areas at once',
  ROW_FUTURE: 'after the end of the case',
  COORDINATE_IMPOSSIBLE: 'coordinates that cannot be',
  INTERVAL_EMPTY: 'ends before it begins',
  FIELD_FORM: 'a value of the wrong form',
};

/** How strongly evidence supports one of the two propositions, in words. */
export function strengthInWords(llr10: number): string {
  if (!Number.isFinite(llr10)) return 'withheld';
  const side = llr10 >= 0 ? 'that it lives inside' : 'that it does not live inside';
  const words = SCALE.find(([least]) => Math.abs(llr10) >= least)?.[1];
  return words === undefined ? 'no support for either side' : `${words} for the view ${side}`;
}

/** A log ratio with its sign, to two decimals. */
export function signed(llr10: number): string {
  const text = llr10.toFixed(2);
  return text === '-0.00' ? '+0.00' : llr10 < 0 ? text : `+${text}`;
}

export function ratioInWords(llr10: number): string {
  if (!Number.isFinite(llr10)) return '-';
  const ratio = 10 ** Math.abs(llr10);
  const figure =
    ratio >= 100 ? Math.round(ratio / 10) * 10 : ratio >= 10 ? Math.round(ratio) : Math.round(ratio * 10) / 10;
  return llr10 >= 0 ? `${figure}` : `1/${figure}`;
}

/** A ratio that the reference data stopped is "at least" (or "at most") what is stated. */
export function statedInWords(judgement: {
  readonly llr10: number;
  readonly llr10_low: number;
  readonly llr10_high: number;
  readonly cutAt: 'upper' | 'lower' | undefined;
}): string {
  const { llr10, llr10_low, llr10_high, cutAt } = judgement;
  const [figure, low, high] = [llr10, llr10_low, llr10_high].map(ratioInWords);
  if (cutAt === undefined) return `LR ${figure} (90 %: ${low} to ${high})`;
  const interval = low === high ? '' : cutAt === 'upper' ? ` (90 %: from ${low})` : ` (90 %: up to ${high})`;
  return `LR ${figure} or ${cutAt === 'upper' ? 'more' : 'less'}${interval}`;
}

/** A count with its noun: "1 session", "2 sessions". */
export const counted = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;

/** What stands above everything else; nothing where nobody needs to be warned. */
export const warningsInWords = (warnings: readonly string[]): string[] =>
  warnings.length === 0
    ? []
    : [
        `BEFORE YOU READ ON: ${counted(warnings.length, 'warning')}`,
        ...warnings.map((warning) => `  ! ${warning}`),
        '',
      ];

/** As one reads them: those inside, then who is most easily taken for them. */
const CLASS_ORDER = ['inside', 'homebody', 'neighbour', 'staff', 'fixed'];

/** How many references there are of each class, always in one order. */
export function referencesInWords(references: Readonly<Record<string, number>>): string {
  const place = (name: string): number => (CLASS_ORDER.indexOf(name) + 1 || CLASS_ORDER.length + 1) - 1;
  return Object.entries(references)
    .sort(([a], [b]) => place(a) - place(b) || (a < b ? -1 : 1))
    .map(([name, n]) => `${n} ${name}`)
    .join(', ');
}

/** Cllr on references, with how many there are of each side. */
export function performanceInWords({ inside, outside, cllr }: ReferencePerformance): string {
  const of = `${inside} inside, ${outside} outside`;
  return cllr === null ? `not known (${of})` : `${cllr.toFixed(3)} (${of})`;
}
