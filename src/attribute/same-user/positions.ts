import { EARTH_RADIUS_M } from '../../model/great-circle.ts';
import type { Track } from './tracks.ts';

const RADIANS = Math.PI / 180;
const EARTH_RADIUS_KM = EARTH_RADIUS_M / 1000;

/**
 * Places, three kilometres of each side by side, in earth-centred axes: distances are plain chords. A bare array: millions of
 * distances are taken, of places that belong to things of many kinds.
 */
export type Positions = Float64Array;

export const numberOf = (places: Positions): number => places.length / 3;

/**
 * Where the handset probably was at each registration. A sector serves what lies before it: the middle of its area is `reach_km` along its azimuth from the mast. Where the
 * azimuth is unknown the mast itself stands for the area. A constant azimuth (0 everywhere) moves all alike and does no
 * harm.
 */
export function positionsOf(track: Track, reach_km: number): Positions {
  const n = track.at_s.length;
  const at = new Float64Array(3 * n);
  for (let i = 0; i < n; i++) {
    let lat = track.latitude[i]! * RADIANS;
    let lon = track.longitude[i]! * RADIANS;
    const azimuth = track.azimuth_deg[i]! * RADIANS;
    if (!Number.isNaN(azimuth)) {
      const north = (reach_km * Math.cos(azimuth)) / EARTH_RADIUS_KM;
      const east = (reach_km * Math.sin(azimuth)) / EARTH_RADIUS_KM;
      lon += east / Math.max(0.01, Math.cos(lat));
      lat += north;
    }
    at[3 * i] = EARTH_RADIUS_KM * Math.cos(lat) * Math.cos(lon);
    at[3 * i + 1] = EARTH_RADIUS_KM * Math.cos(lat) * Math.sin(lon);
    at[3 * i + 2] = EARTH_RADIUS_KM * Math.sin(lat);
  }
  return at;
}

/** Square of the straight distance between place i of some and place j of others, km². */
export function squared_km2(a: Positions, i: number, b: Positions, j: number): number {
  const dx = a[3 * i]! - b[3 * j]!;
  const dy = a[3 * i + 1]! - b[3 * j + 1]!;
  const dz = a[3 * i + 2]! - b[3 * j + 2]!;
  return dx * dx + dy * dy + dz * dz;
}
