import { actsFor } from '../authority/index.ts';
import type { Act } from '../model/case.ts';
import { tacOf } from '../model/identifiers.ts';
import type { RunOutcome } from './run-outcome.ts';

/** One question to an operator, worth asking next. */
export interface NextRequest {
  readonly rank: number;
  readonly operator: string;
  readonly kind: 'traffic of a handset' | 'handsets of a SIM' | 'traffic of cells' | 'missing days' | 'antenna table';
  /** An IMEI-14, or what cells and days. */
  readonly subject: string;
  /** Expected gain in bits about who lives inside; the order of the list. */
  readonly bits: number;
  /** Act in force under whose period and paths it falls, or that one is needed. */
  readonly act: string;
  readonly reason: string;
}

/** About one in ten handsets with regular traffic on a prison's cells lives inside (docs/methods/residency.md). */
const PRIOR_LLR10 = -1;

const entropy_bit = (p: number): number => (p <= 0 || p >= 1 ? 0 : -(p * Math.log2(p) + (1 - p) * Math.log2(1 - p)));
const probability = (llr10: number): number => 1 / (1 + 10 ** -(llr10 + PRIOR_LLR10));

/** An act in force that already lets such a delivery be received, by the paths it covers. */
function actFor(acts: readonly Act[], operator: string, files: readonly string[], kind: 'cells' | 'handsets'): string {
  const like = files.find((file) => file.startsWith(`operators/${operator}/`) && file.includes(kind));
  const found = like === undefined ? [] : actsFor(like, acts);
  return found.length > 0 ? found.map((act) => act.id).join('|') : 'a new act is needed';
}

/**
 * Which identifiers and cells to ask operators for next, ranked by what the answer is expected to change: the entropy of
 * the question "inside or not" that stands open, for handsets whose whole traffic nobody asked for; sold handsets that no
 * record shows; days and cells that a delivery lacks.
 */
export function nextRequests(outcome: RunOutcome): NextRequest[] {
  const { acts, documents, findings, quality } = outcome;
  const files = quality.map((file) => file.file);
  const operators = outcome.events.map((e) => e.operator);
  const list: Omit<NextRequest, 'rank'>[] = [];
  const everywhere = operators.join('|');
  const act = (kind: 'cells' | 'handsets'): string =>
    [...new Set(operators.map((o) => actFor(acts, o, files, kind)))].join('|');
  for (const { evidence, judgement } of findings) {
    if (evidence.exitsKnown && judgement.verdict !== 'undecided') continue;
    const p = Number.isFinite(judgement.llr10) ? probability(judgement.llr10) : probability(0);
    // Whole traffic settles most of the question; where it is there already, a longer window settles a part.
    const settles = evidence.exitsKnown ? 0.2 : 0.8 * Math.min(1, evidence.servingEvents / 20);
    const bits = entropy_bit(p) * settles;
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
          bits: entropy_bit(0.1) * 0.5,
          act: act('handsets'),
          reason: 'sold by the seller and in no record so far: is it in use, with which SIM?',
        });
      }
    }
  for (const { evidence, judgement } of findings) {
    if (judgement.verdict !== 'inside') continue;
    list.push({
      operator: everywhere,
      kind: 'handsets of a SIM',
      subject: evidence.imei14,
      bits: 0.2 * entropy_bit(probability(judgement.llr10)) + 0.02 * Math.log2(1 + evidence.imsis),
      act: 'a new act is needed',
      reason: `${evidence.imsis} SIM cards were used in it: in which handsets before and after?`,
    });
  }
  for (const file of quality) {
    if ('days_without_rows' in file && file.days_without_rows > 0) {
      const operator = file.file.split('/')[1] ?? '';
      list.push({
        operator,
        kind: 'missing days',
        subject: file.file,
        bits: 0.05 * file.days_without_rows,
        act: actFor(acts, operator, files, file.file.includes('handsets') ? 'handsets' : 'cells'),
        reason: `${file.days_without_rows} days between its first and last row hold none: silence, or a gap of the operator?`,
      });
    }
    const unknown = file.remarks.CELL_UNKNOWN ?? 0;
    if (unknown > 0 && file.rows_used > 0) {
      const operator = file.file.split('/')[1] ?? '';
      list.push({
        operator,
        kind: 'antenna table',
        subject: file.file,
        bits: unknown / file.rows_used,
        act: actFor(acts, operator, files, 'cells'),
        reason: `${unknown} rows name cells that no antenna table of the operator knows on that day`,
      });
    }
  }
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
        bits: 2,
        act: actFor(acts, operator, files, 'cells'),
        reason: 'no delivery of this operator is named after this prison: its cells may never have been asked for',
      });
    }
  const key = (r: Omit<NextRequest, 'rank'>): string => `${r.kind}\n${r.operator}\n${r.subject}`;
  return [...new Map(list.map((request) => [key(request), request])).values()]
    .sort((a, b) => b.bits - a.bits || (key(a) < key(b) ? -1 : 1))
    .map((request, i) => ({ rank: i + 1, ...request, bits: Math.round(request.bits * 1000) / 1000 }));
}
