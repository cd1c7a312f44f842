import { createReadStream, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseActs } from '../src/authority/index.ts';
import { listCaseFiles, openBursts, readCaseDocuments, readCaseManifest, readOwnFile } from '../src/intake/index.ts';
import { LOGGED } from '../src/model/logged-reads.testing.ts';
import { learnSites, locateRooms } from '../src/locate/index.ts';
import { BuildingLocator } from '../src/locate/locate-building.ts';
import { fitPool, pooled } from '../src/locate/opinion-pool.ts';
import { panelsOf, type Judged, type Panel } from './room-reliability-plot.ts';

/**
 * How often a room is right that was given a chance: held-out places of the walk-test, and phones whose room is known.
 * Writes the plot and prints the table of docs/methods/room-location.md.
 *
 *     tsx bench/locate-reliability.ts [plot.svg] NAME=CASE_FOLDER ...     a case folder holds case/ and truth/
 */
const [plot = 'docs/methods/plots/room-reliability.svg', ...cases] = process.argv.slice(2);

const judge = (p: readonly (readonly [string, number])[], truth: string): Judged => {
  const order = p.toSorted((a, b) => b[1] - a[1]);
  const rank = order.findIndex(([cell]) => cell === truth);
  let [sum, size] = [0, 0];
  while (size < order.length && sum < 0.9 - 1e-9) sum += order[size++]![1];
  return { confidence: order[0]?.[1] ?? 0, rank, size };
};
const csv = (file: string): Record<string, string>[] => {
  const [head = '', ...lines] = readFileSync(file, 'utf8').trim().split(/\r?\n/);
  const names = head.split(',');
  return lines.map((line) => Object.fromEntries(line.split(',').map((value, i) => [names[i] ?? '', value])));
};
/** The true room of a session by its first second; of handsets by their own rows, else by the burst. */
function truthOf(folder: string, isReal: boolean): (subject: string, prison_id: string, at_s: number) => string[] {
  const key = (who: string, at: string) => `${who}|${Math.floor(Date.parse(at) / 1000)}`;
  const rows = isReal
    ? csv(path.join(folder, 'truth/rooms.csv'))
        .filter(({ series = '' }) => series.endsWith('power=unknown'))
        .map((row) => [key(row['subject'] ?? '', row['from'] ?? ''), row['cell_id'] ?? ''] as const)
    : csv(path.join(folder, 'truth/sensors_truth.csv')).map(
        (row) => [key(row['prison_id'] ?? '', row['at'] ?? ''), row['cell'] ?? ''] as const,
      );
  const known = new Map<string, Set<string>>();
  for (const [at, cell] of rows) known.set(at, (known.get(at) ?? new Set()).add(cell));
  return (subject, prison_id, at_s) => [...(known.get(`${isReal ? subject : prison_id}|${Math.floor(at_s)}`) ?? [])];
}

const panels: Panel[] = [];
for (const one of cases) {
  const [name = '', folder = ''] = one.split('=');
  const inside = path.join(folder, 'case');
  const files = (await listCaseFiles(inside)).filter((file) => !file.startsWith('operators'));
  const source = { paths: files, open: (file: string) => createReadStream(path.join(inside, file)) };
  const acts = parseActs(await readOwnFile(source, 'authorisations.json'));
  const reading = await readCaseDocuments(source, acts, (await readCaseManifest(source)).until_s);
  const documents = reading.documents.open(LOGGED.documents);
  const leftOut: Judged[] = [];
  const buildings = new Set((documents.sensors ?? []).map((s) => `${s.prison_id}|${s.building_id}`));
  for (const building of buildings) {
    const [prison_id = '', building_id = ''] = building.split('|');
    const { calibration, roomPrior } = new BuildingLocator(documents, prison_id, building_id, new Map());
    // The pool's few numbers are fitted on the other half of the looks.
    for (const half of [0, 1]) {
      const other = calibration.looks.filter((_, i) => i % 2 !== half);
      const maps = calibration.errors.map((_, m) => other.map(({ ratios }) => ratios[m]!));
      const { weights, blunder } = fitPool(
        maps,
        other.map(({ room }) => room),
        roomPrior,
      );
      for (const { room, ratios } of calibration.looks.filter((_, i) => i % 2 === half)) {
        const p = pooled(ratios, roomPrior, weights, blunder);
        const named = [...p].map((value, k) => [String(k), value] as const);
        leftOut.push(judge(named, String(room)));
      }
    }
  }
  panels.push({ name, kind: 'walk-test, left out', judged: leftOut });

  const detections = files.find((file) => file.startsWith('sensors/detections')) ?? '';
  const isReal = documents.rolls.length === 0;
  const truth = truthOf(folder, isReal);
  const answers = new Map<string, [string, number][]>();
  const file = { path: detections, open: () => source.open(detections), acts };
  const bursts = openBursts(file, reading.burstsRise, path.join(tmpdir(), `cellsweep-bursts-${process.pid}`));
  for await (const row of locateRooms(await learnSites(documents, () => bursts.read(LOGGED.bursts)))) {
    const [room] = truth(row.subject, row.prison_id, row.from_s);
    // Two phones in one second: nobody says which.
    if (room === undefined || truth(row.subject, row.prison_id, row.from_s).length > 1) continue;
    const key = `${row.subject}|${row.prison_id}|${row.from_s}|${room}`;
    const list = answers.get(key) ?? [];
    answers.set(key, list);
    if (row.cell_id !== 'none') list.push([row.cell_id, row.p]);
  }
  await bursts.close();
  const judged = [...answers].map(([key, p]) => judge(p, key.slice(key.lastIndexOf('|') + 1)));
  panels.push({ name, kind: 'known phones', judged });
}
const { svg, table } = panelsOf(panels);
writeFileSync(plot, svg);
process.stdout.write(table);
