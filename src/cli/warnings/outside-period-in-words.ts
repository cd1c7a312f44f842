import type { RowsOutsidePeriod } from '../../intake/index.ts';
import { counted } from '../print/words.ts';

/** Rows that an act lets be read and that the case does not expect: one of both is wrong, and documents go by the case. */
export function outsidePeriodInWords({ before, after }: RowsOutsidePeriod): string[] {
  if (before + after === 0) return [];
  const where = [
    before > 0 ? [`${before} before its first day`] : [],
    after > 0 ? [`${after} after its last`] : [],
  ].flat();
  return [
    `case.json: ${counted(before + after, 'usable row')} of the deliveries LIE OUTSIDE THE PERIOD that it states (${where.join(', ')}). They are used, since acts let them be read; rolls, visits and movements after that period are refused. Correct the period in case.json, or the acts`,
  ];
}
