import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Command } from 'commander';
import { csvField, writeWhole, type Field } from '../contract/results.ts';
import {
  antennaCoverage,
  auditBuilding,
  buildingsOf,
  pairError,
  planBuilding,
  sensorSite,
  watchSensors,
  type BuildingPlan,
  type ExpectedHits,
  type PlanQuestion,
  type SensorSite,
  type SensorWatch,
} from '../locate/index.ts';
import type { CaseDocuments } from '../model/case.ts';
import { CellsweepError } from '../model/errors.ts';
import { createRandom } from '../statistics/index.ts';
import { readAntennas, readNetwork, type NetworkLevel } from './antenna-file.ts';
import { printAudit, printCoverage, printPlan } from './print-sensors.ts';
import { withSensorCase, type SensorCase } from './read-sensors.ts';
import { drawLevel, type Drawing, type DrawnMark } from './sensor-drawing.ts';
import { requireCase } from './session.ts';

interface Common {
  readonly out?: string;
  readonly at?: string;
  readonly band?: string;
  readonly event: string;
  readonly bursts: string;
  readonly threshold?: string;
  readonly seed: string;
  readonly who?: string;
  readonly why?: string;
}
interface PlanFlags extends Common {
  readonly sensors?: string;
  readonly keepExisting?: boolean;
  readonly allowCells?: boolean;
  readonly building?: string;
}
interface CoverageFlags extends Common {
  readonly antennas: string;
  readonly network?: string;
  readonly networkDbm: string;
}

const say = (text: string): void => void process.stdout.write(text);
const warn = (text: string): void => void process.stderr.write(`${text}\n`);

function wholeNumber(option: string, text: string, least: number): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < least)
    throw new CellsweepError('USAGE', `${option} takes a whole number, ${least} or greater.`);
  return value;
}

function questionOf(
  options: Common,
  documents: CaseDocuments,
): Omit<PlanQuestion, 'sensors' | 'keepExisting' | 'inCells'> {
  const { event } = options;
  if (event !== 'access' && event !== 'traffic') throw new CellsweepError('USAGE', '--event takes access or traffic.');
  const at_s = options.at === undefined ? lastAlive(documents) : Date.parse(options.at) / 1000;
  if (!Number.isFinite(at_s)) throw new CellsweepError('USAGE', '--at takes an ISO 8601 time with an offset.');
  const threshold_dbm = options.threshold === undefined ? undefined : Number(options.threshold);
  if (threshold_dbm !== undefined && !(threshold_dbm >= -150 && threshold_dbm <= 0))
    throw new CellsweepError('USAGE', '--threshold takes a level from -150 to 0 dBm.');
  const seed = wholeNumber('--seed', options.seed, 0);
  return {
    at_s,
    kind: event,
    bursts: wholeNumber('--bursts', options.bursts, 1),
    band: options.band,
    threshold_dbm,
    random: (stream) => createRandom(seed, 'sensors', stream),
  };
}

/** The last moment that heartbeats tell of, within the case. */
function lastAlive({ heartbeats = [], manifest }: CaseDocuments): number {
  const last = heartbeats.reduce((latest, { until_s }) => Math.max(latest, until_s), -Infinity);
  return Math.min(manifest.until_s, Number.isFinite(last) ? last : Infinity) - 1;
}

/** Reads what is asked for, logs who read it, and says which files may not be opened. */
async function withCase(
  caseDir: string,
  options: Common,
  what: string,
  withBursts: boolean,
  work: (read: SensorCase) => Promise<void>,
) {
  requireCase(caseDir);
  const passing = options.out === undefined ? mkdtempSync(path.join(os.tmpdir(), 'cellsweep-')) : undefined;
  const folder = passing ?? options.out!;
  mkdirSync(folder, { recursive: true });
  const reader = {
    who: options.who ?? os.userInfo().username,
    why: options.why ?? what,
    now: () => new Date(),
    keyPath: process.env['CELLSWEEP_LOG_KEY'],
    withBursts,
  };
  try {
    await withSensorCase(folder, caseDir, reader, async (read) => {
      for (const file of read.notCovered) warn(`warning: ${file}: no act in force covers it; it was not read`);
      const refused = read.reading.refusals.length;
      if (refused > 0) warn(`warning: ${refused} rows or files refused; cellsweep check CASE says which and why`);
      await work(read);
    });
  } finally {
    if (passing !== undefined) rmSync(passing, { recursive: true, force: true });
  }
}

