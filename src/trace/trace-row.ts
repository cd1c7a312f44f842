import type { Imei14 } from '../model/identifiers.ts';
import type { UnixSeconds } from '../model/record.ts';

export type LedgerMatch = 'imei' | 'corrected' | 'sibling' | 'inferred';

/** One row of trace.csv. */
export interface TraceRow {
  readonly order_id: string;
  readonly line: string;
  readonly imei14: Imei14;
  /** Which of the devices that carry it; not a column of trace.csv. */
  readonly component: number;
  readonly match: LedgerMatch;
  readonly llr10: number;
  /** The prison whose cells serve most of the handset's events; empty otherwise. */
  readonly prison_id: string;
  readonly first_seen_s: UnixSeconds;
  readonly inmate_ids: readonly string[];
  /** Words, no identifiers. */
  readonly via: readonly string[];
}
