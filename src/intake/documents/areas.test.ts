import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { readAreas } from './areas.ts';

const RING = [
  [1, 46],
  [1.1, 46, 120],
  [1.1, 46.1],
  [1, 46],
];
const feature = (properties: object, geometry: object = { type: 'Polygon', coordinates: [RING] }) => ({
  type: 'Feature',
  properties,
  geometry,
});
const read = (features: unknown) =>
  readAreas({
    path: 'f',
    bytes: Readable.from([Buffer.from(JSON.stringify({ type: 'FeatureCollection', features }))]),
  });

describe('readAreas', () => {
  it('reads perimeters and placebo areas and passes over buildings', async () => {
    const { rows, refusals, quality } = await read([
      feature({ kind: 'perimeter', id: 'P1', name: 'N', capacity: 306 }),
      feature({ kind: 'building', id: 'B1', prison_id: 'P1', levels: 3 }),
      feature({ kind: 'placebo', id: 'Z1', name: 'Q' }, { type: 'MultiPolygon', coordinates: [[RING], [RING, RING]] }),
    ]);
    expect(refusals).toEqual([]);
    expect(quality).toMatchObject({ rows_in: 3, rows_used: 3 });
    const ring = [
      [1, 46],
      [1.1, 46],
      [1.1, 46.1],
      [1, 46],
    ];
    expect(rows).toEqual([
      { id: 'P1', kind: 'prison', name: 'N', capacity: 306, polygons: [[ring]] },
      { id: 'Z1', kind: 'placebo', name: 'Q', capacity: undefined, polygons: [[ring], [ring, ring]] },
    ]);
  });

  it('refuses single features that are no areas', async () => {
    const { rows, refusals } = await read([
      feature({ kind: 'perimeter', id: 'P1' }),
      feature({ kind: 'perimeter', id: 'P1' }),
      feature(
        { kind: 'perimeter', id: 'P2' },
        {
          type: 'Polygon',
          coordinates: [
            [
              [1, 146],
              [1, 147],
              [2, 147],
              [1, 146],
            ],
          ],
        },
      ),
      feature(
        { kind: 'perimeter', id: 'P3' },
        {
          type: 'Polygon',
          coordinates: [
            [
              [1, 46],
              [1, 47],
              [2, 47],
              [2, 46],
            ],
          ],
        },
      ),
      feature({ kind: 'moat', id: 'P4' }),
      null,
    ]);
    expect(rows.map(({ id }) => id)).toEqual(['P1']);
    expect(refusals.map(({ place, code }) => `${place} ${code}`)).toEqual([
      'record 2 FIELD_FORM',
      'record 3 COORDINATE_IMPOSSIBLE',
      'record 4 FIELD_FORM',
      'record 5 FIELD_FORM',
      'record 6 FIELD_FORM',
    ]);
  });

  it('refuses a file of another structure whole', async () => {
    const { refusals, quality } = await read('none');
    expect(refusals).toMatchObject([{ place: '', code: 'FILE_UNREADABLE' }]);
    expect(quality.complete).toBe(false);
  });
});
