import { makeAntennas } from '../antennas.ts';
import type { Cell } from '../antennas.ts';
import { makeCalendar } from '../calendar.ts';
import { Coverage } from '../coverage.ts';
import { printCells } from '../deliveries/row.ts';
import type { CellText } from '../deliveries/row.ts';
import { drawModel } from '../handset-models.ts';
import { makeContraband } from '../inside.ts';
import type { Contraband } from '../inside.ts';
import { Numbering } from '../numbering.ts';
import { withDefaults } from '../options.ts';
import { newImeis } from '../people.ts';
import type { PeopleContext } from '../people.ts';
import { Places, makeAreas } from '../places.ts';
import { makeInmates } from '../prison-life.ts';
import { Random } from '../random.ts';

/** What a bulk case is made from. */
export interface BulkOptions {
  readonly seed: number;
  readonly rows: number;
  readonly handsets: number;
  readonly days: number;
}

export const BULK_CLASSES = ['inside', 'neighbour', 'homebody', 'fixed', 'staff', 'passer'] as const;

/** Handsets in columns. Homes and places of work come from a pool, so memory does not grow with rows. */
export interface Population extends PeopleContext {
  readonly cells: readonly Cell[];
  readonly cellTexts: readonly CellText[];
  readonly coverage: Coverage;
  readonly contraband: Contraband;
  readonly size: number;
  /** Index in BULK_CLASSES. */
  readonly cls: Uint8Array;
  readonly area: Uint8Array;
  readonly operator: Uint8Array;
  readonly rat: Uint8Array;
  readonly home: Int32Array;
  readonly work: Int32Array;
  readonly imei14: string[];
  readonly imsi: string[];
  readonly number: string[];
  /** 1 = asked for by IMEI. */
  readonly asked: Uint8Array;
  readonly others: string[];
}

const POOL = 300;
/** The three layouts of rows of text. */
export const BULK_OPERATORS = 3;

/** Draws the population; the same options give the same people. */
export function populate(options: BulkOptions): Population {
  const world = withDefaults({ seed: options.seed, days: options.days, prisons: 4, placebos: 3 });
  const calendar = makeCalendar(world);
  const places = new Places();
  const areas = makeAreas(world, places);
  const numbering = new Numbering(new Random(options.seed, 'bulk numbering'));
  const inmates = makeInmates(world, calendar, areas, numbering);
  const context: PeopleContext = { options: world, calendar, areas, places, numbering, inmates, devices: [] };
  const contraband = makeContraband(context);
  const cells = makeAntennas(world, areas);
  const coverage = new Coverage(cells, places);
  const random = new Random(options.seed, 'bulk people');
  const pools = areas.map((a) => {
    const spot = (low: number, high: number): number => {
      const r = random.between(low, high);
      const angle = random.between(0, 2 * Math.PI);
      return places.add(a.index, r * Math.cos(angle), r * Math.sin(angle));
    };
    const edge = Math.max(a.half_x_m, a.half_y_m);
    const make = (low: number, high: number): number[] => Array.from({ length: POOL }, () => spot(low, high));
    return { near: make(edge + 15, edge + 300), far: make(a.spacing_m, 3.2 * a.spacing_m) };
  });
  const n = options.handsets;
  const p: Population = {
    ...context,
    cells,
    cellTexts: printCells({ cells, areas }),
    coverage,
    contraband,
    size: n,
    cls: new Uint8Array(n),
    area: new Uint8Array(n),
    operator: new Uint8Array(n),
    rat: new Uint8Array(n),
    home: new Int32Array(n),
    work: new Int32Array(n),
    imei14: [],
    imsi: [],
    number: [],
    asked: new Uint8Array(n),
    others: Array.from({ length: 20_000 }, () => numbering.numbers[numbering.landline()] as string),
  };
  for (let i = 0; i < n; i++) {
    // Every so many handsets one lies in a prison.
    const inside = context.devices[Math.floor(i / 97)];
    const isInside = i % 97 === 0 && inside !== undefined;
    const area = isInside ? inside.area : random.below(areas.length);
    const pool = pools[area] as (typeof pools)[number];
    const kind = isInside ? 0 : 1 + random.byCumulated([0.55, 0.66, 0.72, areas[area]?.prison ? 0.76 : 0.72, 1]);
    const model = isInside ? inside.model : drawModel(random, kind === 3 ? 'fixed' : 'outside');
    p.cls[i] = kind;
    p.area[i] = area;
    p.operator[i] = random.below(BULK_OPERATORS);
    p.rat[i] = model >= 4 && model !== 7 ? 4 : 2;
    p.home[i] = isInside ? (inside.stays?.[0]?.place ?? 0) : random.pick(kind >= 4 ? pool.far : pool.near);
    p.work[i] =
      kind === 4
        ? random.pick(areas[area]?.rooms ?? []).place
        : kind === 5
          ? random.pick(pool.near)
          : random.pick(pool.far);
    p.asked[i] = isInside || random.chance(kind === 5 ? 0.3 : 0.75) ? 1 : 0;
    p.imei14.push(isInside ? (inside.imeis[0] as string) : (newImeis(random, numbering, model)[0] as string));
    const sim = numbering.sims[numbering.sim(p.operator[i] as number)];
    p.imsi.push(sim?.imsi ?? '');
    p.number.push(numbering.numbers[sim?.number ?? 0] as string);
  }
  return p;
}
