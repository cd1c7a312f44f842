import { Command } from 'commander';
import { addOneDay, makeBulk } from './bulk/folder.ts';

const number = (text: string): number => {
  const n = Number(text);
  if (!Number.isInteger(n) || n < 1) throw new RangeError('expected a whole number above 0');
  return n;
};

interface Flags {
  readonly seed: number;
  readonly rows: number;
  readonly handsets: number;
  readonly days: number;
  readonly gzip: boolean;
  readonly oneDay: boolean;
}

const program = new Command('bulk')
  .description('Write a large case folder for benchmarks: three text layouts, overlapping deliveries.')
  .argument('<outdir>', 'folder to write case/ and truth/ into')
  .option('--rows <n>', 'rows of records', number, 20_000_000)
  .option('--handsets <n>', 'handsets', number, 100_000)
  .option('--days <n>', 'days of traffic', number, 28)
  .option('--seed <n>', 'seed of every random number', number, 1)
  .option('--gzip', 'compress the record files', false)
  .option('--one-day', 'only add the delivery of the day after the window, for the same options', false);

program.parse();
const { seed, rows, handsets, days, gzip, oneDay } = program.opts<Flags>();
const options = { seed, rows, handsets, days };
const outdir = program.args[0] as string;
const started = performance.now();
const made = oneDay ? await addOneDay(outdir, options, gzip) : await makeBulk(outdir, options, gzip);
const seconds = (performance.now() - started) / 1000;
const peak_mb = Math.round(process.resourceUsage().maxRSS / 1024);
process.stdout.write(
  `${made.rows} rows, ${made.legs} legs, ${seconds.toFixed(1)} s, ${Math.round(made.rows / seconds)} rows/s, peak ${peak_mb} MB\n`,
);
