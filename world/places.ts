import { TOWNS } from './names.ts';
import { Random, hash32 } from './random.ts';
import type { WorldOptions } from './options.ts';

/** A room of a prison. `x_m,y_m` in the plan of its building. */
export interface Room {
  readonly id: string;
  readonly building: number;
  readonly wing: string;
  readonly landing: string;
  readonly level: number;
  readonly capacity: number;
  readonly x_m: number;
  readonly y_m: number;
  /** Index in `Places.list`. */
  readonly place: number;
}

export interface Building {
  readonly id: string;
  readonly x_m: number;
  readonly y_m: number;
  readonly angle_rad: number;
  readonly length_m: number;
  readonly depth_m: number;
  readonly levels: number;
}

export interface Area {
  readonly index: number;
  readonly id: string;
  readonly name: string;
  readonly town: string;
  readonly prison: boolean;
  /** Distance between sites of one operator; the measure of how urban the area is. */
  readonly spacing_m: number;
  readonly longitude: number;
  readonly latitude: number;
  /** Index of the area whose antennas serve it and in whose metres `Places` counts: itself, but for a prison near another. */
  readonly ground: number;
  /** Its centre in those metres; 0 on its own ground. */
  readonly east_m: number;
  /** Half sizes of the perimeter around the origin. */
  readonly half_x_m: number;
  readonly half_y_m: number;
  readonly buildings: Building[];
  readonly rooms: Room[];
  capacity: number;
}

/** A spot where a phone can be, in metres of the ground `area`. `block` shares most of the shadowing; high places hear more distant sites. */
export interface Place {
  readonly area: number;
  readonly x_m: number;
  readonly y_m: number;
  readonly block: number;
  readonly height_m: number;
}

export class Places {
  readonly list: Place[] = [];
  private readonly shared = new Map<number, Pick<Area, 'ground' | 'east_m'>>();

  /** From here on spots of that area lie on the ground of another. */
  share(area: Pick<Area, 'index' | 'ground' | 'east_m'>): void {
    this.shared.set(area.index, area);
  }

  /** Registers a spot, in metres of its area, and gives its index. */
  add(of: number, ownX_m: number, y_m: number, height_m = 1.5, block?: number): number {
    const { ground: area, east_m } = this.shared.get(of) ?? { ground: of, east_m: 0 };
    const x_m = ownX_m + east_m;
    const square = hash32(Math.floor(x_m / 150) * 7919 + Math.floor(y_m / 150), area + 1);
    this.list.push({ area, x_m, y_m, block: block ?? square, height_m });
    return this.list.length - 1;
  }
}

/** Every room is built alike, on both sides of a corridor. */
export const ROOM_WIDTH_M = 3.2;
export const ROOM_DEPTH_M = 3.9;

const M_PER_DEGREE = 111_320;

/** WGS84 degrees of a spot in metres east and north of the area's centre. */
export function toDegrees(area: Area, x_m: number, y_m: number): readonly [number, number] {
  const lon = area.longitude + x_m / (M_PER_DEGREE * Math.cos((area.latitude * Math.PI) / 180));
  return [lon, area.latitude + y_m / M_PER_DEGREE];
}

/** Spot of a point of a building's plan in metres of the area. */
export function planToArea(b: Building, x_m: number, y_m: number): readonly [number, number] {
  const u = x_m - b.length_m / 2;
  const v = y_m - b.depth_m / 2;
  const c = Math.cos(b.angle_rad);
  const s = Math.sin(b.angle_rad);
  return [b.x_m + u * c - v * s, b.y_m + u * s + v * c];
}

interface Plan {
  readonly kind: string;
  readonly spacing_m: number;
  readonly wings: number;
  readonly levels: number;
  readonly perSide: number;
  readonly beds: readonly number[];
  readonly half: readonly [number, number];
}

