import type { CellKey, Imei14, Imsi, Msisdn } from './identifiers.ts';

/** Seconds since 1970-01-01T00:00:00Z. */
export type UnixSeconds = number;

/** Half-open `[from_s, until_s)`; +-Infinity where not stated. */
export interface Interval {
  readonly from_s: UnixSeconds;
  readonly until_s: UnixSeconds;
}

export const SERVICES = ['voice', 'sms', 'data'] as const;
/** MO = mobile originated, MT = mobile terminated, none = data session. */
export const DIRECTIONS = ['none', 'MO', 'MT'] as const;

/** WGS84 degrees. */
export interface Position {
  readonly longitude: number;
  readonly latitude: number;
}

/** One radio cell during one period of validity. */
export interface Antenna extends Position, Interval {
  readonly operator: string;
  readonly cell: CellKey;
  /** Degrees clockwise from north; undefined = omnidirectional. */
  readonly azimuth_deg: number | undefined;
  readonly beamwidth_deg: number | undefined;
  readonly technology: '2G' | '3G' | '4G' | '5G' | 'unknown';
}

/**
 * The legs of one handset component, counted once, in columns of equal length, by rising time.
 * A leg is one customer's side of a communication.
 */
export interface HandsetHistory {
  /** Smallest IMEI-14 of the handset; the others (dual SIM) in `imei14s`. */
  readonly imei14: Imei14;
  readonly imei14s: readonly Imei14[];
  readonly component: number;
  /** UnixSeconds. */
  readonly at_s: Float64Array;
  /** Index in CellTable.cells, -1 = the record names no cell, -2 = no antenna table knows the cell on that day. */
  readonly cell: Int32Array;
  /** Index in SERVICES. */
  readonly service: Uint8Array;
  /** Index in DIRECTIONS. */
  readonly direction: Uint8Array;
  readonly duration_s: Float64Array;
  /** Index in `imsis`. */
  readonly imsi: Uint32Array;
  readonly imsis: readonly Imsi[];
  /** `imsis` as `markedNumber` gives them, where they are at hand; 0 = not named. */
  readonly imsiNumbers?: Float64Array;
  /** Index in `contacts`, -1 = none (data session), -2 = protected correspondent (masked at intake). */
  readonly contact: Int32Array;
  readonly contacts: readonly Msisdn[];
  /** `contacts` as `markedNumber` gives them, where they are at hand: quicker to look up than texts. */
  readonly contactNumbers?: Float64Array;
  /** Numbers under which the handset itself was a customer. */
  readonly msisdns?: readonly Msisdn[];
  /**
   * True when some leg came from a delivery selected by handset, so that its traffic away from the requested cells was
   * delivered too. Otherwise absence of such traffic means nothing: nobody asked for it.
   */
  readonly whole_traffic?: boolean;
  /**
   * 1 = the leg came (also) from a delivery selected by handset. On a day without such a leg nobody asked where else the handset was,
   * since that delivery would hold the day's other legs too. Undefined where it is not known: then whole traffic is that of every day.
   */
  readonly asked?: Uint8Array;
}

/** All antennas of all operators that any record or area needs. */
export interface CellTable {
  readonly cells: readonly Antenna[];
}
