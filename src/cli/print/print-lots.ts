import type { SoldLot } from '../../trace/index.ts';
import { fitted, left, pad, widthOf } from './columns.ts';
import { counted } from './words.ts';

/** The largest; the others are in summary.json. */
const SHOWN = 12;

/** Lots of one model by number, in the order of the list. */
function namesOf(lots: readonly SoldLot[]): string[] {
  const many = new Map<string, number>();
  return lots.map(({ model, twoSims }) => {
    const nth = (many.get(model) ?? 0) + 1;
    many.set(model, nth);
    const name = `${model === '' ? 'no known model' : model}${twoSims ? '*' : ''}`;
    return lots.filter((lot) => lot.model === model).length > 1 ? `${name}, lot ${nth}` : name;
  });
}

const range = (low: number, high: number): string => (low >= high ? `${high}` : `${low} to ${high}`);

/** What of a lot is not known from one source; at most so many where a handset may take two serials. */
function missing({ units_low, units_high, twoSims }: SoldLot, known: number): string {
  const [low, high] = [Math.max(0, units_low - known), Math.max(0, units_high - known)];
  return twoSims ? `up to ${high}` : range(low, high);
}

/**
 * How large the lots were that the seller bought, and how much of each is unknown. A size
 * never stands without its interval and what it assumes.
 */
export function lotsInWords(lots: readonly SoldLot[]): string[] {
  if (lots.length === 0) return [];
  const shown = lots.slice(0, SHOWN);
  const names = namesOf(lots).slice(0, SHOWN);
  const sizes = shown.map(
    ({ units, units_low, units_high }) => `${Math.round(units)} (${range(units_low, units_high)})`,
  );
  const width = widthOf(names, 12, 30);
  const wide = widthOf(sizes, 16, 30);
  return [
    '  How many did the seller buy? By the serials of one lot that are known, 90 % interval (docs/methods/lot-size.md):',
    `    ${pad('model', width)}  serials known  ordered  in records  ${pad('lot', wide)}  not ordered   not in records`,
    ...shown.map((lot, at) =>
      `    ${pad(fitted(names[at] ?? '', width), width)}  ${left(lot.seen, 13)}  ${left(lot.ordered, 7)}  ${left(lot.recorded, 10)}  ${pad(sizes[at] ?? '', wide)}  ${pad(missing(lot, lot.ordered), 12)}  ${missing(lot, lot.recorded)}`.trimEnd(),
    ),
    ...(lots.length > SHOWN ? [`    and ${counted(lots.length - SHOWN, 'lot')} more in summary.json`] : []),
    '    Assumed: a lot is one unbroken run of serials, of which any may come to be known as easily as any other; where it begins is not known.',
    '    Boxes that the seller had not opened yet are not in it; handsets of the model in the same run that others sold are.',
    '    Ordered: written in the order book with an IMEI; lines without one may be of any lot.',
    ...(shown.some(({ twoSims }) => twoSims)
      ? ['    * Two SIMs: a handset may take two serials, the lot then holds down to half as many handsets.']
      : []),
  ];
}
