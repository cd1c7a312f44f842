import type { PreparedResidency } from '../detect/index.ts';
import type { Imei14, Imsi, Msisdn } from '../model/identifiers.ts';
import type { HandsetHistory, UnixSeconds } from '../model/record.ts';

/** One SIM in one handset. */
export interface SimUse {
  readonly imsi: Imsi;
  readonly first_s: UnixSeconds;
  readonly last_s: UnixSeconds;
  readonly events: number;
}

/** Place of an hour: index in `areas` of the digest, or one of these. */
export const PLACE_UNKNOWN = -1;
export const PLACE_ELSEWHERE = -2;

/**
 * What attribution keeps of one handset component: some kilobytes, so that those of all handsets that may live inside
 * fit into memory while the records stream by once.
 */
export interface HandsetDigest {
  readonly imei14: Imei14;
  readonly imei14s: readonly Imei14[];
  readonly component: number;
  readonly events: number;
  /** Hours (UTC, since 1970) with events, rising, and the prison whose cells served each best. */
  readonly hour: Int32Array;
  readonly place: Int16Array;
  /** Local hour of day, 0..23, and local day since 1970 of each of `hour`. */
  readonly hourOfDay: Uint8Array;
  readonly day: Int32Array;
  /** Ids of prisons that `place` points to. */
  readonly areas: readonly string[];
  /** Correspondents and the number of distinct local days with each: bursts of a day count once. */
  readonly contacts: readonly Msisdn[];
  readonly contactDays: Uint16Array;
  /** First and last local day with each correspondent; -1 = none. */
  readonly contactFirst: Int32Array;
  readonly contactLast: Int32Array;
  readonly sims: readonly SimUse[];
  /** Cells (index in the cell table) and the number of hours with an event on each. */
  readonly cells: Int32Array;
  readonly cellHours: Uint16Array;
  /** Operator and technology of each of `cells` (prepared.layer): places compare within a layer only. */
  readonly cellLayer: Uint16Array;
}

/** Reads one history once. Placebo areas are places elsewhere. */
export function digestHandset(history: HandsetHistory, prepared: PreparedResidency): HandsetDigest {
  const { clock } = prepared;
  const areas: string[] = [];
  const areaIndex = new Map<number, number>();
  const placeOf = new Map<number, { place: number; fit: number }>();
  const placeAt = (cell: number): { place: number; fit: number } => {
    const known = placeOf.get(cell);
    if (known !== undefined) return known;
    let best = -1;
    let fit = -Infinity;
    for (const a of cell < 0 ? [] : (prepared.areasOfCell[cell] ?? [])) {
      const area = prepared.areas[a];
      const here = area?.kind === 'prison' ? (area.lnFit[cell] ?? -Infinity) : -Infinity;
      if (here > fit) [best, fit] = [a, here];
    }
    let place = cell < 0 ? PLACE_UNKNOWN : PLACE_ELSEWHERE;
    if (best >= 0) {
      place = areaIndex.get(best) ?? areas.length;
      if (place === areas.length) areas.push(prepared.areas[best]?.id ?? '');
      areaIndex.set(best, place);
    }
    const found = { place, fit };
    placeOf.set(cell, found);
    return found;
  };

  const hours: number[] = [];
  const places: number[] = [];
  const cellHours = new Map<number, number>();
  const cellLastHour = new Map<number, number>();
  const contactDays = new Uint16Array(history.contacts.length);
  const contactFirst = new Int32Array(history.contacts.length).fill(-1);
  const contactLast = new Int32Array(history.contacts.length).fill(-1);
  const sims = history.imsis.map((imsi) => ({ imsi, first_s: NaN, last_s: NaN, events: 0 }));
  let fitOfHour = -Infinity;
  for (let i = 0; i < history.at_s.length; i++) {
    const at_s = history.at_s[i] ?? 0;
    const hour = Math.floor(at_s / 3600);
    const cell = history.cell[i] ?? -1;
    const { place, fit } = placeAt(cell);
    if (hours.at(-1) !== hour) {
      hours.push(hour);
      places.push(place);
      fitOfHour = fit;
    } else if (
      (places.at(-1) === PLACE_UNKNOWN && place !== PLACE_UNKNOWN) ||
      (place !== PLACE_UNKNOWN && fit > fitOfHour)
    ) {
      places[places.length - 1] = place;
      fitOfHour = fit;
    }
    if (cell >= 0 && cellLastHour.get(cell) !== hour) {
      cellLastHour.set(cell, hour);
      cellHours.set(cell, (cellHours.get(cell) ?? 0) + 1);
    }
    const contact = history.contact[i] ?? -1;
    if (contact >= 0) {
      const day = clock.day(at_s);
      if (contactLast[contact] !== day) {
        if (contactLast[contact] === -1) contactFirst[contact] = day;
        contactLast[contact] = day;
        contactDays[contact]! += 1;
      }
    }
    const sim = sims[history.imsi[i] ?? -1];
    if (sim !== undefined) {
      if (sim.events === 0) sim.first_s = at_s;
      sim.last_s = at_s;
      sim.events++;
    }
  }
  const localHour = (hour: number): number => Math.floor((clock.minuteOfWeek(hour * 3600) % 1440) / 60);
  return {
    imei14: history.imei14,
    imei14s: history.imei14s,
    component: history.component,
    events: history.at_s.length,
    hour: Int32Array.from(hours),
    place: Int16Array.from(places),
    hourOfDay: Uint8Array.from(hours, localHour),
    day: Int32Array.from(hours, (hour) => clock.day(hour * 3600)),
    areas,
    contacts: history.contacts,
    contactDays,
    contactFirst,
    contactLast,
    sims: sims.filter(({ imsi, events }) => events > 0 && (imsi as string) !== ''),
    cells: Int32Array.from(cellHours.keys()),
    cellHours: Uint16Array.from(cellHours.values(), (n) => Math.min(n, 65535)),
    cellLayer: Uint16Array.from(cellHours.keys(), (cell) => prepared.layer[cell] ?? 0),
  };
}

/** `imei14/component`: how findings, digests and rooms name one handset component. */
export const handsetKey = (of: { readonly imei14: string; readonly component: number }): string =>
  `${of.imei14}/${of.component}`;
