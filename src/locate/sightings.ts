import type { Sighting } from '../model/case.ts';
import type { Imei14 } from '../model/identifiers.ts';
import type { Sites } from './learn-sites.ts';

/** So many times as likely from a room as from outside; what is nearer to even tells neither. */
const CLEARLY = 3;

/** A text of its own: a cell is a view of the chunk of the file that it stands in, and would keep all of that in memory. */
const copied = <T extends string>(cell: T): T => Buffer.from(cell).toString() as T;

/**
 * Whether named transmissions came out of a room of the building whose sensors heard them. A phone in the street or in the next building is heard
 * as well, and being heard is no sign of living there. Corridors are no places of the map: a phone on a landing is taken for one in a room beside it.
 *
 * Each session is judged by itself, by the likelihood of all rooms together against that of outside, whatever share of bursts was
 * expected from there: the prior of rooms is taken off. Where the map has no place outside, or there is no map, nothing tells: `unplaced`.
 */
export async function* sightings(sites: Sites): AsyncGenerator<Sighting> {
  for await (const session of sites.sessions()) {
    const { imsi, imei14, bursts } = session;
    const first = bursts[0]!;
    if (imsi === undefined && imei14 === undefined) continue;
    const locator = sites.locatorOf(first);
    yield {
      prison_id: first.prison_id,
      imei14: imei14 === undefined ? undefined : copied(imei14 as Imei14),
      imsi: imsi === undefined ? undefined : copied(imsi),
      at_s: first.at_s,
      from: locator?.tellsOutside === true ? whence(locator.look(session).p, locator.roomPrior) : 'unplaced',
    };
  }
}

/** @param p probability of each room, of outside, of none of these; `prior` the same before anything was heard */
export function whence(p: Float64Array, prior: Float64Array): 'inside' | 'outside' {
  const rooms = p.length - 2;
  const sum = (of: Float64Array): number => of.subarray(0, rooms).reduce((total, value) => total + value, 0);
  // No place of the map explains it: it came from none of its rooms.
  if ((p[rooms + 1] ?? 0) > 0.5) return 'outside';
  return sum(p) * (prior[rooms] ?? 0) >= CLEARLY * (p[rooms] ?? 0) * sum(prior) ? 'inside' : 'outside';
}
