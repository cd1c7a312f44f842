import {
  BASELINE_RULES,
  INSIDE_FROM_LLR10,
  judge,
  LEAST_SERVING_EVENTS,
  recordsAlone,
  referencePerformance,
  REGULAR_EVENTS,
  type CalledInside,
  type LabelledEvidence,
  type ReferencePerformance,
  type ResidencyModel,
} from '../../detect/index.ts';
import { left, pad } from '../print/columns.ts';
import type { CalibrationOutcome, RuleOnReferences } from './run-outcome.ts';
import { counted, ratioInWords } from '../print/words.ts';

/** The rules and our figure are compared on handsets with so much traffic that each of them can say something. */
const hasMuchTraffic = ({ evidence }: LabelledEvidence): boolean => evidence.servingEvents >= REGULAR_EVENTS;

/** What the customary rules would flag among handsets whose truth is known, by class: share and number. */
export function baselinesOnReferences(references: readonly LabelledEvidence[]): RuleOnReferences[] {
  const compared = references.filter(hasMuchTraffic);
  return Object.entries(BASELINE_RULES).map(([rule, flags]) => {
    const classes: Record<string, { n: number; flagged: number }> = {};
    for (const { class: name, evidence } of compared) {
      const at = (classes[name] ??= { n: 0, flagged: 0 });
      at.n++;
      if (flags(evidence.baseline, evidence.imsis)) at.flagged++;
    }
    return { rule, flagged_by_class: classes };
  });
}

/** How well a model judges references that it was not fitted to, by what they do alone, as its own held-out figures are. */
export function onReferences(all: readonly LabelledEvidence[], model: ResidencyModel): ReferencePerformance {
  const references = all.filter((r) => r.evidence.servingEvents >= LEAST_SERVING_EVENTS);
  return referencePerformance(
    references,
    references.map((r) => judge(recordsAlone(r.evidence), model).llr10),
  );
}

/** Whom a model that never saw these references calls inside, by what they do alone, as the rules must. */
export function calledInside(references: readonly LabelledEvidence[], model: ResidencyModel): CalledInside {
  const of = { inside: 0, outside: 0 };
  for (const { class: name, evidence } of references.filter(hasMuchTraffic)) {
    if (judge(recordsAlone(evidence), model).llr10 >= INSIDE_FROM_LLR10.regular)
      of[name === 'inside' ? 'inside' : 'outside']++;
  }
  return of;
}

/** The two customary rules as people speak of them; the stricter share stands in summary.json. */
const SPOKEN: Partial<Record<keyof typeof BASELINE_RULES, string>> = {
  'regulator: nearest site >= 0.5, more than 1 IMSI, >= 20 outgoing a week':
    'nearest antenna, several SIMs, 20 calls or SMS out a week',
  'share of events on the prison cells >= 0.95': '95 % of its events on cells of the prison',
};

/** Whom the customary rules call inside, beside our figure, on the same references; nothing where one side has none. */
export function rulesInWords({ baselines, calledInside: ours }: CalibrationOutcome): string[] {
  const sides = (rule: RuleOnReferences, of: 'n' | 'flagged'): CalledInside => {
    const { inside, ...others } = rule.flagged_by_class;
    return { inside: inside?.[of] ?? 0, outside: Object.values(others).reduce((sum, one) => sum + one[of], 0) };
  };
  const [first] = baselines;
  if (first === undefined) return [];
  const all = sides(first, 'n');
  // With nobody to be wrong about, every rule would look perfect.
  if (all.inside === 0 || all.outside === 0) return [];
  const row = (name: string, { inside, outside }: CalledInside): string =>
    `    ${pad(name, 58)} ${left(inside, 4)} of ${all.inside} inside found, ${left(counted(outside, 'other'), 10)} called inside wrongly`;
  const own = `this program from LR ${ratioInWords(INSIDE_FROM_LLR10.regular)} on, judging what it had not seen`;
  return [
    `  Beside the customary rules, on the same references with ${REGULAR_EVENTS} events or more (${all.inside} inside, ${counted(all.outside, 'other')}):`,
    ours === undefined ? `    ${pad('this program', 58)} withheld` : row(own, ours),
    ...baselines.flatMap((rule) => {
      const spoken = SPOKEN[rule.rule as keyof typeof BASELINE_RULES];
      return spoken === undefined ? [] : [row(spoken, sides(rule, 'flagged'))];
    }),
  ];
}
