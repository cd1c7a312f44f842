import type { HandsetSummary } from './summary.ts';
import type { TraceRow } from './trace-row.ts';

/**
 * Whether an order line names a handset by its IMEI, as written or with one typing error. By device: of a cloned identifier the
 * seller sold one, and the others are somebody else's. Matches without an IMEI are leads and do not count.
 */
export function soldHandsets(
  rows: readonly Pick<TraceRow, 'imei14' | 'component' | 'match'>[],
  handsets: readonly Pick<HandsetSummary, 'imei14' | 'imei14s' | 'component'>[],
): (imei14: string, component: number) => boolean {
  const device = (imei14: string, component: number): string => `${imei14}/${component}`;
  const named = new Set(
    rows
      .filter(({ match }) => match === 'imei' || match === 'corrected')
      .map(({ imei14, component }) => device(imei14, component)),
  );
  const sold = new Set(
    handsets
      .filter(({ imei14s, component }) => imei14s.some((imei14) => named.has(device(imei14, component))))
      .map(({ imei14, component }) => device(imei14, component)),
  );
  return (imei14, component) => sold.has(device(imei14, component));
}
