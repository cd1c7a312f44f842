import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { RESULT_COLUMNS } from '../../src/contract/results.ts';
import { makeWorld, type WorldOptions } from '../../world/index.ts';

/** A world of about a thousand rows with every layout and every kind of dirt. */
export const SMALL: Partial<WorldOptions> = { seed: 7, prisons: 1, placebos: 1, days: 3, scale: 0.2 };

/** Folders of one test file, removed together. */
export function makeScratch() {
  const root = mkdtempSync(path.join(tmpdir(), 'cellsweep-robust-'));
  let made = 0;
  const fresh = (name: string): string => path.join(root, `${++made}-${name}`);
  return {
    root,
    fresh,
    world: (options: Partial<WorldOptions> = SMALL) => makeWorld(fresh('world'), options),
    copyOf(folder: string): string {
      const copy = fresh(path.basename(folder));
      cpSync(folder, copy, { recursive: true });
      return copy;
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

export interface Step {
  readonly stage?: string;
  readonly note?: string;
  readonly done?: number | boolean;
}

export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly duration_s: number;
  readonly steps: readonly Step[];
  readonly errors: string;
}

const CHILD = fileURLToPath(new URL('./run-chain.ts', import.meta.url));

/** Runs the whole chain in a process of its own; kills it outright after `killAfter_s`. */
export function runChain(
  caseDir: string,
  results: string,
  options: { readonly killAfter_s?: number; readonly annul?: string } = {},
): Promise<Ending> {
  return new Promise((resolve, reject) => {
    const from = performance.now();
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', CHILD, caseDir, results, ...(options.annul === undefined ? [] : [options.annul])],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    );
    let output = '';
    let errors = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
    const timer =
      options.killAfter_s === undefined
        ? undefined
        : setTimeout(() => child.kill('SIGKILL'), options.killAfter_s * 1000);
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      const lines = output.split('\n').slice(0, -1);
      const steps = lines.flatMap((line) => (line.startsWith('{') ? [JSON.parse(line) as Step] : []));
      resolve({ code, signal, duration_s: (performance.now() - from) / 1000, steps, errors });
    });
  });
}

/** Runs to the end; anything else is the test's failure. */
export async function runToEnd(caseDir: string, results: string, options: { annul?: string } = {}): Promise<Ending> {
  const ending = await runChain(caseDir, results, options);
  if (ending.code !== 0) throw new Error(`the chain ended with ${ending.code ?? ending.signal}: ${ending.errors}`);
  return ending;
}

export const TABLES = Object.keys(RESULT_COLUMNS).sort();

/** Text of every table, and of the model where one was fitted. */
export function tablesOf(results: string): Record<string, string> {
  const names = [...TABLES, ...readdirSync(results).filter((name) => name === 'model.json')];
  return Object.fromEntries(names.map((name) => [name, readFileSync(path.join(results, name), 'utf8')]));
}

/** Fields of summary.json that differ between two runs of the same input: how long it took, on what. */
const RUN_DEPENDENT_FIELDS = new Set(['seconds', 'peak_rss_mb']);

/** summary.json without what may differ between two runs of the same input. */
export function summaryOf(results: string): unknown {
  return JSON.parse(readFileSync(path.join(results, 'summary.json'), 'utf8'), (key, value: unknown) =>
    RUN_DEPENDENT_FIELDS.has(key) ? undefined : value,
  );
}

/** Everything that must not differ. */
export const resultOf = (results: string) => ({ tables: tablesOf(results), summary: summaryOf(results) });

/** A small generator of uniform numbers, so that a failure can be repeated from its printed seed. Mulberry32. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** The seed to use: that of the environment, or the fixed one. Printed, so that a failure names it. */
export function seedFor(what: string, fixed: number): number {
  const seed = Number(process.env['CELLSWEEP_TEST_SEED'] ?? fixed);
  console.info(`${what}: seed ${seed} (CELLSWEEP_TEST_SEED sets another)`);
  return seed;
}
