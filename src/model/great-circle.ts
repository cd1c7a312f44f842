import type { Position } from './record.ts';

/** Mean Earth radius, metres (as bandicoot and scikit-mobility use it). */
export const EARTH_RADIUS_M = 6_371_000;

const RADIANS = Math.PI / 180;

/** Degrees to go east from one longitude to another by the shorter way round, -180 to 180. */
export function eastward_deg(from_deg: number, to_deg: number): number {
  const east = to_deg - from_deg;
  return Math.abs(east) <= 180 ? east : east - 360 * Math.round(east / 360);
}

/** Great-circle distance in metres (haversine). */
export function distance_m(a: Position, b: Position): number {
  const dLat = (b.latitude - a.latitude) * RADIANS;
  const dLon = (b.longitude - a.longitude) * RADIANS;
  const h =
    Math.sin(dLat / 2) ** 2 + Math.cos(a.latitude * RADIANS) * Math.cos(b.latitude * RADIANS) * Math.sin(dLon / 2) ** 2;
  return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(h)));
}
