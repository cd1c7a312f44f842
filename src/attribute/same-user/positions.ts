import { EARTH_RADIUS_M } from '../../model/great-circle.ts';
import type { Track } from './tracks.ts';

const RADIANS = Math.PI / 180;
const EARTH_RADIUS_KM = EARTH_RADIUS_M / 1000;

/** Where the handset probably was at each registration, kilometres in earth-centred axes: distances are plain chords. */
export interface Positions {
  readonly x_km: Float64Array;
  readonly y_km: Float64Array;
  readonly z_km: Float64Array;
}

/**
 * A sector serves what lies before it: the middle of its area is `reach_km` along its azimuth from the mast. Where the
 * azimuth is unknown the mast itself stands for the area. A constant azimuth (0 everywhere) moves all alike and does no
 * harm.
 */
export function positionsOf(track: Track, reach_km: number): Positions {
  const n = track.at_s.length;
  const [x_km, y_km, z_km] = [new Float64Array(n), new Float64Array(n), new Float64Array(n)];
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
    x_km[i] = EARTH_RADIUS_KM * Math.cos(lat) * Math.cos(lon);
    y_km[i] = EARTH_RADIUS_KM * Math.cos(lat) * Math.sin(lon);
    z_km[i] = EARTH_RADIUS_KM * Math.sin(lat);
  }
  return { x_km, y_km, z_km };
}

/** Square of the straight distance between registration i of one track and j of another, km². */
export function squared_km2(a: Positions, i: number, b: Positions, j: number): number {
  const dx = a.x_km[i]! - b.x_km[j]!;
  const dy = a.y_km[i]! - b.y_km[j]!;
  const dz = a.z_km[i]! - b.z_km[j]!;
  return dx * dx + dy * dy + dz * dz;
}
