import type { Readable } from 'node:stream';
import { z } from 'zod';
import type { Area } from '../../model/case.ts';
import { readJsonItems, structureProblem } from './read-json.ts';
import type { ItemVerdict, JsonResult } from './read-json.ts';

// RFC 7946: a position may carry an altitude, a ring has at least four positions and ends where it begins.
const position = z.tuple([z.number(), z.number()]).rest(z.number());
const ring = z
  .array(position)
  .min(4)
  .refine((points) => points[0]?.[0] === points.at(-1)?.[0] && points[0]?.[1] === points.at(-1)?.[1]);
const polygon = z.array(ring).min(1);
const outlined = z.object({
  properties: z.object({
    kind: z.enum(['perimeter', 'placebo']),
    id: z.string().min(1),
    name: z.string().default(''),
    capacity: z.number().nonnegative().nullish(),
  }),
  geometry: z.discriminatedUnion('type', [
    z.object({ type: z.literal('Polygon'), coordinates: polygon }),
    z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(polygon).min(1) }),
  ]),
});
const otherKind = z.object({ properties: z.object({ kind: z.literal('building') }) });
const collection = z.object({ type: z.literal('FeatureCollection'), features: z.array(z.unknown()) });

/** prisons/prisons.geojson: perimeters and placebo areas; buildings are passed over. */
export function readAreas(file: { readonly path: string; readonly bytes: Readable }): Promise<JsonResult<Area>> {
  const seen = new Set<string>();
  return readJsonItems<Area>(
    file,
    (document) => collection.safeParse(document).data?.features,
    'a GeoJSON FeatureCollection',
    (item) => {
      const verdict = readFeature(item);
      if (!('row' in verdict)) return verdict;
      if (seen.has(verdict.row.id))
        return { problem: structureProblem(['properties', 'id'], 'an id that stands once') };
      seen.add(verdict.row.id);
      return verdict;
    },
  );
}

function readFeature(item: unknown): ItemVerdict<Area> {
  if (otherKind.safeParse(item).success) return { skipped: true };
  const parsed = outlined.safeParse(item);
  if (!parsed.success) {
    return { problem: structureProblem(parsed.error.issues[0]?.path ?? [], 'a perimeter, building or placebo area') };
  }
  const { properties, geometry } = parsed.data;
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  const points = polygons.flat(2);
  if (points.some(([longitude, latitude]) => Math.abs(longitude) > 180 || Math.abs(latitude) > 90)) {
    return {
      problem: {
        code: 'COORDINATE_IMPOSSIBLE',
        expected: 'WGS84 degrees, longitude first',
        found: 'a position off the globe',
      },
    };
  }
  return {
    row: {
      id: properties.id,
      kind: properties.kind === 'perimeter' ? 'prison' : 'placebo',
      name: properties.name,
      capacity: properties.capacity ?? undefined,
      polygons: polygons.map((rings) =>
        rings.map((points) => points.map(([longitude, latitude]) => [longitude, latitude] as const)),
      ),
    },
  };
}
