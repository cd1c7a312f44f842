import { inferMatches, type CallersOf, type InferredMarket, type OpenLine } from './ledger-inferred.ts';
import type { HandsetSummary } from './summary.ts';

/** What is inferred of order lines whose number is known, while it is hidden. */
export interface HiddenNumbers {
  /** Units whose number was hidden, one at a time. */
  readonly units: number;
  readonly rightly: number;
  readonly wrongly: number;
}

/** A line of one unit whose written number named a handset. */
export interface KnownUnit {
  readonly open: OpenLine;
  readonly handset: HandsetSummary;
}

/** Units that are tried: each costs a look at all lines and candidates of its model. */
const MOST_UNITS = 300;

/**
 * Hides the number of each known unit in turn and asks which handset its line went to, all others as they are: how often the inference
 * is right on lines of this very order book. Nothing of a hidden number is used but that its handset lies in a batch that the seller had.
 * Every handset so tried is in the records: what is joined wrongly of units that are not, this does not show.
 *
 * @param marketOf lines and handsets of the unit's model that are still open, the unit's own left out; undefined = not asked
 */
export function tryHiddenNumbers(
  known: readonly KnownUnit[],
  marketOf: (unit: KnownUnit) => InferredMarket | undefined,
  callersOf: CallersOf,
): HiddenNumbers {
  const step = Math.max(1, known.length / MOST_UNITS);
  let [units, rightly, wrongly] = [0, 0, 0];
  for (let at = 0; at < known.length; at += step) {
    const unit = known[Math.floor(at)]!;
    const market = marketOf(unit);
    if (market === undefined) continue;
    units++;
    const open: OpenLine = { ...unit.open, openUnits: 1 };
    const found = inferMatches(
      { ...market, lines: [...market.lines, open], candidates: [...market.candidates, unit.handset] },
      callersOf,
    ).filter((match) => match.open === open);
    if (found.some(({ handset }) => handset === unit.handset)) rightly++;
    else if (found.length > 0) wrongly++;
  }
  return { units, rightly, wrongly };
}
