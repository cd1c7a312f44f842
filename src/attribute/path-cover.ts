/** A step that may be taken; greater weight, better step. Positions of handsets. */
export interface WeightedStep {
  readonly from: number;
  readonly to: number;
  readonly weight: number;
}

/**
 * Maximum-weight path cover of a time-ordered graph: every handset has at most one successor and at most one predecessor
 * and the sum of weights is greatest. Steps lead forward in time, so no cycle can form and the cover is an assignment
 * between ends and beginnings; solved exactly by augmenting paths of greatest gain (Bellman-Ford on the residual graph),
 * one component at a time. Steps with weight <= 0 are never taken.
 */
export function pathCover(steps: readonly WeightedStep[]): WeightedStep[] {
  const useful = steps.filter((step) => step.weight > 0);
  const chosen: WeightedStep[] = [];
  for (const component of components(useful)) chosen.push(...cover(component));
  return chosen.sort((a, b) => a.from - b.from);
}

/** Steps that share an end or a beginning, directly or by others, in the order of their first step. */
function components(steps: readonly WeightedStep[]): WeightedStep[][] {
  const count = steps.reduce((most, { from, to }) => Math.max(most, from + 1, to + 1), 0);
  // A handset stands twice: as the end of a step at its position, as the beginning of the next at `count` more.
  const parent = Int32Array.from({ length: 2 * count }, (_, node) => node);
  const root = (node: number): number => {
    let at = node;
    while (parent[at] !== at) at = parent[at] = parent[parent[at]!]!;
    return at;
  };
  for (const { from, to } of steps) parent[root(from)] = root(count + to);
  const groups = new Map<number, WeightedStep[]>();
  for (const step of steps) {
    const group = groups.get(root(step.from));
    if (group === undefined) groups.set(root(step.from), [step]);
    else group.push(step);
  }
  return [...groups.values()];
}

function cover(steps: readonly WeightedStep[]): WeightedStep[] {
  const successor = new Map<number, WeightedStep>();
  const predecessor = new Map<number, WeightedStep>();
  const byFrom = new Map<number, WeightedStep[]>();
  for (const step of steps) {
    const list = byFrom.get(step.from);
    if (list === undefined) byFrom.set(step.from, [step]);
    else list.push(step);
  }
  for (;;) {
    // Greatest gain with which a path of alternating steps reaches each end or beginning.
    const gainFrom = new Map<number, number>();
    const gainTo = new Map<number, number>();
    const via = new Map<number, WeightedStep>();
    for (const from of byFrom.keys()) if (!successor.has(from)) gainFrom.set(from, 0);
    let queue = [...gainFrom.keys()];
    while (queue.length > 0) {
      const next = new Set<number>();
      for (const from of queue)
        for (const step of byFrom.get(from) ?? []) {
          if (successor.get(from) === step) continue;
          const gain = (gainFrom.get(from) ?? 0) + step.weight;
          if (gain <= (gainTo.get(step.to) ?? 0) + 1e-12) continue;
          gainTo.set(step.to, gain);
          via.set(step.to, step);
          const taken = predecessor.get(step.to);
          if (taken === undefined) continue;
          const back = gain - taken.weight;
          if (back > (gainFrom.get(taken.from) ?? -Infinity) + 1e-12) {
            gainFrom.set(taken.from, back);
            next.add(taken.from);
          }
        }
      queue = [...next];
    }
    let best: number | undefined;
    for (const [to, gain] of gainTo)
      if (!predecessor.has(to) && gain > (best === undefined ? 1e-9 : (gainTo.get(best) ?? 0))) best = to;
    // A path may also end by leaving the last handset without a successor.
    let leave: number | undefined;
    for (const [from, gain] of gainFrom)
      if (successor.has(from) && gain > (leave === undefined ? 1e-9 : (gainFrom.get(leave) ?? 0))) leave = from;
    const bestGain = best === undefined ? 0 : (gainTo.get(best) ?? 0);
    const leaveGain = leave === undefined ? 0 : (gainFrom.get(leave) ?? 0);
    if (best === undefined && leave === undefined) break;
    let to: number | undefined;
    if (leave !== undefined && leaveGain > bestGain) {
      const dropped = successor.get(leave) as WeightedStep;
      successor.delete(leave);
      predecessor.delete(dropped.to);
      to = dropped.to;
    } else to = best;
    while (to !== undefined) {
      const step: WeightedStep = via.get(to) as WeightedStep;
      const before = successor.get(step.from);
      successor.set(step.from, step);
      predecessor.set(step.to, step);
      if (before !== undefined && predecessor.get(before.to) === before) predecessor.delete(before.to);
      to = before?.to;
    }
  }
  return [...successor.values()];
}
