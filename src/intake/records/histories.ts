import { z } from 'zod';
import { CellsweepError } from '../../model/errors.ts';
import type { Imei14, Imsi, Msisdn } from '../../model/identifiers.ts';
import type { LoggedReads } from '../../model/logged-reads.ts';
import type { HandsetHistory } from '../../model/record.ts';
import { definePersonalQuery } from '../../store/query.ts';
import type { RecordStore } from '../../store/records.ts';
import { NO_CELL, UNKNOWN_CELL, type Cells } from './cells.ts';
import { NumberIndex } from './number-index.ts';

const handsetLegs = definePersonalQuery(
  import.meta.url,
  'handset-legs.sql',
  z.strictObject({ only: z.array(z.int()) }),
  z.never(),
);

/** No SIM is named so far. An identifier that a whole batch shares may have had a hundred thousand. */
const NO_SIM_YET = 0xffff_ffff;

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
  imsi = new Uint32Array(256);
  contact = new Int32Array(256);
  asked = new Uint8Array(256);
  readonly imsis = new NumberIndex();
  readonly contacts = new NumberIndex();
  readonly msisdns = new NumberIndex();
  grow(): void {
    const twice = <T extends Float64Array | Uint32Array | Uint8Array | Int32Array>(from: T): T => {
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
    this.asked = twice(this.asked);
  }
  /** A copy of the last leg names its SIM; one copy may, another not. */
  nameSim(low: number, high: number): void {
    if ((low !== 0 || high !== 0) && this.imsi[this.n - 1] === NO_SIM_YET)
      this.imsi[this.n - 1] = this.imsis.add(low, high);
  }
  /** No copy of the last leg named one. */
  settleSim(): void {
    if (this.n > 0 && this.imsi[this.n - 1] === NO_SIM_YET) this.imsi[this.n - 1] = this.imsis.add(0, 0);
  }
  clear(): void {
    this.n = 0;
    this.wholeTraffic = false;
    this.lastAt = -1;
    this.imsis.clear();
    this.contacts.clear();
    this.msisdns.clear();
  }
}

const SLAB_BYTES = 1 << 20;

/**
 * Memory of many histories in one piece: a hundred thousand small buffers cost the collector more than all that is reckoned from them.
 * A piece is free again once none of its histories is held.
 */
