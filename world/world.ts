import { makeAntennas } from './antennas.ts';
import type { Cell } from './antennas.ts';
import { makeCalendar } from './calendar.ts';
import { communicate } from './communications.ts';
import { Coverage } from './coverage.ts';
import { makeContraband } from './inside.ts';
import type { Contraband } from './inside.ts';
import { irregularIdentities } from './irregular-identities.ts';
import type { Clone } from './irregular-identities.ts';
import type { Legs } from './legs.ts';
import { Numbering } from './numbering.ts';
import { makePeople } from './people.ts';
import type { PeopleContext } from './people.ts';
import { Places, makeAreas } from './places.ts';
import { makeInmates } from './prison-life.ts';
import { Random } from './random.ts';
import type { WorldOptions } from './options.ts';

/** Everything that is true in a pretend world, before anybody wrote anything down. */
export interface World extends PeopleContext {
  readonly cells: readonly Cell[];
  readonly coverage: Coverage;
  readonly contraband: Contraband;
  readonly clones: readonly Clone[];
  readonly legs: Legs;
}

/** Lives the whole window once. Pure: the same options give the same world. */
export function live(options: WorldOptions): World {
  const calendar = makeCalendar(options);
  const places = new Places();
  const areas = makeAreas(options, places);
  const numbering = new Numbering(new Random(options.seed, 'numbering'));
  const inmates = makeInmates(options, calendar, areas, numbering);
  const context: PeopleContext = { options, calendar, areas, places, numbering, inmates, devices: [] };
  makePeople(context);
  const contraband = makeContraband(context);
  const clones = irregularIdentities(context);
  const cells = makeAntennas(options, areas);
  const coverage = new Coverage(cells, places);
  const legs = communicate(context, coverage, contraband.books);
  return { ...context, cells, coverage, contraband, clones, legs };
}
