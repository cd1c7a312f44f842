import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { parseActs } from '../src/authority/index.ts';
import { readBursts, readCaseDocuments, readCaseManifest, readOwnFile } from '../src/intake/index.ts';
import { locateRooms } from '../src/locate/index.ts';
import { beginOfRadioCases_s, RADIO_CASES, radioFiles, truthFile, type RadioCase } from '../world/radio/index.ts';
import { scoreRooms, type RoomAnswer } from './room-score.ts';

/**
 * Rooms on pretend cases of other kinds than the real ones: devices among cubicles without a walk-test, sectors without a plan, a
 * room in a yard, an open office months later. One line for each series.
 *
 *     tsx bench/locate-stand-ins.ts [--seed N] [--write FOLDER] [NAME ...]
 */
const args = process.argv.slice(2);
const option = (name: string): string | undefined => {
  const at = args.indexOf(name);
  return at < 0 ? undefined : args.splice(at, 2)[1];
};
const seeds = (option('--seed') ?? '1').split(',').map(Number);
const folder = option('--write');

async function answersOf(one: RadioCase): Promise<RoomAnswer[]> {
  const files = radioFiles(one);
  if (folder !== undefined) {
    const all: [string, string][] = [...files].map(([name, text]) => [`case/${name}`, text]);
    for (const [name, text] of [...all, ['truth/rooms.csv', truthFile(one)] as const]) {
      const file = path.join(folder, one.name, name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
  }
  const source = {
    paths: [...files.keys()],
    open: (file: string) => Readable.from([Buffer.from(files.get(file) ?? '')]),
  };
  const acts = parseActs(await readOwnFile(source, 'authorisations.json'));
  const { documents } = await readCaseDocuments(source, acts, (await readCaseManifest(source)).until_s);
  const answers: RoomAnswer[] = [];
  const detections = 'sensors/detections.csv';
  const bursts = () => readBursts(detections, () => source.open(detections), acts);
  for await (const row of locateRooms({ documents, bursts, tracks: true })) {
    const { subject, cell_id, p, x_m, y_m } = row;
    const [from_s, until_s] = [row.from_s - beginOfRadioCases_s, row.until_s - beginOfRadioCases_s];
    answers.push({ subject, from_s, until_s, cell_id, p, x_m, y_m });
  }
  return answers;
}

for (const seed of seeds) {
  for (const name of args.length > 0 ? args : Object.keys(RADIO_CASES)) {
    const one = RADIO_CASES[name]?.(seed);
    if (!one) throw new RangeError('no stand-in of that name');
    const started = performance.now();
    const answers = await answersOf(one);
    const seconds = (performance.now() - started) / 1000;
    process.stdout.write(`# ${name}, seed ${seed}: ${seconds.toFixed(1)} s\n${scoreRooms(one, answers)}`);
  }
}
