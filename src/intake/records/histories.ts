import { z } from 'zod';
import { CellsweepError } from '../../model/errors.ts';
import type { CellKey, Imei14, Imsi, Msisdn } from '../../model/identifiers.ts';
import type { Antenna, CellTable, HandsetHistory } from '../../model/record.ts';
import { defineQuery } from '../../store/query.ts';
import type { RecordStore } from '../../store/records.ts';
import { antennasInForce } from './antennas.ts';

const handsetLegs = defineQuery(
  import.meta.url,
  'handset-legs.sql',
  z.strictObject({ only: z.array(z.string()) }),
  z.never(),
);

/** imei14, at, leg_id, cell_number, service, direction, duration_s, protected, by_handset; three texts follow. */
const FIXED_BYTES = 14 + 4 + 8 + 8 + 1 + 1 + 4 + 1 + 1;
/** The statement's marks for a missing bound of a validity period. */
const OPEN_S = 2 ** 40;
const NO_CELL = 0;
const UNKNOWN_CELL = 0xffff_ffff;

const TECHNOLOGIES = ['2G', '3G', '4G', '5G'] as const;

export interface Cells extends CellTable {
  /** Number of a cell from the two halves of its hash: 0 = none named, 0xffffffff = in no antenna table. */
  idOf(low: number, high: number): number;
  /** Index in `cells` of the row of a cell that is valid at a time; -1 = none named, -2 = none valid. */
  indexAt(cell_id: number, at_s: number): number;
}

/** 53 bits of a 64-bit hash: enough to tell a million cells apart, and a number. */
const keyOf = (low: number, high: number): number => (high & 0x1f_ffff) * 2 ** 32 + low;

/** All antennas in force; the row of the day is found by validity. */
export async function readCells(records: RecordStore): Promise<Cells> {
  const rows = await records.rows(antennasInForce, {});
  const cells: Antenna[] = [];
  const ids = new Map<number, number>();
  // start[cell_id] is the first row of that cell; rows are ordered by cell and beginning of validity.
  const start: number[] = [0];
  for (const row of rows) {
    const hash = BigInt(row.cell_number);
    const key = keyOf(Number(hash & 0xffff_ffffn), Number(hash >> 32n));
    if (!ids.has(key)) {
      ids.set(key, start.length);
      start.push(cells.length);
    }
    const from_s = Number(row.from_s);
    const until_s = Number(row.until_s);
    cells.push({
      operator: row.operator,
      cell: row.cell as CellKey,
      longitude: row.longitude,
      latitude: row.latitude,
      azimuth_deg: row.azimuth_deg < 0 ? undefined : row.azimuth_deg,
      beamwidth_deg: row.beamwidth_deg < 0 ? undefined : row.beamwidth_deg,
      technology: TECHNOLOGIES.find((t) => t === row.technology) ?? 'unknown',
      from_s: from_s <= -OPEN_S ? -Infinity : from_s,
      until_s: until_s >= OPEN_S ? Infinity : until_s,
    });
  }
  start.push(cells.length);
  return {
    cells,
    idOf: (low, high) => (low === 0 && high === 0 ? NO_CELL : (ids.get(keyOf(low, high)) ?? UNKNOWN_CELL)),
    indexAt(cell_id, at_s) {
      if (cell_id === NO_CELL) return -1;
      if (cell_id === UNKNOWN_CELL) return -2;
      const end = start[cell_id + 1] ?? cells.length;
      // The latest beginning wins where two periods overlap.
      for (let i = end - 1; i >= (start[cell_id] ?? end); i--) {
        const antenna = cells[i];
        if (antenna !== undefined && at_s >= antenna.from_s && at_s < antenna.until_s) return i;
      }
      return -2;
    },
  };
}

