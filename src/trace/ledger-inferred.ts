import type { LedgerLine } from '../model/case.ts';
import type { UnixSeconds } from '../model/record.ts';
import type { BuyerLink } from './buyer-to-prison.ts';
import type { HandsetSummary } from './summary.ts';

/** Stated assumptions; docs/methods/ledger-match.md gives the reasons and what was measured. */
export const INFERRED = {
  /** The handset calls the buyer's number, if the buyer is tied to an inmate; if not. */
  callsTiedBuyer: 0.5,
  callsOtherBuyer: 0.1,
  /** A tied buyer's handset lives in a prison of those inmates, but is not heard to call that number. */
  samePrison: 0.4,
  /** Seen before it was ordered: a clock, an exchange or a resale. */
  seenBeforeOrder: 1e-3,
  /** Days from order to first use, log-normal: median and sigma of the natural logarithm. */
  delayMedian_d: 15,
  delaySigma: 1,
  /** First seen so soon after the records begin: it was probably in use before. */
  settled_d: 3,
  /** Greatest weight of the delay, either way. */
  delayBound_llr10: 1,
  /** Weight of the market-wide share of a city against the share among the traced handsets of an area. */
  cityPrior: 5,
  /** Reported from this log10 LR, and above this posterior among all competing handsets and lines. */
  floor_llr10: 1,
  leastPosterior: 0.5,
} as const;

const DAY_S = 86_400;

/** A line with units for which no IMEI could be read. */
export interface OpenLine {
  readonly line: LedgerLine;
  readonly buyer: BuyerLink | undefined;
  readonly openUnits: number;
}

export interface InferredMatch {
  readonly open: OpenLine;
  readonly handset: HandsetSummary;
  readonly llr10: number;
  /** False: only the batch and the dates speak. */
  readonly ofPerson: boolean;
  readonly via: readonly string[];
}

export interface InferredMarket {
  /** Lines and handsets of one model, none of them matched yet. */
  readonly lines: readonly OpenLine[];
  readonly candidates: readonly HandsetSummary[];
  /** Share of sold units that are in the records at all, from the lines whose IMEI could be read. */
  readonly seenShare: number;
  /** Start of the records. */
  readonly from_s: UnixSeconds;
  /** Cities of traced lines with the main area of their handset (undefined = none). */
  readonly tracedCities: readonly { readonly city: string; readonly area: string | undefined }[];
}

/**
 * Which handsets the remaining lines of one model went to. For each line: one of the candidates or a unit that is not
 * in the records; for each handset: one of the lines. LR of a pair = its likelihood against the average of the
 * alternatives of the line; reported only where the pair is also likelier than all its competitors together.
 */
export function inferMatches(market: InferredMarket, callersOf: CallersOf): InferredMatch[] {
  const { lines, candidates } = market;
  const n = candidates.length;
  if (n === 0 || lines.length === 0) return [];
  const counts = countMarket(market, callersOf);
  const scores = lines.map((open) => candidates.map((handset) => pairLikelihood(open, handset, market, counts)));
  const prior = Math.min(0.5, market.seenShare / n);
  const rowSums = scores.map((row) => row.reduce((sum, { value }) => sum + value, 0));
  const columnSums = candidates.map((_, at) => scores.reduce((sum, row) => sum + (row[at]?.value ?? 0), 0));
  const found: InferredMatch[] = [];
  lines.forEach((open, row) => {
    candidates.forEach((handset, column) => {
      const pair = scores[row]?.[column];
      if (pair === undefined || pair.value <= 0) return;
      const units = Math.min(open.openUnits, n);
      const others = (rowSums[row] ?? 0) - pair.value;
      const alternatives = prior * others + Math.max(0, 1 - prior * n);
      const ofLine = (prior * units * pair.value) / (prior * units * pair.value + alternatives);
      // A handset that none of these lines sold is one more alternative of average likelihood.
      const ofHandset = pair.value / ((columnSums[column] ?? 0) + 1);
      const posterior = Math.min(ofLine, ofHandset);
      const llr10 = Math.log10(pair.value / (alternatives / (1 - prior)));
      if (posterior <= INFERRED.leastPosterior || llr10 < INFERRED.floor_llr10) return;
      found.push({ open, handset, llr10, ofPerson: pair.ofPerson, via: pair.via });
    });
  });
  // From a posterior of one half on, a handset has one line and a line no more handsets than units: see the property.
  return found;
}

export interface PairLikelihood {
  /** Against the average of the alternatives. */
  readonly value: number;
  readonly ofPerson: boolean;
  readonly via: readonly string[];
}

/** What the order says of one handset, its number apart: buyer's telephone, else city; dates. */
export function pairLikelihood(
  open: OpenLine,
  handset: HandsetSummary,
  market: InferredMarket,
  counts: MarketCounts,
): PairLikelihood {
  const via: string[] = [];
  const buyer = buyerFactor(open.buyer, handset, counts);
  if (buyer.via !== undefined) via.push(buyer.via);
  // Kin live where they live because of the inmate or not at all: city and telephone are never multiplied.
  const city = buyer.via === undefined ? cityFactor(open.line.ship_city, handset, market.tracedCities) : 1;
  if (city > 1) via.push('city');
  const dates = dateFactor(open.line.ordered_at_s, handset, market);
  if (dates > 1) via.push('dates');
  return { value: buyer.value * city * dates, ofPerson: buyer.via !== undefined && buyer.value > 1, via };
}

