import type { Position } from '../../model/record.ts';

/** What the case says that helps to read its operators' files. */
export interface ScaffoldCase {
  /** IANA zone and ISO 3166-1 alpha-2 country of the case. */
  readonly timezone: string;
  readonly country: string;
  readonly from_s: number;
  readonly until_s: number;
  /** No case gives the period or the zone. */
  readonly assumedPeriod?: boolean;
  /** Places of the case, to tell longitude from latitude where names are silent. */
  readonly anchors?: readonly Position[];
  /** Names the draft: `draft-OPERATOR`. */
  readonly operator?: string;
}
