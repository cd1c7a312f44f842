import type { Sighting } from '../model/case.ts';
import type { Imei14 } from '../model/identifiers.ts';
import type { Sites } from './learn-sites.ts';
import { whence } from './whence.ts';

/** A text of its own: a cell is a view of the chunk of the file that it stands in, and would keep all of that in memory. */
const copied = <T extends string>(cell: T): T => Buffer.from(cell).toString() as T;

/**
 * Whether named transmissions came out of a room of the building whose sensors heard them. A phone in the street or in the next building is heard
 * as well, and being heard is no sign of living there. A guard on a landing is
 * heard there too.
 *
 * Each session is judged by itself (`whence`). Where the map has no place outside, or there is no map, nothing tells: `unplaced`.
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
      from:
        locator?.tellsOutside === true
          ? whence(locator.look(session).p, locator.roomPrior, locator.listed)
          : 'unplaced',
    };
  }
}
