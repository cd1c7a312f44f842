import { Random } from '../random.ts';
import { planToArea, type Area } from '../places.ts';
import { BANDS, type Band } from './bands.ts';
import { centimetres, type SensorNetwork } from './hang-sensors.ts';
import type { Ears, Reading } from './hear.ts';

/** One transmission of the walk-test at a known place. */
export interface WalkLook {
  readonly building: number;
  /** Empty in the corridor. */
  readonly cell_id: string;
  readonly level: number;
  readonly x_m: number;
  readonly y_m: number;
  readonly at: number;
  readonly band: Band;
  readonly power_dbm: number;
  readonly readings: readonly Reading[];
}

const STEP_S = 100;
const FIRST_DAY = 9;

/** Each room once, and the corridor every other room: in 900 MHz everywhere, in 1800 as well at every fourth place. */
export function walk(seed: number, { area, from }: SensorNetwork, ears: Ears): WalkLook[] {
  const random = new Random(seed, 'walk-test');
  const looks: WalkLook[] = [];
  let at = from + FIRST_DAY * 86_400;
  let places = 0;
  const stand = (building: number, cell_id: string, level: number, x_m: number, y_m: number): void => {
    const [east_m, north_m] = planToArea(area.buildings[building] as Area['buildings'][number], x_m, y_m);
    const bands: Band[] = places++ % 4 === 0 ? ['GSM900', 'GSM1800'] : ['GSM900'];
    for (const band of bands) {
      const { power_dbm } = BANDS[band];
      const readings = ears.hear(random, { at, place: { x_m: east_m, y_m: north_m, level }, band, power_dbm });
      looks.push({ building, cell_id, level, x_m, y_m, at, band, power_dbm, readings });
      at += STEP_S;
    }
  };
  area.buildings.forEach(({ length_m, depth_m, levels }, building) => {
    for (let level = 0; level < levels; level++) {
      for (const room of area.rooms.filter((r) => r.building === building && r.level === level))
        stand(
          building,
          room.id,
          level,
          centimetres(room.x_m + random.between(-0.8, 0.8)),
          centimetres(room.y_m + random.between(-1, 1)),
        );
      for (let x = 3; x < length_m; x += 6.4) stand(building, '', level, centimetres(x), centimetres(depth_m / 2));
    }
  });
  return looks;
}
