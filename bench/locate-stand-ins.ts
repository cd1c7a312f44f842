import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { RADIO_CASES, radioFiles, truthFile, type RadioCase } from '../world/radio/index.ts';
import { lineOf, scoreRooms } from './room-score.ts';
import { SIMPLE } from './simple-rooms.ts';
import { answersOf } from './stand-in-run.ts';

/**
 * Rooms on pretend cases of other kinds than the real ones: devices among cubicles without a walk-test, sectors without a plan, a
 * room in a yard, an open office months later. One line for each series.
 *
 *     tsx bench/locate-stand-ins.ts [--seed N,N] [--write FOLDER] [--simple] [NAME ...]
 *
 * `--simple`: plain estimators beside the method.
 */
const args = process.argv.slice(2);
const option = (name: string): string | undefined => {
  const at = args.indexOf(name);
  return at < 0 ? undefined : args.splice(at, 2)[1];
};
const seeds = (option('--seed') ?? '1').split(',').map(Number);
const folder = option('--write');
const simple = args.includes('--simple');
if (simple) args.splice(args.indexOf('--simple'), 1);

/** As a case folder beside its truth, for the command line and other scorers. */
function write(one: RadioCase, to: string): void {
  const all: [string, string][] = [...radioFiles(one)].map(([name, text]) => [`case/${name}`, text]);
  for (const [name, text] of [...all, ['truth/rooms.csv', truthFile(one)] as const]) {
    const file = path.join(to, one.name, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

for (const seed of seeds) {
  for (const name of args.length > 0 ? args : Object.keys(RADIO_CASES)) {
    const one = RADIO_CASES[name]?.(seed);
    if (!one) throw new RangeError('no stand-in of that name');
    if (folder !== undefined) write(one, folder);
    const started = performance.now();
    const answers = await answersOf(one);
    const seconds = (performance.now() - started) / 1000;
    process.stdout.write(`# ${name}, seed ${seed}: ${seconds.toFixed(1)} s\n`);
    const told = [
      ['', answers] as const,
      ...(simple ? Object.entries(SIMPLE).map(([by, of]) => [`${by}: `, of(one)] as const) : []),
    ];
    for (const [by, rows] of told)
      for (const score of scoreRooms(one, rows)) process.stdout.write(`${by}${lineOf(score)}\n`);
  }
}