/** Rows of one IMEI-14 while they arrive. */
class Gathering {
  n = 0;
  wholeTraffic = false;
  lastAt = -1;
  lastLow = 0;
  lastHigh = 0;
  at_s = new Float64Array(256);
  cell_id = new Uint32Array(256);
  service = new Uint8Array(256);
  direction = new Uint8Array(256);
  duration_s = new Float64Array(256);
  imsi = new Uint16Array(256);
  contact = new Int32Array(256);
  imsis = new Map<number, number>();
  contacts = new Map<number, number>();
  msisdns = new Map<number, number>();
  grow(): void {
    const twice = <T extends Float64Array | Uint32Array | Uint8Array | Uint16Array | Int32Array>(from: T): T => {
      const to = new (from.constructor as new (n: number) => T)(from.length * 2);
      to.set(from);
      return to;
    };
    this.at_s = twice(this.at_s);
    this.cell_id = twice(this.cell_id);
    this.service = twice(this.service);
    this.direction = twice(this.direction);
    this.duration_s = twice(this.duration_s);
    this.imsi = twice(this.imsi);
    this.contact = twice(this.contact);
  }
  clear(): void {
    this.n = 0;
    this.wholeTraffic = false;
    this.lastAt = -1;
    this.imsis = new Map();
    this.contacts = new Map();
    this.msisdns = new Map();
  }
}

/** Index of a value in first-seen order. */
function indexOf(map: Map<number, number>, value: number): number {
  const known = map.get(value);
  if (known !== undefined) return known;
  map.set(value, map.size);
  return map.size - 1;
}

/**
 * Digits as a number with a leading 1 that keeps zeros alive; 0 for an empty text, and for one that is no number (an
 * alphanumeric sender). Up to 15 digits (E.164, IMSI) this stays below 2^53.
 */
function marked(bytes: Uint8Array, from: number, length: number): number {
  if (length === 0 || length > 15) return 0;
  let value = 1;
  for (let i = from; i < from + length; i++) {
    const digit = (bytes[i] ?? 0) - 48;
    if (digit < 0 || digit > 9) return 0;
    value = value * 10 + digit;
  }
  return value;
}

/** The leading 1 only kept zeros alive. */
const digits = (value: number): string => String(value).slice(1);

function finish(imei14: string, g: Gathering, cells: Cells): HandsetHistory {
  const n = g.n;
  const cell = new Int32Array(n);
  for (let i = 0; i < n; i++) cell[i] = cells.indexAt(g.cell_id[i] ?? 0, g.at_s[i] ?? 0);
  return {
    imei14: imei14 as Imei14,
    imei14s: [imei14 as Imei14],
    component: 1,
    at_s: g.at_s.slice(0, n),
    cell,
    service: g.service.slice(0, n),
    direction: g.direction.slice(0, n),
    duration_s: g.duration_s.slice(0, n),
    imsi: g.imsi.slice(0, n),
    imsis: [...g.imsis.keys()].map((value) => (value === 0 ? '' : digits(value)) as Imsi),
    contact: g.contact.slice(0, n),
    contacts: [...g.contacts.keys()].map((value) => digits(value) as Msisdn),
    msisdns: [...g.msisdns.keys()].map((value) => digits(value) as Msisdn),
    whole_traffic: g.wholeTraffic,
  };
}

/**
 * Every IMEI-14 of the records with its legs counted once, by rising IMEI and time; one handset in memory at a time.
 * Fillers and records without an IMEI are no handset and do not come here.
 *
 * @param only the IMEI-14s that are asked for; none = all
 */
