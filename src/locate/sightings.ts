import type { Sighting } from '../model/case.ts';
import type { Imei14 } from '../model/identifiers.ts';
import type { Sites } from './learn-sites.ts';

/**
 * Where named transmissions came from: out of the rooms of the building whose sensors heard them, or from outside of it. A phone in the
 * street or in a guard's pocket is heard as well, and being heard is no sign of living there.
 *
 * Each session is judged by itself, by the likelihood of all rooms together against that of outside, whatever share of bursts was
 * expected from there: the prior of rooms is taken off. One that no place explains, and one in a building without maps, is `unplaced`.
 */
export async function* sightings(sites: Sites): AsyncGenerator<Sighting> {
  for await (const session of sites.sessions()) {
    const { imsi, imei14, bursts } = session;
    const first = bursts[0]!;
    if (imsi === undefined && imei14 === undefined) continue;
    const locator = sites.locatorOf(first);
    yield {
      prison_id: first.prison_id,
      imei14: imei14 as Imei14 | undefined,
      imsi,
      at_s: first.at_s,
      from: locator === undefined ? 'unplaced' : whence(locator.look(session).p, locator.roomPrior),
    };
  }
}

/** @param p probability of each room, of outside, of none of these; `prior` the same before anything was heard */
export function whence(p: Float64Array, prior: Float64Array): Sighting['from'] {
  const rooms = p.length - 2;
  const sum = (of: Float64Array): number => of.subarray(0, rooms).reduce((total, value) => total + value, 0);
  if ((p[rooms + 1] ?? 0) > 0.5) return 'unplaced';
  return sum(p) * (prior[rooms] ?? 0) >= (p[rooms] ?? 0) * sum(prior) ? 'inside' : 'outside';
}
