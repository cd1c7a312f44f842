import type { DeviceProfile } from '../model/case.ts';
import { tacOf } from '../model/identifiers.ts';
import type { CellTable, HandsetHistory } from '../model/record.ts';
import { CellDistances } from './cell-moves.ts';
import { splitClones } from './clone-components.ts';
import { mergeDualSim } from './dual-sim.ts';

/**
 * Handsets from handset identifiers: the IMEIs of two-SIM handsets merged, cloned IMEIs split into components.
 * Input: one history for each IMEI-14, in IMEI order, legs by rising time. Output in the same order, components of one
 * identifier together. Streams; holds at most one row of adjacent serials.
 */
export async function* formHandsets(
  histories: Iterable<HandsetHistory> | AsyncIterable<HandsetHistory>,
  cells: CellTable,
  profiles: readonly DeviceProfile[],
): AsyncGenerator<HandsetHistory> {
  const slots = new Map<string, number>();
  for (const profile of profiles) for (const tac of profile.tacs) slots.set(tac, profile.sims);
  const distances = new CellDistances(cells);
  for await (const handset of mergeDualSim(histories, distances, (tac) => slots.get(tac))) {
    yield* splitClones(handset, distances, slots.get(tacOf(handset.imei14)));
  }
}