export async function* readHistories(
  records: RecordStore,
  cells: Cells,
  only: readonly string[] = [],
): AsyncGenerator<HandsetHistory> {
  const gathering = new Gathering();
  let imei = '';
  const imeiBytes = new Uint8Array(14);
  let rest = new Uint8Array(0);
  let lastCellLow = 0;
  let lastCellHigh = 0;
  let cell_id = NO_CELL;
  const textAt = new Uint32Array(3);
  const textLength = new Uint32Array(3);
  for await (const chunk of records.stream(handsetLegs, { only: [...only] })) {
    let bytes = chunk;
    if (rest.length > 0) {
      bytes = new Uint8Array(rest.length + chunk.length);
      bytes.set(rest);
      bytes.set(chunk, rest.length);
    }
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    let at = 0;
    for (;;) {
      // The texts of a row may end in the next chunk: nothing of a row is used before all of it is there.
      let end = at + FIXED_BYTES;
      if (end + 3 > bytes.length) break;
      let whole = true;
      for (let text = 0; text < 3; text++) {
        // One byte holds the length: parse-rows.sql lets no IMSI of more than 15 digits pass, the statement cuts numbers.
        const length = bytes[end] ?? 0;
        if (length > 127) throw new CellsweepError('INTERNAL', 'handset-legs.sql gave a text of more than 127 bytes');
        textAt[text] = end + 1;
        textLength[text] = length;
        end += 1 + length;
        if (end > bytes.length || (text < 2 && end >= bytes.length)) {
          whole = false;
          break;
        }
      }
      if (!whole) break;
      let same = true;
      for (let i = 13; i >= 0; i--) {
        if (bytes[at + i] !== imeiBytes[i]) {
          same = false;
          break;
        }
      }
      if (!same) {
        if (gathering.n > 0) yield finish(imei, gathering, cells);
        gathering.clear();
        imeiBytes.set(bytes.subarray(at, at + 14));
        imei = String.fromCharCode(...imeiBytes);
      }
      const at_s = view.getUint32(at + 14, true);
      const low = view.getUint32(at + 18, true);
      const high = view.getUint32(at + 22, true);
      const cellLow = view.getUint32(at + 26, true);
      const cellHigh = view.getUint32(at + 30, true);
      if (cellLow !== lastCellLow || cellHigh !== lastCellHigh) {
        lastCellLow = cellLow;
        lastCellHigh = cellHigh;
        cell_id = cells.idOf(cellLow, cellHigh);
      }
      gathering.wholeTraffic ||= bytes[at + 41] === 1;
      const row = at;
      at = end;
      if (at_s === gathering.lastAt && low === gathering.lastLow && high === gathering.lastHigh) {
        // The same leg again, from another delivery: it adds a cell where the first row had none.
        const held = gathering.cell_id[gathering.n - 1] ?? NO_CELL;
        const isKnown = (id: number): boolean => id !== NO_CELL && id !== UNKNOWN_CELL;
        if (isKnown(cell_id) ? !isKnown(held) || cell_id < held : !isKnown(held) && held === NO_CELL)
          gathering.cell_id[gathering.n - 1] = cell_id;
        continue;
      }
      gathering.lastAt = at_s;
      gathering.lastLow = low;
      gathering.lastHigh = high;
      if (gathering.n === gathering.at_s.length) gathering.grow();
      const n = gathering.n++;
      gathering.at_s[n] = at_s;
      gathering.cell_id[n] = cell_id;
      gathering.service[n] = bytes[row + 34] ?? 0;
      gathering.direction[n] = bytes[row + 35] ?? 0;
      gathering.duration_s[n] = view.getUint32(row + 36, true);
      gathering.imsi[n] = indexOf(gathering.imsis, marked(bytes, textAt[0] ?? 0, textLength[0] ?? 0));
      const msisdn = marked(bytes, textAt[1] ?? 0, textLength[1] ?? 0);
      if (msisdn > 0) indexOf(gathering.msisdns, msisdn);
      const other = marked(bytes, textAt[2] ?? 0, textLength[2] ?? 0);
      gathering.contact[n] = bytes[row + 40] === 1 ? -2 : other > 0 ? indexOf(gathering.contacts, other) : -1;
    }
    rest = bytes.slice(at);
  }
  if (gathering.n > 0) yield finish(imei, gathering, cells);
}