/** An old house in a city centre, a large house at the edge, a house in the country, one in a small town. */
const PRISON_PLANS: readonly Plan[] = [
  { kind: 'Maison d’arrêt', spacing_m: 520, wings: 3, levels: 3, perSide: 9, beds: [2, 2, 3], half: [75, 60] },
  { kind: 'Centre pénitentiaire', spacing_m: 1250, wings: 4, levels: 3, perSide: 8, beds: [1, 1, 2], half: [170, 120] },
  {
    kind: 'Centre de détention',
    spacing_m: 2900,
    wings: 2,
    levels: 2,
    perSide: 12,
    beds: [1, 1, 1, 2],
    half: [150, 140],
  },
  { kind: 'Maison d’arrêt', spacing_m: 850, wings: 2, levels: 3, perSide: 7, beds: [2, 2, 2, 3], half: [80, 70] },
];
const PLACEBO_SPACING_M = [600, 1100, 2600, 800];

/**
 * Areas lie a degree apart in the open Atlantic, west of Greenwich: no map shows a real neighbourhood under them, and
 * the sign of the longitude has to survive every reader.
 */
export function makeAreas(options: WorldOptions, places: Places): Area[] {
  const random = new Random(options.seed, 'places');
  const areas: Area[] = [];
  for (let i = 0; i < options.prisons + options.placebos; i++) {
    const prison = i < options.prisons;
    const k = prison ? i : i - options.prisons;
    const plan = PRISON_PLANS[k] as Plan;
    const near = i === 1 && options.nearPrisons_m > 0 ? areas[0] : undefined;
    const at = [
      -6.2 + 0.9 * (i % 4) + random.between(-0.05, 0.05),
      45.3 + 0.8 * Math.floor(i / 4) + random.between(-0.05, 0.05),
    ] as const;
    const [longitude, latitude] = near === undefined ? at : toDegrees(near, options.nearPrisons_m, 0);
    const town = TOWNS[prison ? k : 4 + k] as string;
    const area: Area = {
      index: i,
      id: prison ? `P${k + 1}` : `Z${k + 1}`,
      name: prison ? `${plan.kind} de ${town}` : `Quartier témoin ${town}`,
      town,
      prison,
      spacing_m: near?.spacing_m ?? (prison ? plan.spacing_m : (PLACEBO_SPACING_M[k] as number)),
      longitude,
      latitude,
      ground: near?.index ?? i,
      east_m: near === undefined ? 0 : options.nearPrisons_m,
      half_x_m: prison ? plan.half[0] : random.between(70, 150),
      half_y_m: prison ? plan.half[1] : random.between(60, 120),
      buildings: [],
      rooms: [],
      capacity: 0,
    };
    areas.push(area);
    if (near !== undefined) places.share(area);
    if (prison) buildRooms(area, plan, random, places);
  }
  return areas;
}

function buildRooms(area: Area, plan: Plan, random: Random, places: Places): void {
  const width = ROOM_WIDTH_M;
  const depth = ROOM_DEPTH_M;
  const corridor = 2.8;
  for (let w = 0; w < plan.wings; w++) {
    const wing = 'ABCD'[w] as string;
    const building: Building = {
      id: `${area.id}-B${w + 1}`,
      x_m: (w - (plan.wings - 1) / 2) * ((1.5 * area.half_x_m) / plan.wings),
      y_m: random.between(-0.3, 0.3) * area.half_y_m,
      angle_rad: random.between(-0.5, 0.5) + (w % 2) * 1.2,
      length_m: plan.perSide * width,
      depth_m: 2 * depth + corridor,
      levels: plan.levels,
    };
    area.buildings.push(building);
    for (let level = 0; level < plan.levels; level++) {
      for (let n = 0; n < 2 * plan.perSide; n++) {
        const side = n < plan.perSide ? 0 : 1;
        const x_m = ((n % plan.perSide) + 0.5) * width;
        const y_m = side === 0 ? depth / 2 : building.depth_m - depth / 2;
        const [x, y] = planToArea(building, x_m, y_m);
        const capacity = random.pick(plan.beds);
        // Windows face one way: the two sides of a building hear different sites.
        const block = hash32(area.index * 97 + w * 11 + side * 5, 0x51de);
        area.capacity += capacity;
        area.rooms.push({
          id: `${area.id}-${wing}${level}-${String(n + 1).padStart(2, '0')}`,
          building: w,
          wing,
          landing: `${wing}${level}`,
          level,
          capacity,
          x_m: Math.round(x_m * 100) / 100,
          y_m: Math.round(y_m * 100) / 100,
          place: places.add(area.index, x, y, 1.5 + 3 * level, block),
        });
      }
    }
  }
}
