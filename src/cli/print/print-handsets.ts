import { handsetKey } from '../../attribute/index.ts';
import { INSIDE_FROM_LLR10, type ResidencyModel, type Verdict } from '../../detect/index.ts';
import { FEW_EVENTS, hasFewEvents } from './few-events.ts';
import type { HandsetFinding, RunOutcome } from '../chain/run-outcome.ts';
import { fitted, left, pad, widthOf } from './columns.ts';
import { shellWord } from './shell-word.ts';
import { counted, ratioInWords, statedInWords, strengthInWords } from './words.ts';

/** The strongest handsets shown for each run; the rest stand in handsets.csv. */
const SHOWN = 10;

/** Verdicts by prison; of those inside, how many rest on few events. */
export function prisonTable({ documents, findings }: Pick<RunOutcome, 'documents' | 'findings'>): string[] {
  const prisons = documents.areas
    .filter(({ kind }) => kind === 'prison')
    .map(({ id, name }) => ({ id, name: `${id} ${name}` }));
  const width = widthOf(
    prisons.map(({ name }) => name),
    34,
    60,
  );
  const row = (name: string, ...counts: readonly (number | string)[]): string => {
    const [inside = '', few = '', undecided = '', outside = '', withheld = ''] = counts;
    return `  ${pad(fitted(name, width), width)} ${left(inside, 7)} ${left(few, 13)} ${left(undecided, 10)} ${left(outside, 8)} ${left(withheld, 9)}`;
  };
  const lines = [row('prison', 'inside', 'of them few*', 'undecided', 'outside', 'withheld')];
  let anyFew = false;
  for (const { id, name } of prisons) {
    const of = (verdict: Verdict): HandsetFinding[] =>
      findings.filter((f) => f.evidence.area_id === id && f.judgement.verdict === verdict);
    const inside = of('inside');
    const few = inside.filter(({ evidence }) => hasFewEvents(evidence)).length;
    anyFew ||= few > 0;
    lines.push(row(name, inside.length, few, of('undecided').length, of('outside').length, of('withheld').length));
  }
  if (anyFew)
    lines.push(`  * on ${FEW_EVENTS} on the prison's cells only: such figures are wrong more often, see HOW SURE`);
  return [...lines, ...severalPrisonsInWords(findings), ...whichPrisonIsOpen(findings)];
}

/** Who is moved takes the handset along: the table counts it in each prison. Nothing where nobody was. */
function severalPrisonsInWords(findings: readonly HandsetFinding[]): string[] {
  const inside = findings.filter(({ judgement }) => judgement.verdict === 'inside');
  const prisons = new Map<string, number>();
  for (const { evidence } of inside) prisons.set(handsetKey(evidence), (prisons.get(handsetKey(evidence)) ?? 0) + 1);
  const several = [...prisons.values()].filter((n) => n > 1).length;
  if (several === 0) return [];
  return [
    `  ${counted(several, 'handset')} called inside in more than one prison, counted in each: ${inside.length} times inside are ${counted(prisons.size, 'handset')}.`,
  ];
}

/** Handsets that live in one of several prisons, and are called inside none of them. */
function whichPrisonIsOpen(findings: readonly HandsetFinding[]): string[] {
  const decided = new Set(
    findings.filter(({ judgement }) => judgement.verdict === 'inside').map(({ evidence }) => handsetKey(evidence)),
  );
  const open = new Map<string, string>();
  for (const { evidence, judgement } of findings)
    if (judgement.oneOf !== undefined && !decided.has(handsetKey(evidence)))
      open.set(
        handsetKey(evidence),
        `${evidence.imei14}${evidence.component > 1 ? ` (device ${evidence.component})` : ''} in ${judgement.oneOf.join(' or ')}`,
      );
  if (open.size === 0) return [];
  const shown = [...open.values()].slice(0, SHOWN);
  return [
    `  ${counted(open.size, 'handset')} living in one of several prisons by the same days; in which is open, so none is called inside:`,
    ...shown.map((line) => `    ${line}`),
    ...(open.size > shown.length ? [`    and ${open.size - shown.length} more: handsets.csv, "lives in one of"`] : []),
  ];
}

/** Where references are so few that even the strongest evidence may not be called inside, the reader must not take that for an empty prison. */
export function noneCanBeInside(model: ResidencyModel | undefined): string[] {
  if (model === undefined) return [];
  const most_llr10 = Math.max(model.regular.bounds.upper_llr10, model.sparse.bounds.upper_llr10);
  if (most_llr10 >= INSIDE_FROM_LLR10.regular) return [];
  return [
    `  NONE CAN BE CALLED INSIDE HERE: that takes LR ${ratioInWords(INSIDE_FROM_LLR10.regular)}, and the references support none beyond ${ratioInWords(most_llr10)}. It does not mean that none is there.`,
    '  More handsets of known truth raise it: of people around a prison or in a placebo area as well as of inmates (reference/handsets.csv).',
  ];
}

/** The strongest of those called inside or, where none is, of those undecided that more speaks for than against; nothing where there is none. */
export function strongestInWords(findings: readonly HandsetFinding[], results: string): string[] {
  const inside = findings.filter((f) => f.judgement.verdict === 'inside');
  const undecided = findings.filter(({ judgement }) => judgement.verdict === 'undecided' && judgement.llr10 > 0);
  const listed = inside.length > 0 ? inside : undecided;
  if (listed.length === 0) return [];
  const of =
    inside.length > 0 ? `${inside.length}` : `${undecided.length} UNDECIDED WITH LR ABOVE 1, NONE CALLED INSIDE`;
  const lines = [
    `THE STRONGEST ${Math.min(SHOWN, listed.length)} OF ${of} (likelihood ratio LR: how much more probable the evidence is if the handset`,
    'lives inside than if it belongs to somebody else around; it is no verdict, people decide)',
  ];
  for (const { evidence, judgement, in_ledger } of listed.slice(0, SHOWN)) {
    const component = evidence.component > 1 ? ` (device ${evidence.component} with this IMEI)` : '';
    const few = hasFewEvents(evidence) ? `  ONLY ${evidence.servingEvents} EVENTS` : '';
    lines.push(
      `  ${evidence.imei14}${component}  ${evidence.area_id}  ${statedInWords(judgement)}${few}${in_ledger ? '  SOLD BY THE SELLER' : ''}`,
      `      ${strengthInWords(judgement.llr10)}`,
      `      ${judgement.reasons.slice(0, 4).join('; ')}`,
    );
  }
  return [...lines, `  One handset with all its evidence: cellsweep explain ${shellWord(results)} IMEI`];
}