/** Who of all handsets of the records calls a buyer: how common that is. */
export interface CallersOf {
  readonly population: number;
  readonly of: (buyer: BuyerLink) => ReadonlySet<HandsetSummary>;
}

export function indexCallers(population: readonly HandsetSummary[]): CallersOf {
  const byNumber = new Map<string, HandsetSummary[]>();
  for (const handset of population)
    for (const number of handset.contacts) {
      const known = byNumber.get(number);
      if (known === undefined) byNumber.set(number, [handset]);
      else known.push(handset);
    }
  const callers = new Map<BuyerLink, ReadonlySet<HandsetSummary>>();
  return {
    population: population.length,
    of(buyer) {
      const known = callers.get(buyer) ?? new Set([...buyer.numbers].flatMap((number) => byNumber.get(number) ?? []));
      callers.set(buyer, known);
      return known;
    },
  };
}

/** What the pairs of one market ask again and again, counted once. */
export interface MarketCounts {
  readonly callers: CallersOf;
  readonly candidates: number;
  readonly areaOf: ReadonlyMap<HandsetSummary, string>;
  /** Candidates that mainly live in a prison of the inmates to whom the buyer is tied. */
  readonly inPrisonsOf: (buyer: BuyerLink) => number;
}

export function countMarket({ candidates }: InferredMarket, callers: CallersOf): MarketCounts {
  const areaOf = new Map(candidates.map((handset) => [handset, handset.mainArea ?? '']));
  const perArea = new Map<string, number>();
  for (const area of areaOf.values()) perArea.set(area, (perArea.get(area) ?? 0) + 1);
  return {
    callers,
    candidates: candidates.length,
    areaOf,
    inPrisonsOf: (buyer) => [...new Set(buyer.prison_ids)].reduce((sum, area) => sum + (perArea.get(area) ?? 0), 0),
  };
}

/** Share of the others, never 0 nor 1. */
const shareOfOthers = (count: number, holdsItself: boolean, among: number): number =>
  (count - (holdsItself ? 1 : 0) + 0.5) / (among + 1);

/** Everything the buyer's telephone says, as one factor: called by the handset; else the prison of the tied inmates. */
function buyerFactor(
  buyer: BuyerLink | undefined,
  handset: HandsetSummary,
  counts: MarketCounts,
): { value: number; via: string | undefined } {
  if (buyer === undefined || buyer.numbers.size === 0) return { value: 1, via: undefined };
  const callersOf = counts.callers.of(buyer);
  const calls = callersOf.has(handset);
  const callers = shareOfOthers(callersOf.size, calls, counts.callers.population);
  const tied = buyer.inmate_ids.length > 0;
  const rate = tied ? INFERRED.callsTiedBuyer : INFERRED.callsOtherBuyer;
  if (calls) return { value: rate / callers, via: 'buyer-called' };
  const silent = (1 - rate) / (1 - callers);
  if (!tied) return { value: silent, via: undefined };
  const inTheirPrison = buyer.prison_ids.includes(counts.areaOf.get(handset) ?? '');
  const prisonShare = shareOfOthers(counts.inPrisonsOf(buyer), inTheirPrison, counts.candidates);
  if (inTheirPrison) return { value: (silent * (INFERRED.samePrison / rate)) / prisonShare, via: buyer.ties.join('+') };
  return { value: (silent * Math.max(0.05, 1 - INFERRED.samePrison / rate)) / (1 - prisonShare), via: undefined };
}

/** P(city | area of the handset) / P(city), both from lines whose handset is known; 1 without such lines. */
function cityFactor(city: string, handset: HandsetSummary, traced: InferredMarket['tracedCities']): number {
  if (city === '' || traced.length === 0) return 1;
  const area = handset.mainArea;
  const ofArea = traced.filter((line) => line.area === area);
  const overall = (traced.filter((line) => line.city === city).length + 1) / (traced.length + 2);
  const inArea = ofArea.filter((line) => line.city === city).length;
  return (inArea + INFERRED.cityPrior * overall) / (ofArea.length + INFERRED.cityPrior) / overall;
}

/** P(first seen | ordered then) against the average over the model's other lines: order before use, usual delay. */
function dateFactor(ordered_at_s: number | undefined, handset: HandsetSummary, market: InferredMarket): number {
  if (ordered_at_s === undefined) return 1;
  if (handset.first_seen_s < ordered_at_s) return INFERRED.seenBeforeOrder;
  const others = market.lines.flatMap(({ line }) => (line.ordered_at_s === undefined ? [] : [line.ordered_at_s]));
  const own = delayLikelihood(ordered_at_s, handset.first_seen_s, market.from_s);
  const average = others.reduce((sum, at) => sum + delayLikelihood(at, handset.first_seen_s, market.from_s), 0);
  const bound = 10 ** INFERRED.delayBound_llr10;
  return Math.min(bound, Math.max(1 / bound, own / Math.max(1e-12, average / others.length)));
}

function delayLikelihood(ordered_at_s: number, first_seen_s: number, from_s: number): number {
  const delay_d = (first_seen_s - ordered_at_s) / DAY_S;
  if (delay_d <= 0) return 0;
  const z = (Math.log(delay_d) - Math.log(INFERRED.delayMedian_d)) / INFERRED.delaySigma;
  // In use when the records begin: it may have started any time since it was ordered.
  if (first_seen_s < from_s + INFERRED.settled_d * DAY_S) return 1 / (1 + Math.exp(-1.702 * z)) / 30;
  return Math.exp(-(z * z) / 2) / (delay_d * INFERRED.delaySigma * Math.sqrt(2 * Math.PI));
}
