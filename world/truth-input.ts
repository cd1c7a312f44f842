import type { Selection } from './deliveries/selection.ts';
import type { Written } from './deliveries/write.ts';
import type { ExpectedRefusal } from './dirt.ts';
import type { Ledger } from './ledger.ts';
import type { Observed } from './observed.ts';
import type { TrueBurst } from './sensors/write-sensors.ts';
import type { World } from './world.ts';

/** Everything that `writeTruth` needs. */
export interface TruthInput {
  readonly world: World;
  readonly selection: Selection;
  readonly written: Written;
  readonly seen: ReadonlyMap<number, Observed>;
  readonly ledger: Ledger;
  readonly refusals: readonly ExpectedRefusal[];
  readonly bursts: readonly TrueBurst[];
}
