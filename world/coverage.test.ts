import { describe, expect, it } from 'vitest';
import { makeAntennas } from './antennas.ts';
import { Coverage } from './coverage.ts';
import { withDefaults } from './options.ts';
import { Places, makeAreas } from './places.ts';
import { Random } from './random.ts';

const options = withDefaults({ seed: 3, prisons: 2, placebos: 1 });
const places = new Places();
const areas = makeAreas(options, places);
const cells = makeAntennas(options, areas);
const coverage = new Coverage(cells, places);

describe('coverage', () => {
  it('is a distribution over cells of the right operator, technology and area', () => {
    for (const place of [0, 5, 50, 150]) {
      for (const rat of [2, 4] as const) {
        const c = coverage.at(place, 1, rat);
        expect(c.cumulated.at(-1)).toBeCloseTo(1, 12);
        for (const i of c.cells)
          expect([cells[i]?.operator, cells[i]?.rat, cells[i]?.area]).toEqual([1, rat, places.list[place]?.area]);
      }
    }
  });

  it('prefers near sites that face the place', () => {
    let near = 0;
    let facing = 0;
    let n = 0;
    for (let p = 0; p < places.list.length; p++) {
      const best = cells[coverage.at(p, 0, 2).cells[0] as number];
      const place = places.list[p];
      if (!best || !place) continue;
      n++;
      const d = Math.hypot(best.x_m - place.x_m, best.y_m - place.y_m);
      if (d < 1.6 * (areas[place.area]?.spacing_m ?? 0)) near++;
      const bearing = (Math.atan2(place.x_m - best.x_m, place.y_m - best.y_m) * 180) / Math.PI;
      const off = Math.abs(((((bearing - best.azimuth_deg) % 360) + 540) % 360) - 180);
      if (best.azimuth_deg < 0 || off < 65) facing++;
    }
    expect(near / n).toBeGreaterThan(0.85);
    expect(facing / n).toBeGreaterThan(0.8);
  });

  it('never serves from a cell that is not in service', () => {
    const random = new Random(5);
    for (let i = 0; i < 3000; i++) {
      const t = Date.UTC(2025, 9, 6 + (i % 28)) / 1000;
      const cell = cells[coverage.serve(random, i % places.list.length, i % 4, i % 2 ? 2 : 4, t)];
      expect(cell && cell.from <= t && t < cell.until).toBe(true);
    }
  });

  it('has one identity for one cell at a time', () => {
    const seen = new Map<string, [number, number][]>();
    for (const c of cells) {
      const id = `${c.operator}/${c.rat}/${c.lac}/${c.ci}`;
      const spans = seen.get(id) ?? [];
      for (const [from, until] of spans) expect(c.from >= until || from >= c.until).toBe(true);
      seen.set(id, [...spans, [c.from, c.until]]);
    }
  });
});
