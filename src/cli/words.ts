/** Verbal equivalents of likelihood ratios after the ENFSI guideline for evaluative reporting (2015), table of section 2.6. */
const SCALE: readonly (readonly [least_llr10: number, words: string])[] = [
  [6, 'extremely strong support'],
  [4, 'very strong support'],
  [3, 'strong support'],
  [2, 'moderately strong support'],
  [1, 'moderate support'],
  [Math.log10(2), 'weak support'],
];

/** How strongly evidence supports one of the two propositions, in words. */
export function strengthInWords(llr10: number): string {
  if (!Number.isFinite(llr10)) return 'withheld';
  const side = llr10 >= 0 ? 'that it lives inside' : 'that it belongs to somebody else';
  const words = SCALE.find(([least]) => Math.abs(llr10) >= least)?.[1];
  return words === undefined ? 'no support for either side' : `${words} for the view ${side}`;
}

export function ratioInWords(llr10: number): string {
  if (!Number.isFinite(llr10)) return '-';
  const ratio = 10 ** Math.abs(llr10);
  const figure =
    ratio >= 100 ? Math.round(ratio / 10) * 10 : ratio >= 10 ? Math.round(ratio) : Math.round(ratio * 10) / 10;
  return llr10 >= 0 ? `${figure}` : `1/${figure}`;
}
