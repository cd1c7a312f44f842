import type { Field } from '../../contract/csv.ts';
import { auditBuilding, watchSensors, type SensorSite, type SensorWatch } from '../../locate/index.ts';
import { printAudit } from './print-answers.ts';
import type { DrawnMark } from './drawing.ts';
import { questionOf, requireBuildings, say, withCase, type SensorOptions } from './question.ts';
import { sendOut } from './send-out.ts';
import { drawingsOf, fixed, HIT_COLUMNS, hitRows, tableOf } from './tables.ts';

/** `cellsweep sensors audit`. */
export async function auditSensors(
  caseDir: string,
  prison_id: string,
  options: SensorOptions & { readonly health: boolean },
): Promise<void> {
  await withCase(caseDir, options, 'audit of sensors', options.health, async (read) => {
    const { documents, bursts } = read;
    const question = questionOf(options, documents);
    const buildings = [];
    for (const id of requireBuildings(documents, prison_id)) {
      const one = auditBuilding(documents, prison_id, id, question);
      const watch =
        bursts === undefined || one.site.map.sensors.length === 0 ? undefined : await watchSensors(one.site, bursts());
      buildings.push({ ...one, watch });
    }
    const why = options.health ? 'there are no sensors/detections.csv that may be read' : 'as asked';
    say(printAudit(buildings, prison_id, why));
    const { out } = options;
    if (out === undefined) return;
    const cell = (site: SensorSite, room: number): string => site.grid.rooms[room]!.cell_id;
    await sendOut(read, out, [
      tableOf(
        'expected-hits.csv',
        HIT_COLUMNS,
        buildings.flatMap(({ site, audit: { hits } }) => hitRows(site, site.surveyed ? 'walked' : 'plan only', hits)),
      ),
      tableOf(
        'cells-alike.csv',
        ['building_id', 'cell_a', 'cell_b', 'separation_nats', 'wrong_of_two'],
        buildings.flatMap(({ site, audit: { pairs } }) =>
          pairs.map(({ rooms: [a, b], separation_nats, error }): Field[] => [
            site.building_id,
            cell(site, a),
            cell(site, b),
            fixed(separation_nats, 4),
            fixed(error, 4),
          ]),
        ),
      ),
      tableOf(
        'sensor-losses.csv',
        ['building_id', 'sensor_id', 'lost_nats', 'pairs_lost', 'hit1_without'],
        buildings.flatMap(({ site, audit: { losses } }) =>
          losses.map((loss): Field[] => [
            site.building_id,
            loss.sensor_id,
            fixed(loss.lost_nats, 4),
            loss.pairsLost,
            loss.hit1 === undefined ? undefined : fixed(loss.hit1, 3),
          ]),
        ),
      ),
      tableOf(
        'sensor-health.csv',
        ['building_id', 'sensor_id', 'verdict', 'since', 'shift_db', 'shift_se_db', 'sessions', 'days'],
        buildings.flatMap(({ site, watch }) => healthRows(site, watch)),
      ),
      ...buildings.flatMap(({ site, audit: { hits } }) => {
        const marks: DrawnMark[] = [
          ...site.today.map(({ sensor }): DrawnMark => ({ ...sensor, label: sensor.sensor_id, kind: 'there' })),
          ...site.dead.flatMap((sensor): DrawnMark[] =>
            sensor.x_m === undefined || sensor.y_m === undefined
              ? []
              : [{ label: sensor.sensor_id, level: sensor.level, x_m: sensor.x_m, y_m: sensor.y_m, kind: 'dead' }],
          ),
        ];
        const title = `Sensors, ${site.building_id}`;
        const quantity = 'expected: right cell first';
        const drawing = { title, quantity, share: (room: number) => hits.hit1[room]!, marks };
        return drawingsOf('sensor-audit.svg', site, drawing, documents, 'sensor-audit');
      }),
    ]);
  });
}

const healthRows = (site: SensorSite, watch: SensorWatch | undefined): Field[][] =>
  (watch?.sensors ?? []).map((one) => [
    site.building_id,
    one.sensor_id,
    one.verdict,
    one.since_day === undefined
      ? undefined
      : new Date(((watch?.from_s ?? 0) + one.since_day * 86_400) * 1000).toISOString().slice(0, 10),
    fixed(one.shift_db, 2),
    fixed(one.shiftSe_db, 2),
    one.notes,
    one.days,
  ]);
