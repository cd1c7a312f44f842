import { OPERATORS } from '../names.ts';
import { Random } from '../random.ts';
import type { World } from '../world.ts';
import { FILLER_IMEI14, imeiOfLeg } from './row.ts';

/** One file of records. Legs in the order in which they are written. */
export interface Delivery {
  readonly operator: number;
  /** Name without extension. */
  readonly name: string;
  readonly legs: number[];
  /** No act covers it, or the act was annulled. */
  readonly forbidden: boolean;
}

export interface Selection {
  readonly deliveries: Delivery[];
  /** Area whose request names the cell, -1 for none. */
  readonly areaOfCell: Int16Array;
  /** 1 where the cell stands on the site nearest to the area's centre. */
  readonly nearestSite: Uint8Array;
}

/** A handset is asked for when it has this many events on the cells of an area. */
const ENOUGH_EVENTS = 20;
/** A cell is asked for when it serves this share of the communications of the place. */
const SERVES = 0.012;

/** Which cells serve an area: by its rooms, or by a grid of spots where there is no prison. */
export function cellsOfAreas(world: World): { areaOfCell: Int16Array; nearestSite: Uint8Array } {
  const areaOfCell = new Int16Array(world.cells.length).fill(-1);
  const nearestSite = new Uint8Array(world.cells.length);
  // A cell that serves two prisons is asked for with the one that it serves more.
  const most = new Float64Array(world.cells.length);
  for (const area of world.areas) {
    const spots = area.rooms.map((r) => r.place);
    if (spots.length === 0)
      for (let i = 0; i < 25; i++)
        spots.push(
          world.places.add(area.index, ((i % 5) / 2 - 1) * area.half_x_m, (Math.floor(i / 5) / 2 - 1) * area.half_y_m),
        );
    OPERATORS.forEach((_, operator) => {
      for (const rat of [2, 4] as const) {
        const share = new Map<number, number>();
        for (const spot of spots) {
          const { cells, cumulated } = world.coverage.at(spot, operator, rat);
          cells.forEach((cell, i) =>
            share.set(
              cell,
              (share.get(cell) ?? 0) + (cumulated[i] as number) - (i > 0 ? (cumulated[i - 1] as number) : 0),
            ),
          );
        }
        for (const [cell, sum] of share) {
          if (sum / spots.length < SERVES || sum / spots.length <= (most[cell] ?? 0)) continue;
          most[cell] = sum / spots.length;
          areaOfCell[cell] = area.index;
        }
      }
      let best = -1;
      let least = Infinity;
      for (const c of world.cells) {
        const d = Math.hypot(c.x_m - area.east_m, c.y_m);
        if (c.area === area.ground && c.operator === operator && d < least) [best, least] = [c.siteIndex, d];
      }
      world.cells.forEach((c, i) => {
        if (c.siteIndex === best && c.area === area.ground) nearestSite[i] = 1;
      });
    });
  }
  return { areaOfCell, nearestSite };
}

/** Everything the operators send, in files that overlap as requests do. */
export function select(world: World, ledgerImeis: ReadonlySet<string>): Selection {
  const { areaOfCell, nearestSite } = cellsOfAreas(world);
  const { legs, calendar, devices } = world;
  const random = new Random(world.options.seed, 'selection');
  const order = legs.inTimeOrder();
  const counts = new Map<string, number>();
  const inWindow = (leg: number): boolean =>
    (legs.time[leg] as number) >= calendar.from && (legs.time[leg] as number) < calendar.until;
  const imei: string[] = [];
  for (const leg of order) {
    const text = imeiOfLeg(world, leg);
    imei[leg] = text;
    const area = areaOfCell[legs.cell[leg] as number] as number;
    if (
      area >= 0 &&
      text !== FILLER_IMEI14 &&
      inWindow(leg) &&
      devices[legs.device[leg] as number]?.hiddenIn === undefined
    )
      counts.set(`${text}/${area}`, (counts.get(`${text}/${area}`) ?? 0) + 1);
  }
  const asked = new Set<string>();
  for (const [key, n] of counts) if (n >= ENOUGH_EVENTS) asked.add(key.slice(0, 14));

  const deliveries: Delivery[] = [];
  const file = (operator: number, name: string, forbidden = false): Delivery => {
    const d = { operator, name, legs: [], forbidden };
    deliveries.push(d);
    return d;
  };
  const byOperator = OPERATORS.map((_, operator) => ({
    cells: world.areas.map((a) => file(operator, `cells_${a.id}`)),
    ledger: file(operator, 'handsets_ledger'),
    handsets: file(operator, 'handsets_cells'),
  }));
  const extra = world.options.dirt
    ? [file(0, 'spontaneous_1', true), file(1, `supplement_${world.areas[0]?.id}`, true)]
    : [];
  const untilLate = calendar.until + 86_400;
  for (const leg of order) {
    const device = devices[legs.device[leg] as number];
    const t = legs.time[leg] as number;
    const operator = world.numbering.sims[legs.sim[leg] as number]?.operator ?? 0;
    if (device?.hiddenIn !== undefined) {
      if (device.hiddenIn === operator && inWindow(leg)) extra[device.hiddenIn]?.legs.push(leg);
      continue;
    }
    const files = byOperator[operator];
    if (!files) continue;
    const window = inWindow(leg);
    const area = areaOfCell[legs.cell[leg] as number] as number;
    // Two deliveries run over the period of their act.
    const dirty = world.options.dirt;
    if (area >= 0 && (window || (dirty && operator === 0 && area === 0 && t < calendar.from)))
      files.cells[area]?.legs.push(leg);
    if (area === 0 && window && operator < 2 && random.chance(0.03)) extra[operator]?.legs.push(leg);
    const text = imei[leg] as string;
    if (ledgerImeis.has(text) && window) files.ledger.legs.push(leg);
    if (asked.has(text) && (window || (dirty && operator === 2 && t >= calendar.until && t < untilLate)))
      files.handsets.legs.push(leg);
  }
  return { deliveries, areaOfCell, nearestSite };
}
