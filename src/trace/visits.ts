import type { HandsetHistory } from '../model/record.ts';
import type { CellDistances } from './cell-moves.ts';
import { regionsOf, type Regions } from './journeys.ts';

/** Legs of one SIM in one region within this time of the visit's beginning are one observation: calls come in bursts. */
const VISIT_S = 3600;

export interface Visit {
  readonly at_s: number;
  readonly region: number;
  /** Index in `imsis` of the history. */
  readonly sim: number;
}

export interface Visits {
  readonly regions: Regions;
  /** By rising time; legs without a known place or SIM are not among them. */
  readonly list: readonly Visit[];
}

export function visitsOf(history: HandsetHistory, distances: CellDistances): Visits {
  const regions = regionsOf(history.cell, distances);
  const list: Visit[] = [];
  const open = new Map<number, Visit>();
  for (let i = 0; i < history.at_s.length; i++) {
    const region = regions.of(history.cell[i] ?? -1);
    const sim = history.imsi[i] ?? 0;
    if (region === undefined || history.imsis[sim] === '') continue;
    const at_s = history.at_s[i] ?? 0;
    const last = open.get(sim);
    if (last !== undefined && last.region === region && at_s - last.at_s < VISIT_S && list.at(-1) === last) continue;
    const visit = { at_s, region, sim };
    list.push(visit);
    open.set(sim, visit);
  }
  return { regions, list };
}
