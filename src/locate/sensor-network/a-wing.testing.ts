import type { CaseDocuments, Room, Sensor, Wall } from '../../model/case.ts';
import { twoRooms } from '../two-rooms.testing.ts';

const CELL_M = 3;
const DEEP_M = 4;
const CORRIDOR_M = 2.5;

export interface WingOptions {
  /** Cells on each side of the corridor. */
  readonly perSide?: number;
  readonly levels?: number;
  /** Receivers: in the corridor, and along both outer walls, staggered. */
  readonly sensors?: number;
  readonly threshold_dbm?: number;
}

/** Two rows of cells 3 x 4 m along a corridor, walls between them; receivers spread over corridor and outer walls. */
export function aWing(options: WingOptions = {}): CaseDocuments {
  const { perSide = 6, levels = 1, sensors = 6, threshold_dbm = -95 } = options;
  const rooms: Room[] = [];
  const walls: Wall[] = [];
  const placed: Sensor[] = [];
  for (let level = 0; level < levels; level++) {
    for (let side = 0; side < 2; side++) {
      for (let i = 0; i < perSide; i++) {
        const [west, south] = [i * CELL_M, side * (DEEP_M + CORRIDOR_M)];
        const [east, north] = [west + CELL_M, south + DEEP_M];
        rooms.push({
          cell_id: `${level}${side === 0 ? 'S' : 'N'}${i + 1}`,
          prison_id: 'P1',
          building_id: 'B1',
          wing: 'A',
          landing: `A${level}`,
          level,
          capacity: 1,
          outline: [
            [west, south],
            [east, south],
            [east, north],
            [west, north],
          ],
        });
        const edge = (x1_m: number, y1_m: number, x2_m: number, y2_m: number) =>
          walls.push({ building_id: 'B1', level, material: 'concrete', x1_m, y1_m, x2_m, y2_m });
        edge(west, south, east, south);
        edge(west, north, east, north);
        edge(west, south, west, north);
        edge(east, south, east, north);
      }
    }
    for (let k = 0; k < sensors; k++) {
      const x_m = ((k + 0.5) * perSide * CELL_M) / sensors;
      const y_m = [DEEP_M + CORRIDOR_M / 2, -0.3, 2 * DEEP_M + CORRIDOR_M + 0.3][k % 3];
      placed.push({
        sensor_id: `S${level}${k + 1}`,
        prison_id: 'P1',
        building_id: 'B1',
        level,
        x_m,
        y_m,
        threshold_dbm,
        from_s: 0,
        until_s: Infinity,
      });
    }
  }
  return { ...twoRooms(), rooms, walls, sensors: placed };
}
