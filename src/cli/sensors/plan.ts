import type { Field } from '../../contract/csv.ts';
import { pairError, planBuilding, type BuildingPlan } from '../../locate/index.ts';
import type { CaseDocuments } from '../../model/case.ts';
import { printPlan } from './print-answers.ts';
import type { DrawnMark } from './drawing.ts';
import { questionOf, requireBuildings, say, warn, wholeNumber, withCase, type SensorOptions } from './question.ts';
import { sendOut } from './send-out.ts';
import { drawingsOf, fixed, HIT_COLUMNS, hitRows, tableOf, type SensorFile } from './tables.ts';

export interface PlanFlags extends SensorOptions {
  readonly sensors?: string;
  readonly keepExisting?: boolean;
  readonly allowCells?: boolean;
  readonly building?: string;
}

/** So many cells for each sensor where nobody says how many: every third (docs/methods/sensor-network.md). */
const CELLS_PER_SENSOR = 3;

/** New sensors by building, in proportion to its cells, by largest remainders. */
export function shareOut(total: number, cells: readonly number[]): number[] {
  const all = cells.reduce((sum, n) => sum + n, 0);
  const exact = cells.map((n) => (total * n) / all);
  const shares = exact.map(Math.floor);
  const order = exact.map((value, i) => ({ i, rest: value - shares[i]! })).sort((a, b) => b.rest - a.rest || a.i - b.i);
  let left = total - shares.reduce((sum, n) => sum + n, 0);
  for (const { i } of order) if (left-- > 0) shares[i]!++;
  return shares;
}

/** `cellsweep sensors plan`. */
export async function planSensors(caseDir: string, prison_id: string, options: PlanFlags): Promise<void> {
  await withCase(caseDir, options, 'plan of sensors', false, async (read) => {
    const { documents } = read;
    const question = questionOf(options, documents);
    const buildings = requireBuildings(documents, prison_id, options.building);
    const cells = buildings.map(
      (id) => documents.rooms.filter((room) => room.prison_id === prison_id && room.building_id === id).length,
    );
    const total =
      options.sensors === undefined
        ? Math.max(3, Math.ceil(cells.reduce((sum, n) => sum + n, 0) / CELLS_PER_SENSOR))
        : wholeNumber('--sensors', options.sensors, 1);
    const shares = shareOut(total, cells);
    const plans = buildings.flatMap((id, i): BuildingPlan[] => {
      if (shares[i] === 0) {
        warn(`warning: ${id}: too few sensors asked for; none for this building`);
        return [];
      }
      const own = {
        sensors: shares[i]!,
        keepExisting: options.keepExisting === true,
        inCells: options.allowCells === true,
      };
      return [planBuilding(documents, prison_id, id, { ...question, ...own })];
    });
    say(printPlan(plans, prison_id));
    if (options.out !== undefined) await sendOut(read, options.out, filesOf(plans, documents));
  });
}

function filesOf(plans: readonly BuildingPlan[], documents: CaseDocuments): SensorFile[] {
  return [
    tableOf(
      'sensor-plan.csv',
      [
        'building_id',
        'level',
        'x_m',
        'y_m',
        'sensor_id',
        'status',
        'rank',
        'likest_cell_a',
        'likest_cell_b',
        'wrong_of_two',
      ],
      plans.flatMap(({ site, placement }) => [
        ...placement.kept.map(({ sensor }): Field[] => [
          site.building_id,
          sensor.level,
          sensor.x_m,
          sensor.y_m,
          sensor.sensor_id,
          'kept',
          undefined,
          undefined,
          undefined,
          undefined,
        ]),
        ...placement.steps.map(({ column: { sensor }, worst, worst_nats }, i): Field[] => [
          site.building_id,
          sensor.level,
          sensor.x_m,
          sensor.y_m,
          `NEW${i + 1}`,
          'new',
          i + 1,
          site.grid.rooms[worst[0]]?.cell_id,
          site.grid.rooms[worst[1]]?.cell_id,
          fixed(pairError(worst_nats), 4),
        ]),
      ]),
    ),
    tableOf(
      'sensor-sweep.csv',
      [
        'building_id',
        'new_sensors',
        'm2_per_sensor',
        'hit1',
        'hit1_low',
        'hit1_high',
        'hit3',
        'set90_size',
        'worst_cell_hit1',
      ],
      plans.flatMap(({ site, sweep }) =>
        sweep.map(({ sensors, m2PerSensor, hits }): Field[] => [
          site.building_id,
          sensors,
          fixed(m2PerSensor, 1),
          fixed(hits.mean1, 3),
          fixed(hits.interval1[0], 3),
          fixed(hits.interval1[1], 3),
          fixed(hits.mean3, 3),
          fixed(hits.setSize, 2),
          fixed(hits.worst1, 3),
        ]),
      ),
    ),
    tableOf(
      'expected-hits.csv',
      HIT_COLUMNS,
      plans.flatMap(({ site, sweep, walked }) => [
        ...(sweep.at(-1) === undefined
          ? []
          : hitRows(site, site.surveyed ? 'walked so far' : 'plan only', sweep.at(-1)!.hits)),
        ...hitRows(site, 'after the walk-test', walked),
      ]),
    ),
    tableOf(
      'walk-test.csv',
      [
        'building_id',
        'level',
        'cell_id',
        'places',
        'walked_already',
        'map_sd_db',
        'wrong_of_two_now',
        'wrong_of_two_after',
      ],
      plans.flatMap(({ site, walkTest }) =>
        walkTest.rooms.map((one): Field[] => [
          site.building_id,
          site.grid.rooms[one.room]!.level,
          site.grid.rooms[one.room]!.cell_id,
          one.points,
          one.walkedAlready,
          fixed(one.mapSd_db, 2),
          fixed(pairError(one.worst_nats), 4),
          fixed(pairError(one.worstAfter_nats), 4),
        ]),
      ),
    ),
    ...plans.flatMap(({ site, placement, walked }) => {
      const marks: DrawnMark[] = [
        ...placement.kept.map(({ sensor }): DrawnMark => ({ ...sensor, label: sensor.sensor_id, kind: 'there' })),
        ...placement.steps.map(({ column: { sensor } }, i): DrawnMark => ({
          ...sensor,
          label: `${i + 1}`,
          kind: 'new',
        })),
      ];
      const quantity = 'expected: right cell first, after the walk-test';
      const title = `Sensor plan, ${site.building_id}`;
      const drawing = { title, quantity, share: (room: number) => walked.hit1[room]!, marks };
      return drawingsOf('sensor-plan.svg', site, drawing, documents, 'sensor-plan');
    }),
  ];
}
