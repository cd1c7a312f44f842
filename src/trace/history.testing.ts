import type { CellKey, Imei14, Imsi, Msisdn } from '../model/identifiers.ts';
import type { Antenna, CellTable, HandsetHistory } from '../model/record.ts';

/** Hand-made histories and cells for tests. */
export interface Leg {
  readonly at_s: number;
  readonly cell?: number;
  readonly imsi?: string;
  readonly contact?: string;
  readonly duration_s?: number;
  /** 0 voice, 1 sms, 2 data. */
  readonly service?: number;
}

export function historyOf(imei14: string, legs: readonly Leg[]): HandsetHistory {
  const sorted = [...legs].sort((a, b) => a.at_s - b.at_s);
  const imsis = [...new Set(sorted.map((leg) => leg.imsi ?? '208990000000001'))] as Imsi[];
  const contacts = [...new Set(sorted.flatMap((leg) => (leg.contact === undefined ? [] : [leg.contact])))] as Msisdn[];
  return {
    imei14: imei14 as Imei14,
    imei14s: [imei14 as Imei14],
    component: 1,
    at_s: Float64Array.from(sorted, (leg) => leg.at_s),
    cell: Int32Array.from(sorted, (leg) => leg.cell ?? 0),
    service: Uint8Array.from(sorted, (leg) => leg.service ?? 0),
    direction: Uint8Array.from(sorted, () => 1),
    duration_s: Float64Array.from(sorted, (leg) => leg.duration_s ?? 0),
    imsi: Uint32Array.from(sorted, (leg) => imsis.indexOf((leg.imsi ?? '208990000000001') as Imsi)),
    imsis,
    contact: Int32Array.from(sorted, (leg) =>
      leg.contact === undefined ? -1 : contacts.indexOf(leg.contact as Msisdn),
    ),
    contacts,
  };
}

/** Cells of one network in a row along latitude 46.5, at these kilometres east of longitude 2. */
export function cellsAt(eastings_km: readonly number[], operator = 'one'): CellTable {
  const cells = eastings_km.map((km, at): Antenna => ({
    operator,
    cell: `c${at}` as CellKey,
    longitude: 2 + km / (111.195 * Math.cos((46.5 * Math.PI) / 180)),
    latitude: 46.5,
    azimuth_deg: undefined,
    beamwidth_deg: undefined,
    technology: '2G',
    from_s: -Infinity,
    until_s: Infinity,
  }));
  return { cells };
}

export const HOUR_S = 3600;
export const DAY_S = 86_400;
