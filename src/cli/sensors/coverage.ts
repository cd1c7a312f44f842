import type { Field } from '../../contract/csv.ts';
import { antennaCoverage, sensorSite } from '../../locate/index.ts';
import { CellsweepError } from '../../model/errors.ts';
import { readAntennas, readNetwork, type NetworkLevel } from './antenna-file.ts';
import { printCoverage } from './print-answers.ts';
import type { DrawnMark } from './drawing.ts';
import { questionOf, requireBuildings, say, warn, withCase, type SensorOptions } from './question.ts';
import { sendOut } from './send-out.ts';
import { drawingsOf, fixed, tableOf } from './tables.ts';

export interface CoverageFlags extends SensorOptions {
  readonly antennas: string;
  readonly network?: string;
  readonly networkDbm: string;
}

/** `cellsweep sensors coverage`. */
export async function coverAntennas(caseDir: string, prison_id: string, options: CoverageFlags): Promise<void> {
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
  await withCase(caseDir, options, "map of antennas' coverage", false, async (read) => {
    const { documents } = read;
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
    if (options.out === undefined) return;
    const table = tableOf(
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
    const drawings = buildings.flatMap(({ site, own, rows }) =>
      [...new Set(rows.map(({ kind, band }) => `${kind}|${band}`))].flatMap((key) => {
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
        const name = `coverage-${kind}-${band.replaceAll(/[^\w-]/g, '_')}`;
        return drawingsOf('coverage.svg', site, drawing, documents, name);
      }),
    );
    await sendOut(read, options.out, [table, ...drawings]);
  });
}
