import { eastward_deg } from './great-circle.ts';

/**
 * Whether a place lies within a polygon of longitudes and latitudes, holes taken out: even-odd rule over all its rings ([longitude,
 * latitude]; the last vertex is joined to the first). Longitudes are taken from the place by the shorter way, so that a polygon may lie
 * across the 180th meridian.
 */
export function insideRings(
  longitude: number,
  latitude: number,
  rings: readonly (readonly (readonly [number, number])[])[],
): boolean {
  let inside = false;
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const a = ring[i];
      const b = ring[j];
      if (a === undefined || b === undefined || a[1] > latitude === b[1] > latitude) continue;
      const east = eastward_deg(longitude, a[0]);
      if (0 < (eastward_deg(a[0], b[0]) * (latitude - a[1])) / (b[1] - a[1]) + east) inside = !inside;
    }
  }
  return inside;
}
