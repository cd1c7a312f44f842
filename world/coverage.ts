import { frozenNormal } from './random.ts';
import type { Random } from './random.ts';
import type { Cell } from './antennas.ts';
import type { Places } from './places.ts';

/** Path loss slope of 3GPP TR 36.942 / 38.901 macro cells, dB per decade. */
const SLOPE_DB = 37.6;
/** Sector pattern of 3GPP TR 36.942: 12 (angle / 65 degrees)^2, at most 20 dB. */
const BEAM_DEG = 65;
const FRONT_TO_BACK_DB = 20;
/** Log-normal shadowing, half of its variance shared by the neighbourhood. */
const SHADOW_DB = 8;
/** What is left to chance at one place (fading, load, hysteresis), as the scale of a Gumbel variable. */
const CHOICE_DB = 2.6;
const KEPT = 10;

export interface Candidates {
  readonly cells: Int32Array;
  /** Cumulated probability, last one 1. */
  readonly cumulated: Float64Array;
}

/** Which cell serves a phone at a place: softmax over mean levels with shadowing that is frozen for each place. */
export class Coverage {
  private readonly cells: readonly Cell[];
  private readonly places: Places;
  private readonly byGroup = new Map<number, number[]>();
  private readonly cache: (Candidates | undefined)[] = [];

  constructor(cells: readonly Cell[], places: Places) {
    this.cells = cells;
    this.places = places;
    cells.forEach((c, i) => {
      const key = (c.area * 8 + c.operator) * 2 + (c.rat === 2 ? 0 : 1);
      const list = this.byGroup.get(key);
      if (list) list.push(i);
      else this.byGroup.set(key, [i]);
    });
  }

  /** The likeliest cells at a place, in service or not. */
  at(place: number, operator: number, rat: 2 | 4): Candidates {
    const slot = (place * 4 + operator) * 2 + (rat === 2 ? 0 : 1);
    return (this.cache[slot] ??= this.compute(place, operator, rat));
  }

  private compute(place: number, operator: number, rat: 2 | 4): Candidates {
    const p = this.places.list[place];
    if (!p) throw new RangeError('unknown place');
    const group = this.byGroup.get((p.area * 8 + operator) * 2 + (rat === 2 ? 0 : 1)) ?? [];
    const own = (Math.round(p.x_m * 2) * 40_503) ^ (Math.round(p.y_m * 2) * 7_919) ^ (Math.round(p.height_m) * 131);
    // The higher, the freer the view of distant sites.
    const slope = SLOPE_DB - 0.5 * Math.min(9, p.height_m);
    const scored: { cell: number; level: number }[] = [];
    for (const index of group) {
      const c = this.cells[index] as Cell;
      const dx = p.x_m - c.x_m;
      const dy = p.y_m - c.y_m;
      const d = Math.max(20, Math.sqrt(dx * dx + dy * dy));
      let level = c.power_dbm - slope * Math.log10(d / 20);
      if (c.azimuth_deg >= 0) {
        const off = Math.abs((((((Math.atan2(dx, dy) * 180) / Math.PI - c.azimuth_deg) % 360) + 540) % 360) - 180);
        level -= Math.min(FRONT_TO_BACK_DB, 12 * (off / BEAM_DEG) ** 2);
      } else level -= 6;
      level += SHADOW_DB * Math.SQRT1_2 * (frozenNormal(p.block, c.shadow) + frozenNormal(own, c.shadow));
      scored.push({ cell: index, level });
    }
    scored.sort((a, b) => b.level - a.level || a.cell - b.cell);
    const kept = scored.slice(0, KEPT);
    const best = kept[0]?.level ?? 0;
    const cumulated = new Float64Array(kept.length);
    let sum = 0;
    kept.forEach((k, i) => (cumulated[i] = sum += Math.exp((k.level - best) / CHOICE_DB)));
    for (let i = 0; i < cumulated.length; i++) cumulated[i] = (cumulated[i] ?? 0) / sum;
    return { cells: Int32Array.from(kept, (k) => k.cell), cumulated };
  }

  /** The serving cell of one communication: only cells in service at `t`. */
  serve(random: Random, place: number, operator: number, rat: 2 | 4, t: number): number {
    const list = this.at(place, operator, rat);
    for (let tries = 0; tries < 6; tries++) {
      const i = list.cells[random.byCumulated(list.cumulated)] as number;
      if (this.inService(i, t)) return i;
    }
    for (const i of list.cells) if (this.inService(i, t)) return i;
    return list.cells[0] as number;
  }

  private inService(index: number, t: number): boolean {
    const c = this.cells[index] as Cell;
    return t >= c.from && t < c.until;
  }
}
