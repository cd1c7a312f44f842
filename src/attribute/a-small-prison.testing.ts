import type { CaseDocuments, Seizure } from '../model/case.ts';
import type { Imei14, Imsi, Msisdn } from '../model/identifiers.ts';
import type { HandsetDigest } from './handset-digest.ts';
import type { Subject } from './subjects.ts';

/** Monday 2025-01-13 00:00 UTC, in hours. */
export const START_H = 482_448;
export const at = (day: number, hour = 0): number => (START_H + day * 24 + hour) * 3600;

/** A handset used at these hours of each day from `fromDay` to `untilDay` (exclusive), always in prison P1 by default. */
export function digestOf(of: {
  imei: string;
  fromDay: number;
  untilDay: number;
  hours?: readonly number[];
  contacts?: readonly string[];
  days?: number;
  /** First and last day of each correspondent. */
  contactSpans?: readonly (readonly [first: number, last: number])[];
  imsi?: string;
  placeOn?: (day: number) => number;
  areas?: readonly string[];
}): HandsetDigest {
  const hour: number[] = [];
  const place: number[] = [];
  for (let day = of.fromDay; day < of.untilDay; day++)
    for (const h of of.hours ?? [9, 14, 20]) {
      hour.push(START_H + day * 24 + h);
      place.push(of.placeOn?.(day) ?? 0);
    }
  const contacts = of.contacts ?? [];
  return {
    imei14: of.imei as Imei14,
    imei14s: [of.imei as Imei14],
    component: 1,
    events: hour.length,
    hour: Int32Array.from(hour),
    place: Int16Array.from(place),
    hourOfDay: Uint8Array.from(hour, (h) => h % 24),
    day: Int32Array.from(hour, (h) => Math.floor(h / 24)),
    areas: of.areas ?? ['P1'],
    contacts: contacts as readonly Msisdn[],
    contactDays: Uint16Array.from(contacts, () => of.days ?? 4),
    contactFirst: Int32Array.from(contacts, (_, i) => START_H / 24 + (of.contactSpans?.[i]?.[0] ?? of.fromDay)),
    contactLast: Int32Array.from(contacts, (_, i) => START_H / 24 + (of.contactSpans?.[i]?.[1] ?? of.untilDay - 1)),
    sims: [
      {
        imsi: (of.imsi ?? `20801${of.imei}`) as Imsi,
        first_s: (hour[0] ?? 0) * 3600,
        last_s: (hour.at(-1) ?? 0) * 3600,
        events: hour.length,
      },
    ],
    cells: Int32Array.from([0, 1]),
    cellHours: Uint16Array.from([6, 2]),
    cellLayer: Uint16Array.from([0, 0]),
  };
}

export function subjectOf(digest: HandsetDigest, prison_id = 'P1'): Subject {
  const span = { from_s: (digest.hour[0] ?? 0) * 3600, until_s: ((digest.hour.at(-1) ?? 0) + 1) * 3600 };
  return {
    digest,
    key: `${digest.imei14}/${digest.component}`,
    stays: [{ prison_id, ...span }],
    prison_id,
    ...span,
    inside_llr10: 2,
  };
}

/** What a search of one room of P1 found, and with whom. */
export const seizureOf = (h: number, imei14: string, day: number, attributed_inmate_id: string): Seizure => ({
  seizure_id: `Z${h}`,
  search_id: `R${h}`,
  at_s: at(day),
  prison_id: 'P1',
  cell_id: `P1-${h}`,
  kind: 'handset',
  imei14s: [imei14 as Imei14],
  iccid: '',
  model: '',
  hiding_place: '',
  attributed_inmate_id,
});

/** Prison P1 with a bed for each inmate E0..E(n-1), and P2 empty. */
export function documentsOf(inmates: number, more: Partial<CaseDocuments> = {}): CaseDocuments {
  const room = (cell_id: string, prison_id: string) => ({
    cell_id,
    prison_id,
    building_id: 'B',
    wing: 'A',
    landing: 'A0',
    level: 0,
    capacity: 1,
    longitude: 0,
    latitude: 0,
  });
  const prison = (id: string) => ({ id, kind: 'prison' as const, name: id, capacity: inmates, polygons: [] });
  return {
    manifest: { id: 'C', title: '', timezone: 'UTC', country: 'FR', from_s: at(0), until_s: at(60) },
    deviceProfiles: [],
    protectedNumbers: [],
    ledger: [],
    areas: [prison('P1'), prison('P2')],
    rooms: [...Array.from({ length: inmates }, (_, i) => room(`P1-${i}`, 'P1')), room('P2-0', 'P2')],
    rolls: Array.from({ length: inmates }, (_, i) => ({
      inmate_id: `E${i}`,
      cell_id: `P1-${i}`,
      from_s: -Infinity,
      until_s: Infinity,
      reason: 'arrival',
    })),
    absences: [],
    contacts: [],
    visits: [],
    regime: [],
    declared: [],
    searches: [],
    seizures: [],
    references: [],
    identifiedBursts: [],
    ...more,
  };
}
