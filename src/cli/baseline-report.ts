import { BASELINE_RULES, type LabelledEvidence } from '../detect/index.ts';

/** Least events on a prison's cells for a handset to count in the comparison of rules. */
const LEAST_EVENTS = 20;

/** What the customary rules would flag among handsets whose truth is known, by class: share and number. */
export function baselinesOnReferences(references: readonly LabelledEvidence[]) {
  const counted = references.filter(({ evidence }) => evidence.servingEvents >= LEAST_EVENTS);
  return Object.entries(BASELINE_RULES).map(([rule, flags]) => {
    const classes: Record<string, { n: number; flagged: number }> = {};
    for (const { class: name, evidence } of counted) {
      const at = (classes[name] ??= { n: 0, flagged: 0 });
      at.n++;
      if (flags(evidence.baseline, evidence.imsis)) at.flagged++;
    }
    return { rule, flagged_by_class: classes };
  });
}
