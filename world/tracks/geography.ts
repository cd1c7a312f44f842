import type { Random } from '../../src/statistics/index.ts';

/** Metres are too fine here: towns and radio cells are laid out on a plane in kilometres, east and north of an origin. */
export interface Point_km {
  readonly east_km: number;
  readonly north_km: number;
}

export interface Sector extends Point_km {
  readonly azimuth_deg: number;
  readonly cell: string;
}

export interface Geography {
  readonly towns: readonly (Point_km & { readonly weight: number; readonly spread_km: number })[];
  readonly sectors: readonly Sector[];
}

/** Extent of the region; its origin lies in the open Atlantic, where nobody lives. */
export const REGION_KM = { east: 60, north: 46 } as const;
const ORIGIN = { latitude: 46.2, longitude: -21.4 } as const;
const KM_PER_DEGREE = 111.195;

export const latitudeOf = (p: Point_km): number => ORIGIN.latitude + p.north_km / KM_PER_DEGREE;
export const longitudeOf = (p: Point_km): number =>
  ORIGIN.longitude + p.east_km / (KM_PER_DEGREE * Math.cos((ORIGIN.latitude * Math.PI) / 180));

const within = (v: number, most: number): number => Math.min(most, Math.max(0, v));

export const distance_km = (a: Point_km, b: Point_km): number =>
  Math.hypot(a.east_km - b.east_km, a.north_km - b.north_km);

/** A place of a town, or, one in seven, of the country between them. */
export function drawPlace(geography: Pick<Geography, 'towns'>, random: Random): Point_km {
  if (random.chance(1 / 7))
    return { east_km: random.uniform() * REGION_KM.east, north_km: random.uniform() * REGION_KM.north };
  const town = geography.towns[random.weighted(geography.towns.map((t) => t.weight))]!;
  return drawNear(town, town.spread_km, random);
}

/** A place normally scattered about a centre, inside the region. */
export const drawNear = (centre: Point_km, spread_km: number, random: Random): Point_km => ({
  east_km: within(centre.east_km + random.normal() * spread_km, REGION_KM.east),
  north_km: within(centre.north_km + random.normal() * spread_km, REGION_KM.north),
});

/** Towns, and masts of three sectors that stand closer where more people live. */
export function layOut(random: Random, sites = 420): Geography {
  const towns = Array.from({ length: 7 }, () => ({
    east_km: (0.1 + 0.8 * random.uniform()) * REGION_KM.east,
    north_km: (0.1 + 0.8 * random.uniform()) * REGION_KM.north,
    weight: 0.3 + random.exponential(),
    spread_km: 2 + 2.6 * random.uniform(),
  }));
  const sectors: Sector[] = [];
  for (let site = 0; site < sites; site++) {
    const at = drawPlace({ towns }, random);
    const turn = random.int(120);
    for (let k = 0; k < 3; k++)
      sectors.push({
        ...at,
        azimuth_deg: (turn + 120 * k) % 360,
        cell: `1-1-${100 + (site % 50)}-${site * 3 + k + 1}`,
      });
  }
  return { towns, sectors };
}
