import type { LabelledEvidence } from './class-profiles.ts';

/** With fewer references there is no model: no bound above a factor of 5 or so could be stated. */
export const LEAST_INSIDE = 5;
export const LEAST_OUTSIDE = 20;
const DEVICE_FOLDS = 5;

/** What is left out together: prisons and placebo areas, fifths of the devices, or areas where enough remain and else fifths. */
export type FoldScheme = 'area' | 'device' | 'mixed';

export interface ReferenceFolds {
  readonly scheme: FoldScheme;
  /** Name of the fold of each reference. */
  readonly of: readonly string[];
}

/**
 * An area is left out whole where the others hold enough references for a model. Where they do not (one prison or one placebo area
 * holds nearly all), a model fitted without it would be a model of its priors: a fifth of the devices of such areas is left out at
 * a time, of each class as evenly as can be.
 */
export function referenceFolds(references: readonly LabelledEvidence[]): ReferenceFolds {
  const total = [0, 0];
  const within = new Map<string, [number, number]>();
  for (const { class: of, evidence } of references) {
    const counts = within.get(evidence.area_id) ?? [0, 0];
    within.set(evidence.area_id, counts);
    counts[of === 'inside' ? 1 : 0]++;
    total[of === 'inside' ? 1 : 0]!++;
  }
  const divided = new Set<string>();
  for (const [area, [outside, inside]] of within)
    if ((total[1] ?? 0) - inside < LEAST_INSIDE || (total[0] ?? 0) - outside < LEAST_OUTSIDE) divided.add(area);
  const dealt = new Map<string, number>();
  const of = references.map((r) => {
    const area = r.evidence.area_id;
    if (!divided.has(area)) return `area ${area}`;
    const turn = dealt.get(r.class) ?? 0;
    dealt.set(r.class, turn + 1);
    return `fifth ${turn % DEVICE_FOLDS}`;
  });
  return { scheme: divided.size === 0 ? 'area' : divided.size === within.size ? 'device' : 'mixed', of };
}
