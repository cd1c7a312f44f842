import {
  fitLogisticRegression,
  type LabelledFeatures,
  logisticLlr10,
  type LogisticFit,
  type LogisticOptions,
} from './logistic-regression.ts';

export interface HeldOut<Group> {
  /** Score of each source by the model that saw nothing of its group; NaN where no such model could be fitted. */
  readonly scores: Float64Array;
  /** Groups without which no model could be fitted. */
  readonly unfitted: readonly Group[];
}

/**
 * Scores every source by a model fitted without its group (prison, person): what a model says about its own references
 * must not be used to calibrate or to publish error rates.
 *
 * @param groups group of each source
 * @param fitWithout fits to the sources whose flag in `inTraining` is 1; `undefined` when they are too few
 */
export function leaveGroupOut<Group, Fit>(
  groups: readonly Group[],
  fitWithout: (inTraining: Uint8Array, group: Group) => Fit | undefined,
  scoreOf: (fit: Fit, source: number) => number,
): HeldOut<Group> {
  const members = new Map<Group, number[]>();
  for (const [i, group] of groups.entries()) {
    const list = members.get(group);
    if (list === undefined) members.set(group, [i]);
    else list.push(i);
  }
  const scores = new Float64Array(groups.length).fill(Number.NaN);
  const unfitted: Group[] = [];
  for (const [group, sources] of members) {
    const inTraining = new Uint8Array(groups.length).fill(1);
    for (const i of sources) inTraining[i] = 0;
    const fit = fitWithout(inTraining, group);
    if (fit === undefined) unfitted.push(group);
    else for (const i of sources) scores[i] = scoreOf(fit, i);
  }
  return { scores, unfitted };
}

/**
 * Held-out log10 LRs of a logistic regression, one fit per group, each begun at the fit to all. A group without which a
 * class is empty is left unfitted.
 */
export function leaveGroupOutLogistic<Group>(
  data: LabelledFeatures,
  groups: readonly Group[],
  options: LogisticOptions = {},
): HeldOut<Group> {
  const d = data.columns;
  const bothClasses = (w: Float64Array): boolean =>
    [0, 1].every((c) => w.some((v, i) => v > 0 && data.labels[i] === c));
  const all = Float64Array.from(groups, (_, i) => options.weights?.[i] ?? 1);
  if (!bothClasses(all)) {
    return { scores: new Float64Array(groups.length).fill(Number.NaN), unfitted: [...new Set(groups)] };
  }
  const start = fitLogisticRegression(data, options);
  return leaveGroupOut<Group, LogisticFit>(
    groups,
    (inTraining) => {
      const weights = all.map((w, i) => w * inTraining[i]!);
      return bothClasses(weights) ? fitLogisticRegression(data, { ...options, weights, start }) : undefined;
    },
    (fit, i) => logisticLlr10(fit, data.features.subarray(i * d, (i + 1) * d)),
  );
}
