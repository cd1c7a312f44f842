import { choleskyFactor, lowerInverse } from './matrix.ts';
import type { BurstGroup } from './burst-group.ts';
import type { LeftOutMap, LevelMap } from './level-map.ts';
import type { ResidualField } from './residual-field.ts';
import type { Survey } from './survey.ts';

/** One group of survey bursts, to be located by a map that never saw its place. */
export interface LeftOutGroup {
  readonly cell: number;
  readonly room: number;
  readonly group: BurstGroup;
}

/** Groups of up to `bursts` consecutive events of one place and band; at most `perCell` of each place, evenly chosen. */
export function leftOutGroups(survey: Survey, sensors: number, bursts: number, perCell: number): LeftOutGroup[] {
  const byPlace = new Map<string, Survey['events'][number][]>();
  for (const event of survey.events) {
    const key = `${event.cell}|${event.band}`;
    const list = byPlace.get(key);
    if (list) list.push(event);
    else byPlace.set(key, [event]);
  }
  return [...byPlace.values()].flatMap((events) => {
    const groups: LeftOutGroup[] = [];
    const all = Math.max(1, Math.floor(events.length / bursts));
    const step = Math.max(1, Math.ceil(all / perCell));
    for (let i = 0; i < all; i += step) {
      const chosen = events.slice(i * bursts, (i + 1) * bursts);
      const { cell, band } = chosen[0]!;
      groups.push({ cell, room: survey.cells[cell]!.room, group: groupOf(chosen, sensors, band) });
    }
    return groups;
  });
}

function groupOf(events: readonly Survey['events'][number][], sensors: number, band: number): BurstGroup {
  const level_dbm = new Float64Array(sensors);
  const heard = new Float64Array(sensors);
  const alive = new Uint8Array(sensors);
  for (const event of events) {
    for (let s = 0; s < sensors; s++) {
      if (event.alive[s] === 1) alive[s] = 1;
      const level = event.level_db[s]!;
      if (Number.isNaN(level)) continue;
      level_dbm[s]! += level + event.power_dbm;
      heard[s]!++;
    }
  }
  for (let s = 0; s < sensors; s++) level_dbm[s] = heard[s]! > 0 ? level_dbm[s]! / heard[s]! : Number.NaN;
  return { level_dbm, heard, bursts: events.length, alive, band, carriers: 1 };
}

/**
 * The map as it would be without one place of the survey, in closed form: leaving reading i out of a Gaussian process
 * changes its mean anywhere by -s_i w_i / C_ii and its variance by s_i^2 / C_ii, with C = (K + R)^-1, w = C r and
 * s = C k(x) (Rasmussen & Williams 2006, 5.4.2). The formula beneath keeps its few coefficients.
 */
export function mapWithout(
  map: Pick<LevelMap, 'grid' | 'mean_db' | 'map_db2'> & {
    readonly fields: readonly (ResidualField | undefined)[];
    readonly placedCells: Survey['cells'];
  },
  cell: number,
  band: number,
  shares: LeftOutShares,
  radius_m: number,
): LeftOutMap {
  const points = map.grid.x_m.length;
  const mean_db = Float64Array.from(map.mean_db[band] ?? map.mean_db[0]!);
  const map_db2 = Float64Array.from(map.map_db2);
  const centre = map.placedCells[cell]!;
  map.fields.forEach((field, s) => {
    if (!field) return;
    const n = field.readings.length;
    const block = field.readings.flatMap(({ place }, i) => {
      const { x_m, y_m, level } = map.placedCells[place]!;
      const near = level === centre.level && Math.hypot(x_m - centre.x_m, y_m - centre.y_m) <= radius_m;
      return place === cell || near ? [i] : [];
    });
    const m = block.length;
    if (m === 0 || m === n) return;
    const own = new Float64Array(m * m);
    block.forEach((i, a) => block.forEach((j, b) => (own[a * m + b] = field.inverse[i * n + j]!)));
    const factor = choleskyFactor(own, m);
    if (!factor) return;
    const whitening = lowerInverse(factor, m);
    const share = shares[s]!;
    const white = (value: (index: number) => number): Float64Array => {
      const out = new Float64Array(m);
      for (let a = 0; a < m; a++) for (let b = 0; b <= a; b++) out[a]! += whitening[a * m + b]! * value(block[b]!);
      return out;
    };
    const weights = white((i) => field.weights[i]!);
    for (let g = 0; g < points; g++) {
      const values = white((i) => share[g * n + i]!);
      for (let a = 0; a < m; a++) {
        mean_db[s * points + g]! -= values[a]! * weights[a]!;
        map_db2[s * points + g]! += values[a]! ** 2;
      }
    }
  });
  return { mean_db, map_db2 };
}

/** Per sensor, C k(x) of each grid point (point-major). */
export type LeftOutShares = readonly Float32Array[];
