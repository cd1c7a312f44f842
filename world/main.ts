import { Command } from 'commander';
import { makeWorld } from './make-world.ts';
import { DEFAULT_OPTIONS } from './options.ts';
import type { WorldOptions } from './options.ts';

const number = (text: string): number => Number(text);

const program = new Command('world')
  .description('Write a pretend jurisdiction: a case folder and its truth.')
  .argument('<outdir>', 'folder to write case/ and truth/ into')
  .option('--seed <n>', 'seed of every random number', number, DEFAULT_OPTIONS.seed)
  .option('--prisons <n>', 'prisons, 1..4', number, DEFAULT_OPTIONS.prisons)
  .option('--placebos <n>', 'areas without a prison, 0..4', number, DEFAULT_OPTIONS.placebos)
  .option('--days <n>', 'days of traffic', number, DEFAULT_OPTIONS.days)
  .option('--scale <x>', 'multiplies the number of people', number, DEFAULT_OPTIONS.scale)
  .option('--near-prisons <m>', 'the second prison so far east of the first, on its antennas, 300..3000', number, 0)
  .option('--sensors', 'the first prison has signal sensors and a walk-test', DEFAULT_OPTIONS.sensors)
  .option('--no-reference', 'write no handsets of closed cases')
  .option('--no-dirt', 'write no faulty rows and no forbidden files');

program.parse();
const started = performance.now();
const { nearPrisons: nearPrisons_m, ...options } = program.opts<Partial<WorldOptions> & { nearPrisons: number }>();
const made = await makeWorld(program.args[0] as string, { ...options, nearPrisons_m });
process.stdout.write(
  `${made.rows} rows, ${made.handsetsInside} handsets inside, ${((performance.now() - started) / 1000).toFixed(1)} s\n`,
);
