import type { Area, CaseDocuments } from '../model/case.ts';
import type { CellKey, Imei14, Imsi, Msisdn } from '../model/identifiers.ts';
import type { Antenna, CellTable, HandsetHistory } from '../model/record.ts';
import type { KnownHandset } from './known-truth.ts';

const square = (longitude: number, latitude: number): Area['polygons'] => [
  [
    [
      [longitude - 0.001, latitude - 0.001],
      [longitude + 0.001, latitude - 0.001],
      [longitude + 0.001, latitude + 0.001],
      [longitude - 0.001, latitude + 0.001],
      [longitude - 0.001, latitude - 0.001],
    ],
  ],
];
const area = (id: string, kind: Area['kind'], longitude: number): Area => ({
  id,
  kind,
  name: id,
  capacity: undefined,
  polygons: square(longitude, 46.5),
});
const antenna = (cell: string, longitude: number): Antenna => ({
  operator: 'A',
  cell: cell as CellKey,
  longitude,
  latitude: 46.503,
  azimuth_deg: 180,
  beamwidth_deg: 65,
  technology: '2G',
  from_s: -Infinity,
  until_s: Infinity,
});

/** Cells 0 and 1 serve the prison and the placebo area, 60 km apart; cell 2 stands 12 km from the prison. */
export const SMALL_TABLE: CellTable = { cells: [antenna('p', 1.5), antenna('z', 2.3), antenna('town', 1.66)] };
export const MONDAY_S = Date.parse('2025-01-13T00:00:00+01:00') / 1000;

export const SMALL_CASE: CaseDocuments = {
  manifest: {
    id: 'small',
    title: '',
    timezone: 'Europe/Paris',
    country: 'FR',
    from_s: MONDAY_S,
    until_s: MONDAY_S + 28 * 86400,
  },
  deviceProfiles: [
    { tacs: ['35000001'], model: 'mini', class: 'mini-phone', sims: 1, bands: [] },
    { tacs: ['35000002'], model: 'terminal', class: 'module', sims: 1, bands: [] },
  ],
  protectedNumbers: [],
  ledger: [],
  areas: [area('P1', 'prison', 1.5), area('Z1', 'placebo', 2.3)],
  rooms: [
    {
      cell_id: 'P1-A-1',
      prison_id: 'P1',
      building_id: 'B1',
      wing: 'A',
      landing: 'A0',
      level: 0,
      capacity: 2,
      longitude: 1.5,
      latitude: 46.5,
    },
  ],
  rolls: [{ inmate_id: 'E1', cell_id: 'P1-A-1', reason: 'arrival', from_s: MONDAY_S, until_s: Infinity }],
  absences: [],
  contacts: [{ inmate_id: 'E1', number: '33100000001' as Msisdn, relation: 'mother' }],
  visits: [],
  regime: [],
  declared: [{ prison_id: 'P1', imei14: '35000009000001' as Imei14, number: undefined, role: 'staff' }],
  searches: [],
  seizures: [],
  references: [],
  identifiedBursts: [],
};

/** One event on each named cell at each hour given, counted from Monday 00:00 local time. */
export function history(
  events: readonly { hour: number; cell: number; contact?: string; direction?: number }[],
  over: Partial<HandsetHistory> = {},
): HandsetHistory {
  const contacts = [...new Set(events.flatMap((e) => (e.contact === undefined ? [] : [e.contact])))];
  return {
    imei14: '35000001000001' as Imei14,
    imei14s: ['35000001000001' as Imei14],
    component: 1,
    at_s: Float64Array.from(events, (e) => MONDAY_S + e.hour * 3600),
    cell: Int32Array.from(events, (e) => e.cell),
    service: new Uint8Array(events.length),
    direction: Uint8Array.from(events, (e) => e.direction ?? 1),
    duration_s: new Float64Array(events.length).fill(100),
    imsi: new Uint32Array(events.length),
    imsis: ['208710000000001' as Imsi],
    contact: Int32Array.from(events, (e) => (e.contact === undefined ? -1 : contacts.indexOf(e.contact))),
    contacts: contacts as Msisdn[],
    whole_traffic: true,
    ...over,
  };
}

/** A handset that is known to live in the prison, as long as there are records. */
export const known = (over: Partial<KnownHandset> = {}): KnownHandset => ({
  area_id: 'P1',
  class: 'inside',
  from_s: -Infinity,
  until_s: Infinity,
  reported: false,
  doubtful: false,
  ...over,
});
