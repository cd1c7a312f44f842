import type { Random } from '../../src/statistics/index.ts';
import type { Geography, Point_km, Sector } from './geography.ts';

/** Path loss 35 dB a decade, three-sector pattern of 3GPP TR 36.814 (65°, 20 dB), choice noise of 6 dB. */
const LOSS_DB_PER_DECADE = 35;
const BEAM_DEG = 65;
const BACK_DB = 20;
const CHOICE_NOISE_DB = 6;
const REACH_KM = 15;
const GRID_KM = 0.25;

/**
 * Which cell serves a place is left to chance at every registration: P(cell | place) is a softmax of the mean level, so
 * that several cells serve a place and two handsets side by side are often on different ones.
 */
export function createServing(geography: Geography): (at: Point_km, random: Random) => Sector {
  const known = new Map<number, { sectors: Sector[]; cumulative: Float64Array }>();
  return (at, random) => {
    const i = Math.round(at.east_km / GRID_KM);
    const j = Math.round(at.north_km / GRID_KM);
    const key = i * 100_003 + j;
    let place = known.get(key);
    if (place === undefined) {
      place = choices(geography, { east_km: i * GRID_KM, north_km: j * GRID_KM });
      known.set(key, place);
    }
    const aim = random.uniform() * place.cumulative.at(-1)!;
    let k = 0;
    while (place.cumulative[k]! <= aim) k++;
    return place.sectors[k]!;
  };
}

function choices(geography: Geography, at: Point_km): { sectors: Sector[]; cumulative: Float64Array } {
  const sectors: Sector[] = [];
  const cumulative: number[] = [];
  let sum = 0;
  for (const sector of geography.sectors) {
    const east = at.east_km - sector.east_km;
    const north = at.north_km - sector.north_km;
    const d_km = Math.hypot(east, north);
    if (d_km > REACH_KM && sectors.length > 0) continue;
    const bearing_deg = (Math.atan2(east, north) * 180) / Math.PI;
    const off_deg = Math.abs(((bearing_deg - sector.azimuth_deg + 540) % 360) - 180);
    const level_db =
      -LOSS_DB_PER_DECADE * Math.log10(Math.max(d_km, 0.15)) - Math.min(BACK_DB, 12 * (off_deg / BEAM_DEG) ** 2);
    sum += Math.exp(level_db / CHOICE_NOISE_DB);
    sectors.push(sector);
    cumulative.push(sum);
  }
  return { sectors, cumulative: Float64Array.from(cumulative) };
}
