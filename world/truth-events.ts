import { OPERATORS } from './names.ts';
import type { TruthInput } from './truth-input.ts';

const DEFINITIONS = {
  leg: "one customer's side of a communication",
  rows: 'leg rows written in covered files (refusable ones and those outside the period included)',
  legs_distinct:
    'distinct legs with at least one usable row; rows without a cell or with an unknown cell count as usable',
  legs_distinct_strict: 'the same, when rows without a known cell are not usable',
  events_distinct: 'distinct communications: both legs are one',
  duplicate_rows: 'usable rows beyond the first of each leg',
};

const KEYS = [
  'rows',
  'rows_refusable',
  'rows_soft',
  'rows_outside_period',
  'legs_distinct',
  'legs_distinct_strict',
  'events_distinct',
  'duplicate_rows',
  'protected_legs',
  'protected_events',
] as const;
type Counts = Record<(typeof KEYS)[number], number>;

/** truth/events.json: how many rows, legs and communications there are, by operator and in all. */
export function eventCounts({ world, written }: TruthInput): unknown {
  const { legs, numbering } = world;
  const all = new Set<number>();
  const operators = OPERATORS.map((o, index) => {
    const communications = new Set<number>();
    const shielded = new Set<number>();
    const n = { legs: 0, strict: 0, shielded: 0 };
    for (let leg = 0; leg < legs.length; leg++) {
      const usable = written.usable[leg] as number;
      if (usable === 0 || numbering.sims[legs.sim[leg] as number]?.operator !== index) continue;
      const id = legs.communication[leg] as number;
      n.legs++;
      if (usable & 2) n.strict++;
      communications.add(id);
      all.add(id);
      const other = legs.other[leg] as number;
      if (other < 0 || !numbering.isProtected[other]) continue;
      n.shielded++;
      shielded.add(id);
    }
    const w = written.operators[index];
    const counts: Counts = {
      rows: w?.rows ?? 0,
      rows_refusable: w?.refusable ?? 0,
      rows_soft: w?.soft ?? 0,
      rows_outside_period: w?.outsidePeriod ?? 0,
      legs_distinct: n.legs,
      legs_distinct_strict: n.strict,
      events_distinct: communications.size,
      duplicate_rows: (w?.usableRows ?? 0) - n.legs,
      protected_legs: n.shielded,
      protected_events: shielded.size,
    };
    return Object.assign({ operator: o.folder }, counts);
  });
  const total = Object.fromEntries(KEYS.map((k) => [k, operators.reduce((sum, o) => sum + o[k], 0)]));
  return { definitions: DEFINITIONS, operators, total, events_distinct_all_operators: all.size, files: written.files };
}