class Slabs {
  #bytes = new ArrayBuffer(0);
  #used = 0;
  /** A view takes its share of the piece, at a multiple of its element's width. */
  take(bytes: number): { readonly buffer: ArrayBuffer; readonly at: number } {
    const at = Math.ceil(this.#used / 8) * 8;
    if (at + bytes > this.#bytes.byteLength) {
      this.#bytes = new ArrayBuffer(Math.max(SLAB_BYTES, bytes));
      this.#used = bytes;
      return { buffer: this.#bytes, at: 0 };
    }
    this.#used = at + bytes;
    return { buffer: this.#bytes, at };
  }
}

/** The leading 1 only kept zeros alive. */
const texts = <T extends string>(marked: Float64Array): T[] =>
  Array.from(marked, (value) => (value === 0 ? '' : String(value).slice(1)) as T);

const isKnown = (id: number): boolean => id !== NO_CELL && id !== UNKNOWN_CELL;

/** Halves of a 64-bit number below 2^53. */
const whole = (low: number, high: number): number => high * 2 ** 32 + low;

/** A history as it comes from the store: texts are made when they are asked for, which for most handsets is never. */
class StoredHistory implements HandsetHistory {
  readonly imei14: Imei14;
  readonly imei14s: readonly Imei14[];
  readonly component = 1;
  readonly at_s: Float64Array;
  readonly cell: Int32Array;
  readonly service: Uint8Array;
  readonly direction: Uint8Array;
  readonly duration_s: Float64Array;
  readonly imsi: Uint32Array;
  readonly contact: Int32Array;
  readonly contactNumbers: Float64Array;
  readonly imsiNumbers: Float64Array;
  readonly whole_traffic: boolean;
  readonly asked: Uint8Array;
  #imsis: readonly Imsi[] | undefined;
  #contacts: readonly Msisdn[] | undefined;
  #msisdns: readonly Msisdn[] | undefined;
  readonly #msisdnNumbers: Float64Array;

  constructor(imei: number, g: Gathering, cells: Cells, slabs: Slabs) {
    g.settleSim();
    const n = g.n;
    const imei14 = String(imei).padStart(14, '0') as Imei14;
    this.imei14 = imei14;
    this.imei14s = [imei14];
    const [sims, contacts] = [g.imsis.size, g.contacts.size];
    // Widest first: each column keeps its alignment.
    const { buffer, at } = slabs.take(8 * (2 * n + sims + contacts) + n * (4 + 4 + 4 + 1 + 1 + 1));
    this.at_s = new Float64Array(buffer, at, n);
    this.duration_s = new Float64Array(buffer, at + 8 * n, n);
    this.imsiNumbers = new Float64Array(buffer, at + 16 * n, sims);
    this.contactNumbers = new Float64Array(buffer, at + 16 * n + 8 * sims, contacts);
    const narrow = at + 8 * (2 * n + sims + contacts);
    this.cell = new Int32Array(buffer, narrow, n);
    this.contact = new Int32Array(buffer, narrow + 4 * n, n);
    this.imsi = new Uint32Array(buffer, narrow + 8 * n, n);
    this.service = new Uint8Array(buffer, narrow + 12 * n, n);
    this.direction = new Uint8Array(buffer, narrow + 13 * n, n);
    this.asked = new Uint8Array(buffer, narrow + 14 * n, n);
    this.at_s.set(g.at_s.subarray(0, n));
    this.duration_s.set(g.duration_s.subarray(0, n));
    this.contact.set(g.contact.subarray(0, n));
    this.imsi.set(g.imsi.subarray(0, n));
    this.service.set(g.service.subarray(0, n));
    this.direction.set(g.direction.subarray(0, n));
    this.asked.set(g.asked.subarray(0, n));
    for (let i = 0; i < n; i++) this.cell[i] = cells.indexAt(g.cell_id[i] ?? 0, g.at_s[i] ?? 0);
    g.imsis.numbersInto(this.imsiNumbers);
    g.contacts.numbersInto(this.contactNumbers);
    this.#msisdnNumbers = new Float64Array(g.msisdns.size);
    g.msisdns.numbersInto(this.#msisdnNumbers);
    this.whole_traffic = g.wholeTraffic;
  }
  get imsis(): readonly Imsi[] {
    return (this.#imsis ??= texts<Imsi>(this.imsiNumbers));
  }
  get contacts(): readonly Msisdn[] {
    return (this.#contacts ??= texts<Msisdn>(this.contactNumbers));
  }
  get msisdns(): readonly Msisdn[] {
    return (this.#msisdns ??= texts<Msisdn>(this.#msisdnNumbers));
  }
}

/**
 * Every IMEI-14 of the records with its legs counted once, by rising IMEI and time; one handset in memory at a time.
 * Fillers and records without an IMEI are no handset and do not come here.
 *
 * @param logged of the rows that rowsOfHandsets counts for the same handsets
 * @param only the IMEI-14s that are asked for; none = all
 */
export async function* readHistories(
  records: RecordStore,
  logged: LoggedReads<'records'>,
  cells: Cells,
  only: readonly string[] = [],
): AsyncGenerator<HandsetHistory> {
  const gathering = new Gathering();
  const slabs = new Slabs();
  let imeiLow = 0;
  let imeiHigh = 0;
  let lastCellLow = 0;
  let lastCellHigh = 0;
  let cell_id = NO_CELL;
  for await (const { rows, columns } of records.stream(handsetLegs(logged), { only: only.map(Number) })) {
    const column = (name: string): Uint8Array | Uint32Array => {
      const found = columns.get(name);
      if (found === undefined) throw new CellsweepError('INTERNAL', `handset-legs.sql gave no column ${name}`);
      return found;
    };
    const imei = column('imei14');
    const at = column('at_s');
    const leg = column('leg_id');
    const cell = column('cell_number');
    const service = column('service');
    const direction = column('direction');
    const duration_s = column('duration_s');
    const masked = column('protected');
    const byHandset = column('by_handset');
    const imsi = column('imsi_marked');
    const msisdn = column('msisdn_marked');
    const other = column('other_marked');
    for (let row = 0; row < rows; row++) {
      const low = 2 * row;
      const high = low + 1;
      if (imei[low] !== imeiLow || imei[high] !== imeiHigh) {
        if (gathering.n > 0) yield new StoredHistory(whole(imeiLow, imeiHigh), gathering, cells, slabs);
        gathering.clear();
        imeiLow = imei[low] ?? 0;
        imeiHigh = imei[high] ?? 0;
      }
      const cellLow = cell[low] ?? 0;
      const cellHigh = cell[high] ?? 0;
      if (cellLow !== lastCellLow || cellHigh !== lastCellHigh) {
        lastCellLow = cellLow;
        lastCellHigh = cellHigh;
        cell_id = cells.idOf(cellLow, cellHigh);
      }
      if (byHandset[row] === 1) gathering.wholeTraffic = true;
      const at_s = at[row] ?? 0;
      const legLow = leg[low] ?? 0;
      const legHigh = leg[high] ?? 0;
      if (at_s === gathering.lastAt && legLow === gathering.lastLow && legHigh === gathering.lastHigh) {
        // The same leg again, from another delivery: it adds a cell where the first row had none.
        const held = gathering.cell_id[gathering.n - 1] ?? NO_CELL;
        if (isKnown(cell_id) ? !isKnown(held) || cell_id < held : !isKnown(held) && held === NO_CELL)
          gathering.cell_id[gathering.n - 1] = cell_id;
        if (byHandset[row] === 1) gathering.asked[gathering.n - 1] = 1;
        gathering.nameSim(imsi[low] ?? 0, imsi[high] ?? 0);
        continue;
      }
      gathering.settleSim();
      gathering.lastAt = at_s;
      gathering.lastLow = legLow;
      gathering.lastHigh = legHigh;
      if (gathering.n === gathering.at_s.length) gathering.grow();
      const n = gathering.n++;
      gathering.at_s[n] = at_s;
      gathering.cell_id[n] = cell_id;
      gathering.service[n] = service[row] ?? 0;
      gathering.direction[n] = direction[row] ?? 0;
      gathering.duration_s[n] = duration_s[row] ?? 0;
      gathering.asked[n] = byHandset[row] ?? 0;
      gathering.imsi[n] = NO_SIM_YET;
      gathering.nameSim(imsi[low] ?? 0, imsi[high] ?? 0);
      const ownLow = msisdn[low] ?? 0;
      const ownHigh = msisdn[high] ?? 0;
      if (ownLow !== 0 || ownHigh !== 0) gathering.msisdns.add(ownLow, ownHigh);
      const otherLow = other[low] ?? 0;
      const otherHigh = other[high] ?? 0;
      gathering.contact[n] =
        masked[row] === 1 ? -2 : otherLow !== 0 || otherHigh !== 0 ? gathering.contacts.add(otherLow, otherHigh) : -1;
    }
  }
  if (gathering.n > 0) yield new StoredHistory(whole(imeiLow, imeiHigh), gathering, cells, slabs);
}
