import { createRandom } from '../../src/statistics/index.ts';
import { drawDay, drawPerson, type PlaceKind, type Scenario, whereAt } from './days.ts';
import { drawPlace, latitudeOf, layOut, longitudeOf } from './geography.ts';
import { createServing } from './serving.ts';

export { SCENARIOS, type Scenario } from './days.ts';

/** One registration of a handset on a cell. */
export interface TrackRow {
  readonly owner: string;
  readonly device: string;
  readonly at_s: number;
  readonly latitude: number;
  readonly longitude: number;
  readonly azimuth_deg: number;
  readonly cell: string;
}

export interface TrackWorldOptions {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly owners?: number;
  readonly days?: number;
  /** Always the strongest cell: another coverage regime, as if two handsets side by side were always on one cell. */
  readonly bestServer?: boolean;
  /** Label of the people, so that two worlds can be told apart. */
  readonly prefix?: string;
}

/** Monday, 05:00 UTC. */
const START_S = Date.UTC(2026, 1, 2, 5) / 1000;

/** Registrations offered to a handset of a day, before its owner's habits thin them out. */
const PER_DAY: Readonly<Record<Scenario, number>> = {
  baseline: 25,
  static_local: 25,
  dynamic_local: 25,
  many_locations: 18,
  time_dependent: 24,
  location_dependent: 24,
};

/** Share of registrations that take place: the second handset of a person may live at other hours or other places. */
function kept(scenario: Scenario, second: boolean, hour: number, kind: PlaceKind): number {
  if (scenario === 'time_dependent') {
    const late = hour >= 15;
    return late === second ? 0.75 : 0.2;
  }
  if (scenario === 'location_dependent') return (kind === 'home') === second ? 0.05 : 0.9;
  return 1;
}

/** Hours of the day by how often a handset registers: few at night. From hour 5 to hour 28. */
const BY_HOUR = [1, 2, 4, 5, 5, 5, 5, 5, 5, 5, 5, 5, 6, 6, 6, 5, 5, 4, 3, 2, 1, 0.6, 0.5, 0.6];

/** Two handsets for each person, everything drawn from the seed; rows in order of owner, device and time. */
export function makeTracks(options: TrackWorldOptions): TrackRow[] {
  const { scenario, seed, owners = 20, days = 33, prefix = 'p' } = options;
  const geography = layOut(createRandom(seed, 'geography'));
  const centre = drawPlace(geography, createRandom(seed, 'centre', 3));
  const serving = createServing(geography);
  const rows: TrackRow[] = [];
  for (let o = 0; o < owners; o++) {
    const life = createRandom(seed, 'life', o);
    const person = drawPerson(scenario, geography, centre, life);
    const lives = Array.from({ length: days }, (_, day) => drawDay(scenario, person, day % 7 >= 5, geography, life));
    const owner = `${prefix}${String(o + 1).padStart(2, '0')}`;
    for (let d = 0; d < 2; d++) {
      const random = createRandom(seed, 'handset', o, d);
      const rate = PER_DAY[scenario] * Math.exp(0.1 * random.normal());
      for (const [day, stays] of lives.entries()) {
        const hours = Array.from(
          { length: random.poisson(rate) },
          () => 5 + random.weighted(BY_HOUR) + random.uniform(),
        );
        for (const hour of hours.sort((a, b) => a - b)) {
          const at = whereAt(stays, hour);
          if (!random.chance(kept(scenario, d === 1, hour, at.kind))) continue;
          const still = options.bestServer === true ? createRandom(seed, 'fixed') : random;
          const sector = serving(at, still);
          rows.push({
            owner,
            device: `${owner}-${d + 1}`,
            at_s: START_S + day * 86_400 + Math.floor((hour - 5) * 3600),
            latitude: latitudeOf(sector),
            longitude: longitudeOf(sector),
            azimuth_deg: sector.azimuth_deg,
            cell: sector.cell,
          });
        }
      }
    }
  }
  return rows;
}

const HEADER = 'owner,device,timestamp,cellinfo.wgs84.lat,cellinfo.wgs84.lon,cellinfo.azimuth_degrees,cell';

/** The column layout of NFI's telcell. */
export function tracksCsv(rows: readonly TrackRow[]): string {
  const lines = rows.map(
    (r) =>
      `${r.owner},${r.device},${new Date(r.at_s * 1000).toISOString().replace('.000Z', '+00:00')},${r.latitude.toFixed(6)},${r.longitude.toFixed(6)},${r.azimuth_deg},${r.cell}`,
  );
  return `${[HEADER, ...lines].join('\n')}\n`;
}
