import type { HandsetHistory } from '../model/record.ts';
import { SERVES_LN, type PreparedArea } from './prepare.ts';

/** What the customary rules look at. */
export interface BaselineCounts {
  readonly servingShare: number;
  readonly nearestSiteShare: number;
  readonly outgoingPerWeek: number;
}

/** Of the events from position `first` on and before `end`: those that the figure of this program looks at too. */
export function baselineCounts(
  history: HandsetHistory,
  area: PreparedArea,
  first = 0,
  end = history.at_s.length,
): BaselineCounts {
  let nearest = 0;
  let serving = 0;
  let outgoing = 0;
  const n = end - first;
  for (let i = first; i < end; i++) {
    const cell = history.cell[i] ?? -1;
    if (cell >= 0) {
      nearest += area.nearestSite[cell] ?? 0;
      if ((area.lnFit[cell] ?? -Infinity) >= SERVES_LN) serving++;
    }
    if (history.direction[i] === 1) outgoing++;
  }
  const weeks = Math.max(1, ((history.at_s[end - 1] ?? 0) - (history.at_s[first] ?? 0)) / 604800);
  return {
    servingShare: n === 0 ? 0 : serving / n,
    nearestSiteShare: n === 0 ? 0 : nearest / n,
    outgoingPerWeek: outgoing / weeks,
  };
}

/**
 * The customary rules, for comparison: Mexico's regulator (IFT report to the Senate, 2018: nearest site, several SIMs,
 * many outgoing calls) and thresholds on the share of events on the prison's cells. They have no published error rates.
 */
export const BASELINE_RULES = {
  'regulator: nearest site >= 0.5, more than 1 IMSI, >= 20 outgoing a week': (b: BaselineCounts, imsis: number) =>
    b.nearestSiteShare >= 0.5 && imsis > 1 && b.outgoingPerWeek >= 20,
  'share of events on the prison cells >= 0.95': (b: BaselineCounts) => b.servingShare >= 0.95,
  'share of events on the prison cells >= 0.99': (b: BaselineCounts) => b.servingShare >= 0.99,
} as const satisfies Record<string, (b: BaselineCounts, imsis: number) => boolean>;
