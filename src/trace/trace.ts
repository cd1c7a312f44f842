import type { Area, DeviceProfile, LedgerLine } from '../model/case.ts';
import type { Imei14 } from '../model/identifiers.ts';
import type { UnixSeconds } from '../model/record.ts';
import { buyersToPrisons, type PrisonTies } from './buyer-to-prison.ts';
import { tryHiddenNumbers, type HiddenNumbers } from './hidden-numbers.ts';
import { indexCallers, inferMatches, type InferredMarket, type OpenLine } from './ledger-inferred.ts';
import { Market } from './market.ts';
import { soldLots, type SoldLot } from './sold-lots.ts';
import type { HandsetSummary } from './summary.ts';
import type { LedgerMatch, TraceRow } from './trace-row.ts';

export type { LedgerMatch, TraceRow } from './trace-row.ts';

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

export interface Traced {
  /** In ledger order; each handset in one line. */
  readonly rows: readonly TraceRow[];
  /** How often lines without a number would be joined rightly, tried on those that have one. */
  readonly hidden: HiddenNumbers;
  /** How large the lots were that the order book sold from. */
  readonly lots: readonly SoldLot[];
}

/** Joins the seller's order lines to the handsets of the records. */
export function traceLedger(input: TraceInput): Traced {
  const market = new Market(input);
  const buyers = buyersToPrisons(input.ledger, input);
  const rows: TraceRow[] = [];
  const openUnits = new Map<LedgerLine, number>();
  const matched = new Set<string>();
  const tracedCities: { city: string; area: string | undefined }[] = [];
  let written = 0;
  const read = input.ledger.flatMap((line) => {
    written += line.imeis.length;
    openUnits.set(line, Math.max(0, line.quantity - market.legible(line)));
    return market.readingsOf(line).flatMap((reading) => {
      const handset = market.pick(reading.imei14, buyers.get(line.order_id));
      return handset === undefined ? [] : [{ line, reading, handset }];
    });
  });
  const claims = new Map<HandsetSummary, number>();
  for (const { handset } of read) claims.set(handset, (claims.get(handset) ?? 0) + 1);
  for (const { line, reading, handset } of read) {
    // A number that needs an error to mean a handset gives way to any other that means it; of two such neither is claimed.
    if (reading.match !== 'imei' && (claims.get(handset) ?? 0) > 1) continue;
    for (const imei14 of handset.imei14s) matched.add(imei14);
    tracedCities.push({ city: line.ship_city, area: handset.mainArea });
    rows.push(market.row(line, handset, reading, buyers.get(line.order_id), ['written-imei']));
  }
  const seenShare = (tracedCities.length + 0.5) / (written + 1);
  const shared = { seenShare, from_s: input.from_s, tracedCities };
  const callersOf = indexCallers(market.handsets);
  const markets = new Map<readonly string[], InferredMarket>();
  for (const tacs of market.models()) {
    const ofModel = input.ledger
      .filter((line) => market.tacsOf(line) === tacs)
      .map((line): OpenLine => ({
        line,
        buyer: buyers.get(line.order_id),
        openUnits: openUnits.get(line) ?? 0,
      }));
    for (const { open, choice, handset, via } of market.chosen(
      {
        ...shared,
        lines: ofModel,
        candidates: market.candidates(tacs),
      },
      callersOf,
    )) {
      if (handset.imei14s.some((id) => matched.has(id))) continue;
      for (const imei14 of handset.imei14s) matched.add(imei14);
      if (choice.unitWasOpen) openUnits.set(open.line, Math.max(0, (openUnits.get(open.line) ?? 0) - 1));
      rows.push(market.row(open.line, handset, choice, open.buyer, ['written-imei', 'several-fit', ...via]));
    }
    const lines = ofModel
      .map((open): OpenLine => ({ ...open, openUnits: openUnits.get(open.line) ?? 0 }))
      .filter((open) => open.openUnits > 0);
    const candidates = market.candidates(tacs).filter((handset) => !handset.imei14s.some((id) => matched.has(id)));
    markets.set(tacs, { ...shared, lines, candidates });
    for (const match of inferMatches({ ...shared, lines, candidates }, callersOf)) {
      const reading: { imei14: Imei14; match: LedgerMatch; llr10: number } = {
        imei14: match.handset.imei14,
        match: match.ofPerson ? 'inferred' : 'sibling',
        llr10: match.llr10,
      };
      rows.push(market.row(match.open.line, match.handset, reading, match.open.buyer, ['batch', ...match.via]));
    }
  }
  const knownUnits = read.flatMap(({ line, reading, handset }) =>
    // Of a line with several units another handset may be right too, and of a number with an error nobody is sure.
    line.quantity === 1 && line.imeis.length === 1 && reading.match === 'imei' && (claims.get(handset) ?? 0) === 1
      ? [{ open: { line, buyer: buyers.get(line.order_id), openUnits: 0 }, handset }]
      : [],
  );
  const hidden = tryHiddenNumbers(
    knownUnits,
    ({ open: { line }, handset }) => {
      const tacs = market.tacsOf(line);
      const open = tacs === undefined ? undefined : markets.get(tacs);
      if (tacs === undefined || open === undefined || !market.candidates(tacs).includes(handset)) return undefined;
      const own = tracedCities.findIndex(({ city, area }) => city === line.ship_city && area === handset.mainArea);
      return { ...open, tracedCities: tracedCities.filter((_, at) => at !== own) };
    },
    callersOf,
  );
  const order = new Map(input.ledger.map((line, at) => [`${line.order_id}\n${line.line}`, at]));
  const place = (row: TraceRow): number => order.get(`${row.order_id}\n${row.line}`) ?? 0;
  return {
    rows: rows.sort((a, b) => place(a) - place(b) || (a.imei14 < b.imei14 ? -1 : 1)),
    hidden,
    lots: soldLots(input.ledger, input.profiles, market.handsets),
  };
}
