import { handsetKey } from '../attribute/index.ts';
import { actsFor, retainedActs } from '../authority/index.ts';
import type { SimOfHandset } from '../intake/index.ts';
import type { Act } from '../model/case.ts';
import { tacOf } from '../model/identifiers.ts';
import type { UnixSeconds } from '../model/record.ts';
import type { HandsetFinding, RunOutcome } from './chain/run-outcome.ts';
import { FEW_EVENTS, hasFewEvents } from './print/few-events.ts';
import { counted, statedInWords, strengthInWords } from './print/words.ts';
import { isNoSilence } from './warnings/beyond-chance.ts';

/** One question to an operator, worth asking next. */
export interface NextRequest {
  readonly rank: number;
  readonly operator: string;
  readonly kind: 'traffic of a handset' | 'handsets of a SIM' | 'traffic of cells' | 'missing days' | 'antenna table';
  /** An IMEI-14, IMSIs (`|` between them), or what cells and days. */
  readonly subject: string;
  /** Expected gain in bits about who lives inside (docs/methods/next-requests.md); the order of the list. */
  readonly bits: number;
  /** Act in force under whose period and paths it falls, or that one is needed. */
  readonly act: string;
  readonly reason: string;
}

/** About one in ten handsets with regular traffic on a prison's cells lives inside (docs/methods/residency.md). */
const PRIOR_LLR10 = -1;

/** Assumptions, none of them measured; docs/methods/next-requests.md says what each does. */
const ENOUGH_EVENTS = 20;
const LONGER_WINDOW_SETTLES = 0.2;
const SOLD_IS_INSIDE = 0.1;
const SOLD_IS_IN_USE = 0.5;
/** Goes on with another handset, and keeps the SIM for it: priors of docs/methods/succession.md. */
const SIM_LEADS_ON = 0.5 * 0.3;

const entropy_bit = (p: number): number => (p <= 0 || p >= 1 ? 0 : -(p * Math.log2(p) + (1 - p) * Math.log2(1 - p)));
/** Nothing is known of one whose ratio is withheld but the prior. */
const probability = (llr10: number): number => 1 / (1 + 10 ** -((Number.isFinite(llr10) ? llr10 : 0) + PRIOR_LLR10));

/** What the unit of the list is, beneath it. */
export const BIT_IN_WORDS = `
bit: how much the answer is expected to tell of who lives inside. 1 bit settles one handset that is as likely inside as not; one of
which nothing is known but the prior of one in ten is worth ${entropy_bit(probability(0)).toFixed(2)}. Small values may still be the best question there is.
`;

/**
 * Share of the question "inside or not" that whole traffic settled for the references of the case: Cllr is what was left
 * of one bit (Bruemmer and du Preez 2006), on references that the model had not seen. 1, so at most, without a model.
 */
const settledShare = ({ model }: Requested['calibration']): number =>
  model === undefined ? 1 : Math.min(1, Math.max(0, 1 - model.heldOut.cllr));

/** An act in force that already lets such a delivery be received, by the paths it covers. */
function actFor(acts: readonly Act[], operator: string, files: readonly string[], kind: 'cells' | 'handsets'): string {
  const like = files.find((file) => file.startsWith(`operators/${operator}/`) && file.includes(kind));
  const found = like === undefined ? [] : actsFor(like, acts);
  return found.length > 0 ? found.map((act) => act.id).join('|') : 'a new act is needed';
}

export type Requested = Pick<
  RunOutcome,
  'acts' | 'documents' | 'findings' | 'quality' | 'events' | 'trace' | 'calibration' | 'total'
>;

/**
 * Where else the SIMs of a device inside were used. Only operators in whose records they stand are asked: any other would learn of a
 * suspect's SIM and know nothing of it.
 */
function requestsOfSims(
  findings: readonly HandsetFinding[],
  sims: ReadonlyMap<string, readonly SimOfHandset[]>,
  settled: number,
): Omit<NextRequest, 'rank'>[] {
  return findings.flatMap(({ evidence, judgement }) => {
    const used = sims.get(handsetKey(evidence)) ?? [];
    if (judgement.verdict !== 'inside') return [];
    const bits = entropy_bit(SIM_LEADS_ON * probability(judgement.llr10)) * settled;
    const device = evidence.component > 1 ? ` (device ${evidence.component} with this IMEI)` : '';
    const few = hasFewEvents(evidence)
      ? `; rests on ${evidence.servingEvents} events only, and figures on ${FEW_EVENTS} are wrong more often`
      : '';
    const operatorsOf = new Set(used.map(({ operators }) => operators.join('|')));
    return [...operatorsOf].map((operator) => {
      const asked = used.filter(({ operators }) => operators.join('|') === operator);
      return {
        operator,
        kind: 'handsets of a SIM' as const,
        subject: asked.map(({ imsi }) => imsi).join('|'),
        // Which of the SIMs leads on is not known.
        bits: (bits * asked.length) / used.length,
        act: 'a new act is needed',
        reason: `used in ${evidence.imei14}${device}; prison ${evidence.area_id}: ${statedInWords(judgement)}, ${strengthInWords(judgement.llr10)}${few}. In which handsets before and after?`,
      };
    });
  });
}

