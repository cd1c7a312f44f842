import type { Area, Room } from '../model/case.ts';
import { eastward_deg } from '../model/great-circle.ts';
import { insideRings } from '../model/polygon.ts';
import type { Position } from '../model/record.ts';

const STEPS = 5;
const MOST_ROOM_POINTS = 24;

/**
 * Places that stand for an area: its rooms where they are known (people are where beds are), else a regular grid of the
 * points within its polygons. Never empty for an area with a polygon of at least one point.
 */
export function areaPoints(area: Area, rooms: readonly Room[]): Position[] {
  const own = rooms.flatMap(({ prison_id, longitude, latitude }) =>
    prison_id === area.id && longitude !== undefined && latitude !== undefined ? [{ longitude, latitude }] : [],
  );
  if (own.length > 0) {
    const step = Math.max(1, Math.ceil(own.length / MOST_ROOM_POINTS));
    // By place, not by row: the order in which a prison lists its rooms says nothing.
    const placed = own.sort((a, b) => a.latitude - b.latitude || a.longitude - b.longitude);
    return placed.filter((_, i) => i % step === 0);
  }
  const points: Position[] = [];
  for (const rings of area.polygons) {
    const outer = rings[0] ?? [];
    const origin_deg = outer[0]?.[0] ?? 0;
    const xs = outer.map((p) => origin_deg + eastward_deg(origin_deg, p[0]));
    const ys = outer.map((p) => p[1]);
    const [west, east] = [Math.min(...xs), Math.max(...xs)];
    const [south, north] = [Math.min(...ys), Math.max(...ys)];
    const before = points.length;
    for (let i = 0; i < STEPS; i++) {
      for (let j = 0; j < STEPS; j++) {
        const longitude = west + ((i + 0.5) / STEPS) * (east - west);
        const latitude = south + ((j + 0.5) / STEPS) * (north - south);
        if (insideRings(longitude, latitude, rings)) points.push({ longitude, latitude });
      }
    }
    if (points.length === before && outer.length > 0)
      points.push({ longitude: (west + east) / 2, latitude: (south + north) / 2 });
  }
  return points;
}
