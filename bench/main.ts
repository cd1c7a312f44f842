import { execFileSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { addOneDay, makeBulk } from '../world/bulk/folder.ts';

/**
 * Ratios within one run against the floor, the engine's plain load of the same files. Never a timed test: a machine has
 * good and bad minutes, a ratio has fewer.
 */
const rows = Number(process.env['BENCH_ROWS'] ?? 20_000_000);
const handsets = Math.max(1000, Math.round(rows / 200));
const days = 90;
const folder = process.env['BENCH_DIR'] ?? path.join(os.tmpdir(), `cellsweep-bench-${rows}`);
const options = { seed: 1, rows, handsets, days };

interface Measured {
  readonly seconds: number;
  /** User and system time of the process: what a busy machine does not change. */
  readonly cpu_s: number;
  readonly peak_mb: number;
}
interface Chain extends Measured {
  readonly findings: number;
  readonly stages: readonly { stage: string; seconds: number }[];
}
const child = <T extends Measured>(script: string, ...args: string[]): T =>
  JSON.parse(
    execFileSync(process.execPath, ['--import', 'tsx', path.join(import.meta.dirname, script), ...args], {
      encoding: 'utf8',
      maxBuffer: 1 << 26,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
      .trim()
      .split('\n')
      .at(-1) ?? '{}',
  ) as T;
const say = (text: string): boolean => process.stdout.write(`${text}\n`);

const results = path.join(folder, 'results');
if (!existsSync(path.join(folder, 'truth', 'bulk.json'))) {
  say(`making a case of ${rows} rows, ${handsets} handsets, ${days} days`);
  rmSync(folder, { recursive: true, force: true });
  await makeBulk(folder, options, false);
}
const caseDir = path.join(folder, 'case');
rmSync(results, { recursive: true, force: true });
say('floor: plain load');
const floor = child<Measured & { rows: number }>('floor-load.ts', caseDir, path.join(folder, 'floor'));
rmSync(path.join(folder, 'floor'), { recursive: true, force: true });
say('the chain to detection');
const whole = child<Chain>('chain.ts', caseDir, results, 'detect');
say('the same again, nothing new');
const again = child<Chain>('chain.ts', caseDir, results, 'detect');
say('one more day of deliveries');
await addOneDay(folder, options, false);
const oneDay = child<Chain>('chain.ts', caseDir, results, 'detect');

const stage = (chain: Chain, ...names: string[]): number =>
  chain.stages.filter((s) => names.includes(s.stage)).reduce((sum, s) => sum + s.seconds, 0);
const figure = (name: string, value: string, bound: string, ok: boolean): boolean =>
  say(`${ok ? 'met   ' : 'MISSED'} ${name.padEnd(58)} ${value.padStart(10)}   ${bound}`);

say('');
say(
  `${floor.rows} rows; plain load ${floor.seconds.toFixed(1)} s (${floor.cpu_s.toFixed(1)} s of processor), peak ${floor.peak_mb.toFixed(0)} MB`,
);
say(
  `whole chain ${whole.seconds.toFixed(1)} s (${whole.cpu_s.toFixed(1)} s of processor), peak ${whole.peak_mb.toFixed(0)} MB: ${whole.stages
    .filter((s) => s.seconds > 0)
    .map((s) => `${s.stage} ${s.seconds.toFixed(1)}`)
    .join(', ')}`,
);
say(
  `nothing new ${again.seconds.toFixed(1)} s; one day more ${oneDay.seconds.toFixed(1)} s: ${oneDay.stages
    .filter((s) => s.seconds > 0)
    .map((s) => `${s.stage} ${s.seconds.toFixed(1)}`)
    .join(', ')}`,
);
const time = whole.seconds / floor.seconds;
const memory = whole.peak_mb / floor.peak_mb;
const judged = stage(whole, 'coverage', 'observe', 'trace', 'calibrate', 'detect') * (100_000 / handsets);
const day = oneDay.seconds / whole.seconds;
figure('whole chain, times the plain load', time.toFixed(2), '<= 2.5', time <= 2.5);
figure('peak memory, times the plain load', memory.toFixed(2), '<= 1.5', memory <= 1.5);
figure('seconds for the LRs of 100,000 handsets after load', judged.toFixed(1), '<= 15', judged <= 15);
figure('one day added to 90, part of the whole', `1/${(1 / day).toFixed(1)}`, '<= 1/30', day <= 1 / 30);

// Later stages are measured last and apart: the bounds above are those of the chain to detection.
if (process.env['BENCH_USERS'] === '1') {
  const users = child<Chain>('chain.ts', caseDir, results);
  say(`users and successors of ${users.findings} findings: ${stage(users, 'attribute').toFixed(1)} s`);
}
rmSync(folder, { recursive: true, force: true });