/**
 * Which identifiers and cells to ask operators for next, ranked by what the answer is expected to tell of one question, in
 * bits: who lives inside? For single handsets it is the entropy that stands open, times the share that whole traffic is
 * known to settle; days, cells and antennas that a delivery lacks are worth their share of all that stands open.
 *
 * @param sims of the devices inside, by handset key
 */
export function nextRequests(
  outcome: Requested,
  sims: ReadonlyMap<string, readonly SimOfHandset[]>,
  now_s: UnixSeconds,
): NextRequest[] {
  const { documents, findings, quality } = outcome;
  // Nothing new may be held under an act whose retention has ended.
  const acts = retainedActs(outcome.acts, now_s);
  const files = quality.map((file) => file.file);
  const operators = outcome.events.map((e) => e.operator);
  const list: Omit<NextRequest, 'rank'>[] = [];
  const everywhere = operators.join('|');
  const act = (kind: 'cells' | 'handsets'): string =>
    [...new Set(operators.map((o) => actFor(acts, o, files, kind)))].join('|');
  const settled = settledShare(outcome.calibration);
  let open_bit = 0;
  for (const { evidence, judgement } of findings) {
    if (judgement.verdict === 'undecided' || judgement.verdict === 'withheld')
      open_bit += entropy_bit(probability(judgement.llr10));
    if (evidence.exitsKnown && judgement.verdict !== 'undecided') continue;
    const share = evidence.exitsKnown ? LONGER_WINDOW_SETTLES : Math.min(1, evidence.servingEvents / ENOUGH_EVENTS);
    const bits = entropy_bit(probability(judgement.llr10)) * settled * share;
    if (bits < 0.01) continue;
    list.push({
      operator: everywhere,
      kind: 'traffic of a handset',
      subject: evidence.imei14,
      bits,
      act: act('handsets'),
      reason: evidence.exitsKnown
        ? 'undecided: a longer window would show more days'
        : `only its traffic on the prison's cells is known (${evidence.servingEvents} events): where else it is used decides`,
    });
  }
  const seen = new Set(outcome.trace.map((row) => row.imei14 as string));
  const tacs = new Set(documents.deviceProfiles.flatMap((profile) => profile.tacs));
  for (const line of documents.ledger)
    for (const written of line.imeis) {
      const imei14 = written.replace(/\D/g, '').slice(0, 14);
      if (imei14.length === 14 && tacs.has(tacOf(imei14)) && !seen.has(imei14)) {
        seen.add(imei14);
        list.push({
          operator: everywhere,
          kind: 'traffic of a handset',
          subject: imei14,
          bits: entropy_bit(SOLD_IS_INSIDE) * SOLD_IS_IN_USE * settled,
          act: act('handsets'),
          reason: 'sold by the seller and in no record so far: is it in use, with which SIM?',
        });
      }
    }
  list.push(...requestsOfSims(findings, sims, settled));
  const { from_s, until_s } = documents.manifest;
  const window_days = Math.max(1, (until_s - from_s) / 86400);
  // What one file is of all that the operators sent.
  const rowsShare = (rows: number): number => rows / Math.max(1, outcome.total.rows);
  for (const file of quality) {
    if ('days_without_rows' in file && isNoSilence(file)) {
      const operator = file.file.split('/')[1] ?? '';
      list.push({
        operator,
        kind: 'missing days',
        subject: file.file,
        bits: open_bit * settled * Math.min(1, file.days_without_rows / window_days) * rowsShare(file.rows_used),
        act: actFor(acts, operator, files, file.file.includes('handsets') ? 'handsets' : 'cells'),
        reason: `${counted(file.days_without_rows, 'day')} between its first and last row without any: silence, or a gap of the operator?`,
      });
    }
    const unknown = file.remarks.CELL_UNKNOWN ?? 0;
    if (unknown > 0 && file.rows_used > 0) {
      const operator = file.file.split('/')[1] ?? '';
      list.push({
        operator,
        kind: 'antenna table',
        subject: file.file,
        bits: open_bit * settled * rowsShare(unknown),
        act: actFor(acts, operator, files, 'cells'),
        reason: `${unknown} rows name cells that no antenna table of the operator knows on that day`,
      });
    }
  }
  const prisons = documents.areas.filter((area) => area.kind === 'prison').length;
  // As many handsets as one operator's cells of one prison have shown so far, of which nothing is known but the prior.
  const unseen = findings.length / Math.max(1, prisons * operators.length);
  for (const operator of operators)
    for (const area of documents.areas) {
      if (
        area.kind !== 'prison' ||
        files.some((file) => file.startsWith(`operators/${operator}/`) && file.includes(area.id))
      )
        continue;
      if (!files.some((file) => /_[A-Z]\d+\./.test(file))) continue;
      list.push({
        operator,
        kind: 'traffic of cells',
        subject: area.id,
        bits: unseen * entropy_bit(probability(0)) * settled,
        act: actFor(acts, operator, files, 'cells'),
        reason: 'no delivery of this operator is named after this prison: its cells may never have been asked for',
      });
    }
  const key = (r: Omit<NextRequest, 'rank'>): string => `${r.kind}\n${r.operator}\n${r.subject}`;
  list.sort((a, b) => b.bits - a.bits || (key(a) < key(b) ? -1 : 1));
  const asked = new Set<string>();
  return list
    .filter((request) => !asked.has(key(request)) && asked.add(key(request)))
    .map((request, i) => ({ rank: i + 1, ...request, bits: Math.round(request.bits * 1000) / 1000 }));
}
