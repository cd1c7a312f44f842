import {
  heardFrom,
  INSIDE_FROM_LLR10,
  INSIDE_LOW_FROM_LLR10,
  OUTSIDE_UNTIL_LLR10,
  REGULAR_EVENTS,
  type ResidencyEvidence,
  type ResidencyModel,
} from '../../detect/index.ts';
import { hasFewEvents, measuredOnFewInWords, wrongOnFewInWords } from '../print/few-events.ts';
import type { ResidencySummary } from './rows.ts';
import { performanceInWords, ratioInWords } from '../print/words.ts';

type HeldOut = ResidencyModel['heldOut'];

/** How many references were judged to live where they do not. */
function misleadingInWords({ byClass }: HeldOut): string {
  const { inside, ...others } = byClass;
  const count = (of: 'n' | 'above1'): number => Object.values(others).reduce((sum, one) => sum + (one?.[of] ?? 0), 0);
  return `${inside?.below1 ?? 0} of all ${inside?.n ?? 0} inside had LR below 1, ${count('above1')} of all ${count('n')} others LR above 1`;
}

/** Figures from few events: a class of their own, of which less is known. */
function fewInWords(e: ResidencyEvidence, verdict: string, { byTraffic }: HeldOut): string[] {
  const measured = `  FEW EVENTS, ${e.servingEvents} on cells of this prison: ${measuredOnFewInWords(byTraffic.sparse)}`;
  return verdict === 'inside'
    ? [`${measured};`, `  ${wrongOnFewInWords()} (docs/methods/residency.md).`]
    : [`${measured}.`];
}

/**
 * What the figure of one handset and prison is worth: error rates of its class of traffic on references that the judging
 * model had not seen, whose references those are, the thresholds of the verdict, what the rates do not cover.
 *
 * @param summary undefined where summary.json does not say whose the calibration is
 */
export function calibrationInWords(
  e: ResidencyEvidence,
  verdict: string,
  model: ResidencyModel,
  summary: ResidencySummary | undefined,
): string[] {
  const { heldOut, regular, sparse } = model;
  const few = hasFewEvents(e);
  const { bounds } = few ? sparse : regular;
  const other = summary?.source === 'another case';
  const lines = ['', '  How good is this figure?'];
  if (few) lines.push(...fewInWords(e, verdict, heldOut));
  else
    // Misleading ones are counted over all traffic, and hardly any reference from outside has few events.
    lines.push(
      `  On references with ${REGULAR_EVENTS} events or more that the judging model had not seen: Cllr ${performanceInWords(heldOut.byTraffic.regular)}; 0 = perfect, 1 = says nothing.`,
      `  Of references with much and little traffic ${misleadingInWords(heldOut)}.`,
    );
  lines.push(
    `  INSIDE is said from LR ${ratioInWords(INSIDE_FROM_LLR10[few ? 'sparse' : 'regular'])}${few ? ' (before it is cut)' : ''} if its interval begins at ${ratioInWords(INSIDE_LOW_FROM_LLR10)} or more, OUTSIDE up to LR ${ratioInWords(OUTSIDE_UNTIL_LLR10)} if its interval ends at 1 or below; no LR beyond ${ratioInWords(bounds.upper_llr10)} or below ${ratioInWords(bounds.lower_llr10)}: so few references support no more.`,
  );
  if (other) {
    const own = summary?.on_own_references;
    lines.push(
      `  THE CALIBRATION IS ANOTHER CASE'S, and so are these error rates. ${
        own === undefined || own.inside + own.outside === 0
          ? 'This case has no references of its own to check it on.'
          : `On this case's own references, which it never saw, by records alone: Cllr ${performanceInWords(own)}.`
      }`,
    );
  }
  if (e.seizedHere && summary?.source === 'this case')
    lines.push(
      '  A search found it inside, so it is itself one of the references: it took part in the calibration that judges it.',
    );
  if (heardFrom(e) !== 'nowhere' || e.seizedHere)
    lines.push(
      '  What sensors heard or a search found is weighed by assumption (LR 100 each at the most): no error rate above covers it.',
    );
  return lines;
}
