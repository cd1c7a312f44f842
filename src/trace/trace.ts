import type { Area, DeviceProfile, LedgerLine } from '../model/case.ts';
import { type Imei14, tacOf } from '../model/identifiers.ts';
import type { UnixSeconds } from '../model/record.ts';
import { type BuyerLink, buyersToPrisons, type PrisonTies } from './buyer-to-prison.ts';
import { type ImeiReading, readImei, readWrittenImei, typingErrorRate, type WrittenImei } from './ledger-imei.ts';
import { inferMatches, type OpenLine } from './ledger-inferred.ts';
import { inBatch, type SerialBatch, splitBatches } from './lot-size.ts';
import { type HandsetSummary, mainArea } from './summary.ts';

export type LedgerMatch = 'imei' | 'corrected' | 'sibling' | 'inferred';

/** One row of trace.csv. */
export interface TraceRow {
  readonly order_id: string;
  readonly line: string;
  readonly imei14: Imei14;
  readonly match: LedgerMatch;
  readonly llr10: number;
  /** The prison whose cells serve most of the handset's events; empty otherwise. */
  readonly prison_id: string;
  readonly first_seen_s: UnixSeconds;
  readonly inmate_ids: readonly string[];
  /** Words, no identifiers. */
  readonly via: readonly string[];
}

export interface TraceInput extends PrisonTies {
  readonly ledger: readonly LedgerLine[];
  readonly profiles: readonly DeviceProfile[];
  readonly areas: readonly Area[];
  /** Components of all handsets in the records. */
  readonly handsets: Iterable<HandsetSummary>;
  /** Start of the records. */
  readonly from_s: UnixSeconds;
}

/** Telephone numbers worth keeping in summaries for the trace: buyers', visitors' and approved contacts'. */
export function numbersOfInterest(input: Pick<TraceInput, 'ledger' | 'visits' | 'contacts'>): Set<string> {
  const numbers = new Set<string>();
  for (const line of input.ledger) if (line.buyer_phone !== undefined) numbers.add(line.buyer_phone);
  for (const visit of input.visits) if (visit.visitor_number !== undefined) numbers.add(visit.visitor_number);
  for (const contact of input.contacts) numbers.add(contact.number);
  return numbers;
}

/** Joins the seller's order lines to the handsets of the records, in ledger order; each handset to one line. */
export function traceLedger(input: TraceInput): TraceRow[] {
  const market = new Market(input);
  const buyers = buyersToPrisons(input.ledger, input);
  const rows: TraceRow[] = [];
  const openUnits = new Map<LedgerLine, number>();
  const matched = new Set<string>();
  const tracedCities: { city: string; area: string | undefined }[] = [];
  let written = 0;
  for (const line of input.ledger) {
    const readings = market.readingsOf(line);
    written += line.imeis.length;
    openUnits.set(line, Math.max(0, line.quantity - market.legible(line)));
    for (const reading of readings) {
      const handset = market.pick(reading.imei14, buyers.get(line.order_id));
      if (handset === undefined) continue;
      for (const imei14 of handset.imei14s) matched.add(imei14);
      tracedCities.push({ city: line.ship_city, area: mainArea(handset) });
      rows.push(market.row(line, handset, reading, buyers.get(line.order_id), ['written-imei']));
    }
  }
  const seenShare = (tracedCities.length + 0.5) / (written + 1);
  const shared = { population: market.handsets, seenShare, from_s: input.from_s, tracedCities };
  for (const tacs of market.models()) {
    const lines: OpenLine[] = input.ledger
      .filter((line) => (openUnits.get(line) ?? 0) > 0 && market.tacsOf(line) === tacs)
      .map((line) => ({ line, buyer: buyers.get(line.order_id), openUnits: openUnits.get(line) ?? 0 }));
    const candidates = market.candidates(tacs).filter((handset) => !handset.imei14s.some((id) => matched.has(id)));
    for (const match of inferMatches({ ...shared, lines, candidates })) {
      const reading: { imei14: Imei14; match: LedgerMatch; llr10: number } = {
        imei14: match.handset.imei14,
        match: match.ofPerson ? 'inferred' : 'sibling',
        llr10: match.llr10,
      };
      rows.push(market.row(match.open.line, match.handset, reading, match.open.buyer, ['batch', ...match.via]));
    }
  }
  const order = new Map(input.ledger.map((line, at) => [`${line.order_id}\n${line.line}`, at]));
  const place = (row: TraceRow): number => order.get(`${row.order_id}\n${row.line}`) ?? 0;
  return rows.sort((a, b) => place(a) - place(b) || (a.imei14 < b.imei14 ? -1 : 1));
}

/** Handsets of the records and batches of the ledger, looked up in every way the matching needs. */
class Market {
  readonly handsets: readonly HandsetSummary[];
  readonly #byImei = new Map<string, HandsetSummary[]>();
  readonly #byTac = new Map<string, Set<HandsetSummary>>();
  readonly #batches = new Map<string, SerialBatch[]>();
  readonly #tacsOfModel = new Map<string, readonly string[]>();
  readonly #confirmed = new Map<string, number>();
  readonly #unconfirmed = new Map<string, number>();
  readonly #prisons: ReadonlySet<string>;
  readonly #errorRate: number;