function requireBuildings(documents: CaseDocuments, prison_id: string, only?: string): string[] {
  const buildings = buildingsOf(documents, prison_id);
  if (buildings.length === 0) {
    const others = new Set(documents.rooms.map((room) => room.prison_id)).size;
    throw new CellsweepError(
      'USAGE',
      `PRISON: prisons/cells.csv, column prison_id, lists no room with a plan (x_m, y_m, width_m, depth_m or outline) for it; it lists ${others} prison${others === 1 ? '' : 's'} in all. Next: look the name up in cells.csv; capitals count.`,
    );
  }
  if (only === undefined) return buildings;
  if (!buildings.includes(only))
    throw new CellsweepError(
      'USAGE',
      `--building: cells.csv lists ${buildings.length} buildings of this prison, none of that name.`,
    );
  return [only];
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

async function plan(caseDir: string, prison_id: string, options: PlanFlags): Promise<void> {
  await withCase(caseDir, options, 'plan of sensors', false, ({ reading: { documents } }) => {
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
    if (options.out !== undefined) writePlan(options.out, plans, documents);
    return Promise.resolve();
  });
}

const fixed = (value: number, digits: number): string => (Number.isFinite(value) ? value.toFixed(digits) : '');

function writeCsv(folder: string, name: string, columns: readonly string[], rows: readonly (readonly Field[])[]): void {
  writeWhole(folder, name, `${[columns, ...rows].map((row) => row.map(csvField).join(',')).join('\n')}\n`);
  say(`${path.join(folder, name)}\n`);
}

const HIT_COLUMNS = ['building_id', 'level', 'cell_id', 'map', 'hit1', 'hit3', 'heard_by_three'];
const hitRows = (site: SensorSite, map: string, hits: ExpectedHits): Field[][] =>
  site.grid.rooms.map(({ level, cell_id }, room) => [
    site.building_id,
    level,
    cell_id,
    map,
    fixed(hits.hit1[room]!, 3),
    fixed(hits.hit3[room]!, 3),
    fixed(hits.heardByThree[room]!, 3),
  ]);

function draw(
  folder: string,
  site: SensorSite,
  drawing: Omit<Drawing, 'walls'>,
  documents: CaseDocuments,
  name: string,
): void {
  const walls = (documents.walls ?? []).filter(({ building_id }) => building_id === site.building_id);
  for (const level of [...new Set(site.grid.rooms.map((room) => room.level))].toSorted((a, b) => a - b)) {
    const safe = site.building_id.replaceAll(/[^\w-]/g, '_');
    const file = `${name}-${safe}-level${level}.svg`;
    writeWhole(folder, file, drawLevel(site, level, { ...drawing, walls }));
    say(`${path.join(folder, file)}\n`);
  }
}

function writePlan(folder: string, plans: readonly BuildingPlan[], documents: CaseDocuments): void {
  writeCsv(
    folder,
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
  );
  writeCsv(
    folder,
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
  );
  writeCsv(
    folder,
    'expected-hits.csv',
    HIT_COLUMNS,
    plans.flatMap(({ site, sweep, walked }) => [
      ...(sweep.at(-1) === undefined
        ? []
        : hitRows(site, site.surveyed ? 'walked so far' : 'plan only', sweep.at(-1)!.hits)),
      ...hitRows(site, 'after the walk-test', walked),
    ]),
  );
  writeCsv(
    folder,
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
  );
  for (const { site, placement, walked } of plans) {
    const marks: DrawnMark[] = [
      ...placement.kept.map(({ sensor }): DrawnMark => ({ ...sensor, label: sensor.sensor_id, kind: 'there' })),
      ...placement.steps.map(({ column: { sensor } }, i): DrawnMark => ({ ...sensor, label: `${i + 1}`, kind: 'new' })),
    ];
    const quantity = 'expected: right cell first, after the walk-test';
    draw(
      folder,
      site,
      { title: `Sensor plan, ${site.building_id}`, quantity, share: (room) => walked.hit1[room]!, marks },
      documents,
      'sensor-plan',
    );
  }
}

async function audit(
  caseDir: string,
  prison_id: string,
  options: Common & { readonly health: boolean },
): Promise<void> {
  await withCase(caseDir, options, 'audit of sensors', options.health, async ({ reading: { documents }, bursts }) => {
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
    writeCsv(
      out,
      'expected-hits.csv',
      HIT_COLUMNS,
      buildings.flatMap(({ site, audit: { hits } }) => hitRows(site, site.surveyed ? 'walked' : 'plan only', hits)),
    );
    writeCsv(
      out,
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
    );
    writeCsv(
      out,
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
    );
    writeCsv(
      out,
      'sensor-health.csv',
      ['building_id', 'sensor_id', 'verdict', 'since', 'shift_db', 'shift_se_db', 'sessions', 'days'],
      buildings.flatMap(({ site, watch }) => healthRows(site, watch)),
    );
    for (const {
      site,
      audit: { hits },
    } of buildings) {
      const marks: DrawnMark[] = [
        ...site.today.map(({ sensor }): DrawnMark => ({ ...sensor, label: sensor.sensor_id, kind: 'there' })),
        ...site.dead.flatMap((sensor): DrawnMark[] =>
          sensor.x_m === undefined || sensor.y_m === undefined
            ? []
            : [{ label: sensor.sensor_id, level: sensor.level, x_m: sensor.x_m, y_m: sensor.y_m, kind: 'dead' }],
        ),
      ];
      draw(
        out,
        site,
        {
          title: `Sensors, ${site.building_id}`,
          quantity: 'expected: right cell first',
          share: (room) => hits.hit1[room]!,
          marks,
        },
        documents,
        'sensor-audit',
      );
    }
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

async function coverage(caseDir: string, prison_id: string, options: CoverageFlags): Promise<void> {
  const antennas = readAntennas(options.antennas);
  const usual_dbm = Number(options.networkDbm);
  if (!(usual_dbm >= -150 && usual_dbm <= 0))
    throw new CellsweepError('USAGE', '--network-dbm takes a level from -150 to 0 dBm.');
  const network: NetworkLevel[] =
    options.network === undefined
      ? [...new Set(antennas.map(({ band }) => band))].map((band) => ({
          building_id: '',
          cell_id: '',
          band,
          level_dbm: usual_dbm,
        }))
      : readNetwork(options.network);
  await withCase(caseDir, options, "map of antennas' coverage", false, ({ reading: { documents } }) => {
    const question = questionOf(options, documents);
    const known = requireBuildings(documents, prison_id);
    const strange = antennas.filter(({ building_id }) => !known.includes(building_id)).length;
    if (strange > 0)
      warn(
        `warning: ${strange} of ${antennas.length} antennas name a building that cells.csv does not list for this prison: passed over`,
      );
    const buildings = known.flatMap((id) => {
      const own = antennas.filter(({ building_id }) => building_id === id);
      if (own.length === 0) return [];
      const site = sensorSite(documents, prison_id, id, question);
      const levels = network.filter(({ building_id }) => building_id === '' || building_id === id);
      for (const band of new Set(own.map((one) => one.band)))
        if (!levels.some((one) => one.band === band))
          warn(`warning: ${id}: --network states no level in a band of its antennas: not judged there`);
      return [{ site, own, rows: antennaCoverage(site, own, levels) }];
    });
    const assumed =
      options.network === undefined
        ? `ASSUMED: the public network at ${usual_dbm} dBm everywhere, inside and out. Measure it, and give --network.`
        : undefined;
    say(printCoverage(buildings, prison_id, assumed));
    if (options.out === undefined) return Promise.resolve();
    writeCsv(
      options.out,
      'coverage.csv',
      [
        'building_id',
        'level',
        'cell_id',
        'kind',
        'band',
        'level_dbm',
        'network_dbm',
        'chance',
        'worst_point',
        'share_covered',
      ],
      buildings.flatMap(({ site, rows }) =>
        rows.map((row): Field[] => {
          const room = site.grid.rooms[row.room];
          return [
            site.building_id,
            room?.level,
            room?.cell_id ?? 'outside',
            row.kind,
            row.band,
            fixed(row.level_dbm, 1),
            fixed(row.serving_dbm, 1),
            fixed(row.chance, 4),
            fixed(row.worstPoint, 4),
            fixed(row.share, 4),
          ];
        }),
      ),
    );
    for (const { site, own, rows } of buildings)
      for (const key of new Set(rows.map(({ kind, band }) => `${kind}|${band}`))) {
        const [kind = '', band = ''] = key.split('|');
        const byRoom = new Map(
          rows.filter((row) => row.kind === kind && row.band === band).map((row) => [row.room, row.share]),
        );
        const marks = own
          .filter((one) => one.kind === kind && one.band === band)
          .map((one): DrawnMark => ({ ...one, label: one.antenna_id, kind: 'antenna' }));
        const drawing = {
          title: `${kind} ${band}, ${site.building_id}`,
          quantity: 'share of the cell covered',
          share: (room: number) => byRoom.get(room) ?? Number.NaN,
          marks,
        };
        draw(options.out, site, drawing, documents, `coverage-${kind}-${band.replaceAll(/[^\w-]/g, '_')}`);
      }
    return Promise.resolve();
  });
}

const withCommon = (command: Command): Command =>
  command
    .argument('<case>', 'case folder with prisons/cells.csv (walls.csv, sensors/* where there are)')
    .argument('<prison>', 'prison_id of cells.csv')
    .option(
      '--out <dir>',
      'also write tables and drawings there (the results folder of the case keeps its log of reads)',
    )
    .option('--band <name>', 'band that phones use (default: the first that was walked, else GSM900)')
    .option('--event <kind>', 'access (power known within 6 dB) or traffic (within 9 dB)', 'traffic')
    .option('--bursts <n>', 'bursts of one phone that are averaged', '5')
    .option('--threshold <dbm>', 'weakest level that a sensor reports, where sensors.csv does not say')
    .option('--at <time>', 'sensors as alive at this time (default: the last that heartbeats tell of)')
    .option('--seed <n>', 'seed of the simulated phones', '1')
    .option('--who <name>', 'who reads the case, for the log of reads (default: the user of this machine)')
    .option('--why <reason>', 'why, for the log of reads');

/** `cellsweep sensors plan|audit|coverage`. */
export function sensorsCommand(): Command {
  const command = new Command('sensors').description(
    'Fixed signal sensors: where to put them, what to expect of them, which cells they cannot tell apart, what a jammer covers.',
  );
  withCommon(command.command('plan'))
    .description('Where to put N sensors, what each further one buys, and what a walk-test must cover.')
    .option('--sensors <n>', 'new sensors in the whole prison (default: one for each three cells)')
    .option('--keep-existing', "keep today's sensors where they are and add to them")
    .option('--allow-cells', 'also mount inside cells, within reach of inmates')
    .option('--building <id>', 'this building only')
    .addHelpText(
      'after',
      `
Examples:
  cellsweep sensors plan CASE P1 --sensors 12 --out PLAN      from scratch; drawings and tables in PLAN
  cellsweep sensors plan CASE P1 --sensors 4 --keep-existing  what four more would buy

Mounting points: corridors and the outer wall line, every 2 m. Each step takes the point that best separates the cells that are most alike.
Choose the number where the column "first" stops rising, not where it looks good: hits are expected, not measured (docs/methods/sensor-network.md).`,
    )
    .action(plan);
  withCommon(command.command('audit'))
    .description(
      "Which cells today's sensors cannot tell apart, what the loss of one would do, which have drifted or were moved.",
    )
    .option('--no-health', 'do not read what the sensors heard')
    .addHelpText(
      'after',
      `
Examples:
  cellsweep sensors audit CASE P1                             read it before a search is planned on located cells
  cellsweep sensors audit CASE P1 --at 2025-01-20T03:00:00Z   with the sensors that were alive then

Cells that cannot be told apart go into a search plan together or not at all.`,
    )
    .action(audit);
  withCommon(command.command('coverage'))
    .description('Where a jammer or a managed-access antenna works, where it does not, and whether it reaches outside.')
    .requiredOption(
      '--antennas <file>',
      'CSV: antenna_id,building_id,level,x_m,y_m,kind,band,eirp_dbm (docs/formats/antennas.md)',
    )
    .option('--network <file>', 'CSV: building_id,cell_id,band,level_dbm: the public network as measured, antennas off')
    .option('--network-dbm <dbm>', 'its level everywhere, where nobody measured it', '-75')
    .addHelpText(
      'after',
      `
Example:
  cellsweep sensors coverage CASE P1 --antennas antennas.csv --network measured.csv --out COVERAGE

A jammer denies GSM from 9 dB below the public network, LTE from 6 dB above it; managed access takes a phone over from 6 dB above it.`,
    )
    .action(coverage);
  return command;
}
