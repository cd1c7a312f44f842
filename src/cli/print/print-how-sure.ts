import { REGULAR_EVENTS, type ResidencyModel } from '../../detect/index.ts';
import { rulesInWords } from '../chain/baseline-report.ts';
import { expectedResidents } from '../tables/expected-residents.ts';
import { FEW_EVENTS, hasFewEvents, measuredOnFewInWords, wrongOnFewInWords } from './few-events.ts';
import type { CalibrationOutcome, HandsetFinding } from '../chain/run-outcome.ts';
import { counted, performanceInWords, ratioInWords, referencesInWords } from './words.ts';

const SCHEMES = {
  area: 'one prison left out at a time',
  device: 'a fifth of the devices left out at a time',
  mixed: 'one prison left out at a time, or a fifth of its devices where too few would remain',
} as const;

/** Simulated cases of known truth: the table "How many of those called inside live elsewhere" of docs/methods/residency.md. */
const TRIALS = { of: 19, exceeded: 0, worst: { elsewhere: 6, expected: 6.1 } } as const;
const worstExpectation = `more than expected in ${TRIALS.exceeded} of ${TRIALS.of} simulated cases, at worst ${TRIALS.worst.elsewhere} for ${TRIALS.worst.expected}`;

/** How the figures of a run were calibrated, and how often such figures are wrong. */
export function howSure(calibration: CalibrationOutcome, findings: readonly HandsetFinding[]): string[] {
  const { model } = calibration;
  if (model === undefined) return [`  No calibrated figure: ${calibration.why ?? ''}.`, ...rulesInWords(calibration)];
  const { heldOut, regular, sparse, references } = model;
  const own = calibration.source === 'this case';
  const lines = [
    `  Calibrated on ${own ? 'handsets of known truth in this case' : 'the given calibration of another case'}: ${referencesInWords(references)}.`,
    `  On references${own ? '' : ' of that other case'} that the judging model had not seen (${SCHEMES[heldOut.scheme]}): Cllr ${heldOut.cllr.toFixed(3)} (0 = perfect, 1 = says nothing);`,
    `  with ${REGULAR_EVENTS} events or more ${performanceInWords(heldOut.byTraffic.regular)}; with fewer ${performanceInWords(heldOut.byTraffic.sparse)}.`,
  ];
  if (calibration.onOwnReferences !== undefined)
    lines.push(
      `  On the references of this case, which it never saw, by records alone: ${performanceInWords(calibration.onOwnReferences)}.`,
    );
  const elsewhere = calibration.inmatesElsewhere;
  if (elsewhere !== undefined)
    lines.push(
      `  Handsets known to live in one prison, with traffic on cells of another on the same days: ${counted(elsewhere.pairs, 'such pair')}; called inside that other one ${elsewhere.called_inside} (${elsewhere.called_inside_against_people_of_no_prison} if only people who live in no prison were thought of).`,
    );
  lines.push(
    `  No LR beyond ${ratioInWords(Math.max(regular.bounds.upper_llr10, sparse.bounds.upper_llr10))} or below ${ratioInWords(Math.min(regular.bounds.lower_llr10, sparse.bounds.lower_llr10))} is stated: so few references support no more.`,
    ...calledInside(findings, model),
    ...rulesInWords(calibration),
  );
  return lines;
}

/** What is to be expected of those called inside, and of those of them that rest on few events. */
function calledInside(findings: readonly HandsetFinding[], { heldOut }: ResidencyModel): string[] {
  const expected = expectedResidents(findings);
  const { called_inside, answered, handsets, share_inside, elsewhere } = expected;
  if (called_inside === 0) return [];
  const few = findings.filter(({ evidence, judgement }) => judgement.verdict === 'inside' && hasFewEvents(evidence));
  const lines = [
    handsets === answered
      ? `  ${counted(handsets, 'handset')} ${handsets === 1 ? 'has' : 'have'} a figure.`
      : `  ${counted(handsets, 'handset')} ${handsets === 1 ? 'has' : 'have'} ${answered} figures: one for each prison that could hold the handset.`,
    `  If these ratios are right, about ${Math.round(share_inside * 1000) / 10} % of these ${answered} figures are of handsets that live inside that prison, and about ${elsewhere} of the ${called_inside} called inside live elsewhere:`,
    `  an expectation, no limit. Cut ratios make it too large, ratios stated too strong too small (${worstExpectation}).`,
  ];
  if (few.length > 0)
    lines.push(
      `  ${few.length} of the ${called_inside} ${few.length === 1 ? 'rests' : 'rest'} on ${FEW_EVENTS}: ${measuredOnFewInWords(heldOut.byTraffic.sparse)};`,
      `  ${wrongOnFewInWords()} (docs/methods/residency.md).`,
    );
  return lines;
}
