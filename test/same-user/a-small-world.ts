import { makeTracks, type Scenario } from '../../world/tracks/index.ts';
import {
  type Alternative,
  type Registration,
  sameUser,
  type SameUserOutcome,
  type Track,
  tracksOf,
} from '../../src/attribute/index.ts';

export const people = (scenario: Scenario, prefix: string, owners: number, more: object = {}): Registration[] =>
  makeTracks({ scenario, seed: 5, owners, days: 12, prefix, ...more });

/** One population: the first `tested` people are questioned, the others train. */
export function population(scenario: Scenario, owners: number, tested: number): { tested: Track[]; training: Track[] } {
  const tracks = tracksOf(people(scenario, 'p', owners), 0);
  const names = new Set([...new Set(tracks.map((t) => t.owner))].slice(0, tested));
  return {
    tested: tracks.filter((t) => names.has(t.owner)),
    training: tracks.filter((t) => !names.has(t.owner)),
  };
}

export interface Collected {
  readonly outcome: SameUserOutcome;
  /** By pair and day. */
  readonly llr10: Map<string, number | undefined>;
  readonly same: number[];
  readonly different: number[];
}

export function collect(
  tracks: readonly Track[],
  training: readonly Track[],
  alternative: Alternative = 'anyone',
): Collected {
  const llr10 = new Map<string, number | undefined>();
  const same: number[] = [];
  const different: number[] = [];
  const outcome = sameUser({ tracks, training, utcOffset_s: 0, alternative }, (r) => {
    llr10.set(`${[r.a.device, r.b.device].sort().join(' ')} ${r.from_s}`, r.llr10);
    if (r.llr10 !== undefined) (r.a.owner === r.b.owner ? same : different).push(r.llr10);
  });
  return { outcome, llr10, same, different };
}
