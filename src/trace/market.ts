import type { Area, DeviceProfile, LedgerLine } from '../model/case.ts';
import { type Imei14, tacOf } from '../model/identifiers.ts';
import type { BuyerLink } from './buyer-to-prison.ts';
import { type Choice, chooseSerial, possibleSerials } from './ledger-choice.ts';
import {
  type ImeiReading,
  readImei,
  readWrittenImei,
  type SerialKnowledge,
  typingErrorRate,
  type WrittenImei,
} from './ledger-imei.ts';
import {
  type CallersOf,
  countMarket,
  type InferredMarket,
  type OpenLine,
  pairLikelihood,
  type PairLikelihood,
} from './ledger-inferred.ts';
import { inBatch, type SerialBatch, serialOf, splitBatches } from './lot-size.ts';
import type { HandsetSummary } from './summary.ts';
import type { LedgerMatch, TraceRow } from './trace-row.ts';

export interface MarketInput {
  readonly ledger: readonly LedgerLine[];
  readonly profiles: readonly DeviceProfile[];
  readonly areas: readonly Area[];
  readonly handsets: Iterable<HandsetSummary>;
}

export interface ChosenUnit {
  readonly open: OpenLine;
  readonly choice: Choice & { readonly unitWasOpen: boolean };
  readonly handset: HandsetSummary;
  readonly via: readonly string[];
}

/** Handsets of the records and batches of the ledger, looked up in every way the matching needs. */
export class Market {
  readonly handsets: readonly HandsetSummary[];
  readonly #byImei = new Map<string, HandsetSummary[]>();
  readonly #byTac = new Map<string, Set<HandsetSummary>>();
  readonly #batches = new Map<string, SerialBatch[]>();
  readonly #tacsOfModel = new Map<string, readonly string[]>();
  readonly #confirmed = new Map<string, number>();
  readonly #unconfirmed = new Map<string, number>();
  readonly #prisons: ReadonlySet<string>;
  readonly #errorRate: number;

  constructor(input: MarketInput) {
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
        if (written.check === 'agrees' || this.#byImei.has(imei14)) push(serials, tacOf(imei14), serialOf(imei14));
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
    const serial = serialOf(imei14);
    return (this.#batches.get(tacOf(imei14)) ?? []).some((batch) => inBatch(batch, serial));
  }

  /** Written numbers that several serials fit, where the rest of the order tells which; each handset once. */
  chosen(market: InferredMarket, callersOf: CallersOf): ChosenUnit[] {
    const counts = countMarket(market, callersOf);
    const places = [...this.#batches.values()].flat().reduce((sum, b) => sum + b.last - b.first + 1, 0);
    const soldSeen = this.handsets.filter(({ imei14s }) => imei14s.some((imei14) => this.#inSoldBatch(imei14))).length;
    const density = Math.min(0.99, Math.max(1e-3, (soldSeen + 0.5) / (places + 1)));
    const found: ChosenUnit[] = [];
    for (const open of market.lines) {
      for (const text of open.line.imeis) {
        const written = readWrittenImei(text);
        if (written === undefined || readImei(written, this.#knowledge(open.line, written), this.#errorRate)) continue;
        const possible = possibleSerials(written, this.#knowledge(open.line, written), this.#errorRate);
        const handsetOf = (imei14: string): HandsetSummary | undefined => this.pick(imei14, open.buyer);
        const likelihood = (handset: HandsetSummary): PairLikelihood => pairLikelihood(open, handset, market, counts);
        const choice = chooseSerial(
          possible,
          market.seenShare / density,
          (1 - market.seenShare) / (1 - density),
          (imei14) => {
            const handset = handsetOf(imei14);
            return handset && likelihood(handset).value;
          },
          written.check === 'wrong',
        );
        const handset = choice && handsetOf(choice.imei14);
        if (choice === undefined || handset === undefined) continue;
        // A number without check digit counts as a unit that was written already.
        const unitWasOpen = written.check === 'wrong';
        found.push({ open, choice: { ...choice, unitWasOpen }, handset, via: likelihood(handset).via });
      }
    }
    // Two lines that choose one handset: neither is claimed.
    const times = new Map<HandsetSummary, number>();
    for (const { handset } of found) times.set(handset, (times.get(handset) ?? 0) + 1);
    return found.filter(({ handset }) => times.get(handset) === 1);
  }

  /** What the written IMEIs of a line mean, one reading a handset. */
  readingsOf(line: LedgerLine): ImeiReading[] {
    const readings = new Map<string, ImeiReading>();
    for (const text of line.imeis) {
      const written = readWrittenImei(text);
      if (written === undefined) continue;
      const own = written.digits.slice(0, 14);
      const reading = readImei(written, this.#knowledge(line, written), this.#errorRate);
      // Two lines with the same confirmed number: one unit is sold once, so neither is claimed.
      if (reading === undefined || (written.check === 'agrees' && (this.#confirmed.get(own) ?? 0) > 1)) continue;
      readings.set(reading.imei14, reading);
    }
    return [...readings.values()];
  }

  #knowledge(line: LedgerLine, written: WrittenImei): SerialKnowledge {
    const tacs = this.tacsOf(line);
    const own = written.digits.slice(0, 14);
    const self = (imei14: string): number => (imei14 === own && written.check === 'none' ? 1 : 0);
    return {
      seen: (imei14) => this.#byImei.has(imei14),
      plausible: (imei14) => (tacs === undefined || tacs.includes(tacOf(imei14))) && this.#inSoldBatch(imei14),
      takenByOther: (imei14) =>
        (this.#confirmed.get(imei14) ?? 0) > 0 || (this.#unconfirmed.get(imei14) ?? 0) > self(imei14),
    };
  }

  /** The component of a cloned identifier that the buyer points to; else the busiest. */
  pick(imei14: string, buyer: BuyerLink | undefined): HandsetSummary | undefined {
    const components = this.#byImei.get(imei14) ?? [];
    const rank = (handset: HandsetSummary): number => {
      if (buyer === undefined) return 0;
      if ([...buyer.numbers].some((number) => handset.contacts.has(number))) return 2;
      return buyer.prison_ids.includes(handset.mainArea ?? '') ? 1 : 0;
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
    const area = handset.mainArea ?? '';
    const ties = buyer !== undefined && buyer.inmate_ids.length > 0 ? buyer.ties : [];
    const cloned = (this.#byImei.get(handset.imei14) ?? []).length > 1 ? ['cloned-imei'] : [];
    return {
      order_id: line.order_id,
      line: line.line,
      imei14: reading.imei14,
      match: reading.match,
      llr10: reading.llr10,
      prison_id: this.#prisons.has(area) ? area : '',
      component: handset.component,
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