  constructor(input: TraceInput) {
    this.#prisons = new Set(input.areas.filter(({ kind }) => kind === 'prison').map(({ id }) => id));
    for (const profile of input.profiles) {
      // One and the same array for a model, so that it can serve as key.
      this.#tacsOfModel.set(profile.model.toLowerCase(), profile.tacs);
    }
    this.handsets = [...input.handsets];
    for (const handset of this.handsets) {
      for (const imei14 of handset.imei14s) push(this.#byImei, imei14, handset);
      const tac = tacOf(handset.imei14);
      const known = this.#byTac.get(tac) ?? new Set<HandsetSummary>();
      this.#byTac.set(tac, known.add(handset));
    }
    const all: WrittenImei[] = [];
    const serials = new Map<string, number[]>();
    for (const line of input.ledger) {
      for (const text of line.imeis) {
        const written = readWrittenImei(text);
        if (written === undefined) continue;
        all.push(written);
        if (written.check === 'wrong') continue;
        const imei14 = written.digits.slice(0, 14);
        const count = written.check === 'agrees' ? this.#confirmed : this.#unconfirmed;
        count.set(imei14, (count.get(imei14) ?? 0) + 1);
        // A number that nothing confirms may be a typing error: it must not widen a batch.
        if (written.check === 'agrees' || this.#byImei.has(imei14))
          push(serials, tacOf(imei14), Number(imei14.slice(8)));
      }
    }
    this.#errorRate = typingErrorRate(all);
    for (const [tac, list] of serials) {
      // A single serial far from the others may itself be a typing error: it makes no batch.
      this.#batches.set(
        tac,
        splitBatches(tac, list).filter(({ seen }) => seen > 1),
      );
    }
  }

  /** Written IMEIs of a line that name a unit: those with a wrong check digit count only if they could be read. */
  legible(line: LedgerLine): number {
    const sure = line.imeis.filter((text) => (readWrittenImei(text)?.check ?? 'wrong') !== 'wrong').length;
    return Math.max(sure, this.readingsOf(line).length);
  }

  models(): Iterable<readonly string[]> {
    return new Set(this.#tacsOfModel.values());
  }

  tacsOf(line: LedgerLine): readonly string[] | undefined {
    return this.#tacsOfModel.get(line.product.toLowerCase());
  }

  /** Handsets of the records whose serial lies in a batch that the seller had. */
  candidates(tacs: readonly string[]): HandsetSummary[] {
    return tacs
      .flatMap((tac) => [...(this.#byTac.get(tac) ?? [])])
      .filter((handset) => handset.imei14s.some((imei14) => this.#inSoldBatch(imei14)));
  }

  #inSoldBatch(imei14: string): boolean {
    const serial = Number(imei14.slice(8));
    return (this.#batches.get(tacOf(imei14)) ?? []).some((batch) => inBatch(batch, serial));
  }

  /** What the written IMEIs of a line mean, one reading a handset. */
  readingsOf(line: LedgerLine): ImeiReading[] {
    const tacs = this.tacsOf(line);
    const readings = new Map<string, ImeiReading>();
    for (const text of line.imeis) {
      const written = readWrittenImei(text);
      if (written === undefined) continue;
      const own = written.digits.slice(0, 14);
      const self = (imei14: string): number => (imei14 === own ? 1 : 0);
      const reading = readImei(
        written,
        {
          seen: (imei14) => this.#byImei.has(imei14),
          plausible: (imei14) => (tacs === undefined || tacs.includes(tacOf(imei14))) && this.#inSoldBatch(imei14),
          takenByOther: (imei14) =>
            (this.#confirmed.get(imei14) ?? 0) > 0 ||
            (this.#unconfirmed.get(imei14) ?? 0) > (written.check === 'none' ? self(imei14) : 0),
        },
        this.#errorRate,
      );
      // Two lines with the same confirmed number: one unit is sold once, so neither is claimed.
      if (reading === undefined || (written.check === 'agrees' && (this.#confirmed.get(own) ?? 0) > 1)) continue;
      readings.set(reading.imei14, reading);
    }
    return [...readings.values()];
  }

  /** The component of a cloned identifier that the buyer points to; else the busiest. */
  pick(imei14: string, buyer: BuyerLink | undefined): HandsetSummary | undefined {
    const components = this.#byImei.get(imei14) ?? [];
    const rank = (handset: HandsetSummary): number => {
      if (buyer === undefined) return 0;
      if ([...buyer.numbers].some((number) => handset.contacts.has(number))) return 2;
      return buyer.prison_ids.includes(mainArea(handset) ?? '') ? 1 : 0;
    };
    return [...components].sort((a, b) => rank(b) - rank(a) || b.events - a.events || a.component - b.component)[0];
  }

  row(
    line: LedgerLine,
    handset: HandsetSummary,
    reading: { readonly imei14: Imei14; readonly match: LedgerMatch; readonly llr10: number },
    buyer: BuyerLink | undefined,
    via: readonly string[],
  ): TraceRow {
    const area = mainArea(handset) ?? '';
    const ties = buyer !== undefined && buyer.inmate_ids.length > 0 ? buyer.ties : [];
    const cloned = (this.#byImei.get(handset.imei14) ?? []).length > 1 ? ['cloned-imei'] : [];
    return {
      order_id: line.order_id,
      line: line.line,
      imei14: reading.imei14,
      match: reading.match,
      llr10: reading.llr10,
      prison_id: this.#prisons.has(area) ? area : '',
      first_seen_s: handset.first_seen_s,
      inmate_ids: buyer?.inmate_ids ?? [],
      via: [...new Set([...via, ...ties, ...cloned])],
    };
  }
}

function push<K, V>(index: Map<K, V[]>, key: K, value: V): void {
  const known = index.get(key);
  if (known === undefined) index.set(key, [value]);
  else known.push(value);
}
