import type { Burst } from '../intake/index.ts';

/** Bursts of one band and event. */
export interface KindGroup {
  readonly key: string;
  readonly band: string;
  readonly kind: 'access' | 'traffic';
  readonly bursts: Burst[];
}

/** By band and event: each has a power and a fading of its own. */
export function byKind(bursts: readonly Burst[]): KindGroup[] {
  const groups = new Map<string, KindGroup>();
  for (const burst of bursts) {
    const { band, kind } = burst;
    const key = `${band}|${kind}`;
    const known = groups.get(key);
    if (known) known.bursts.push(burst);
    else groups.set(key, { key, band, kind, bursts: [burst] });
  }
  return [...groups.values()];
}
