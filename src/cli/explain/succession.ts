import type { RunSummary, ResultRow } from './rows.ts';
import { counted, ratioInWords, signed } from '../print/words.ts';

/** Weaker pairs stand in succession.csv only. */
const SHOWN_FROM_LLR10 = 1;

/** @param gap_h hours from the last use of the one to the first of the other; negative = both were in use */
function gapInWords(gap_h: number): string {
  if (gap_h < 0) return `both were in use side by side for ${Math.abs(gap_h)} h`;
  const days = gap_h >= 48 ? ` (${Math.round(gap_h / 24)} days)` : '';
  return `${gap_h} h${days} between the last use of the one and the first of the other`;
}

/** How well successors were told; summary.json of the results. */
function performanceInWords({ succession }: RunSummary): string[] {
  if (succession === undefined) return [];
  const { known_edges: n, held_out_cllr, bounds } = succession;
  return [
    `    Ratios of succession rest on ${counted(n, 'known succession')} (a SIM handed on); ${
      held_out_cllr === null
        ? 'too few to measure how good they are'
        : `held-out Cllr ${held_out_cllr.toFixed(2)} (0 = perfect, 1 = says nothing)`
    }; none beyond LR ${ratioInWords(bounds.upper_llr10)} or below ${ratioInWords(bounds.lower_llr10)} is stated.`,
  ];
}

/**
 * Handsets that its user may have had before or after.
 *
 * @param pairs rows of succession.csv that name this device, and the side on which they do
 * @param isClone whether several devices share an IMEI: then the device is named
 * @param isInside whether it is called inside or was found there; succession is asked of undecided ones as well
 */
export function successionInWords(
  pairs: readonly { readonly row: ResultRow; readonly side: 'from' | 'to' }[],
  isClone: (imei14: string) => boolean,
  summary: RunSummary,
  isInside: boolean,
): string[] {
  if (pairs.length === 0) return [];
  const most = summary.succession?.bounds.upper_llr10 ?? Infinity;
  const strength = ({ row }: (typeof pairs)[number]): number => Number(row['llr10']);
  const sentence = ({ row, side }: (typeof pairs)[number]): string => {
    const otherSide = side === 'to' ? 'from' : 'to';
    const other = row[`imei14_${otherSide}`] ?? '';
    const device = isClone(other) ? `, device ${row[`component_${otherSide}`]}` : '';
    const llr10 = Number(row['llr10']);
    // The file has three decimals.
    const highest = llr10 >= most - 0.0005 ? ' (the highest that may be stated)' : '';
    return `    log10 LR ${signed(llr10)}${highest} for the view that its user ${side === 'to' ? 'came from' : 'went on with'} ${other}${device}; ${gapInWords(Number(row['gap_h']))}.`;
  };
  const strong = pairs.filter((pair) => strength(pair) > SHOWN_FROM_LLR10);
  const weak = pairs.length - strong.length;
  const lines = strong.toSorted((a, b) => strength(b) - strength(a)).map(sentence);
  if (weak > 0)
    lines.push(
      `    ${strong.length === 0 ? 'None above LR 10' : 'No other above LR 10'}; ${counted(weak, 'weaker pair stands', 'weaker pairs stand')} in succession.csv.`,
    );
  return [
    '',
    `  Which handset its user had before or after${isInside ? '' : ', if it lives inside at all'} (that one person used both is not proven):`,
    ...lines,
    ...performanceInWords(summary),
  ];
}
