import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { KEPT } from '../../src/cli/workspace.ts';
import { verifyCustody } from '../../src/custody/index.ts';
import { resultOf, runChain, runToEnd, seeded, type makeScratch } from './chain.testing.ts';

export interface KillTally {
  readonly kills: number;
  /** Runs that ended before their kill and were begun anew. */
  readonly tooLate: number;
  /** The last step that each killed run had announced, and how often. */
  readonly killedIn: Readonly<Record<string, number>>;
  readonly faults: readonly string[];
}

/**
 * Kills a run at moments spread evenly over its duration, one kill in each slice of it, lets a second run finish, and
 * compares with a run that nobody disturbed. Every third victim is killed twice before it may finish.
 */
export async function killRuns(
  scratch: ReturnType<typeof makeScratch>,
  caseDir: string,
  kills: number,
  seed: number,
  report: (line: string) => void = () => undefined,
): Promise<KillTally> {
  const random = seeded(seed);
  const undisturbed = scratch.fresh('undisturbed');
  let { duration_s } = await runToEnd(caseDir, undisturbed);
  const expected = resultOf(undisturbed);
  const killedIn: Record<string, number> = {};
  const faults: string[] = [];
  let tooLate = 0;
  // In no order, so that a campaign that is cut short has still seen every part of a run.
  const slices = Array.from({ length: kills }, (_, slice) => ({ slice, key: random() })).sort((x, y) => x.key - y.key);
  for (const [i, { slice }] of slices.entries()) {
    const parts = [(slice + random()) / kills, ...(i % 3 === 2 ? [random() * 0.7] : [])];
    let results = scratch.fresh('killed');
    let where = 'start';
    const moments_s: number[] = [];
    while (moments_s.length < parts.length) {
      const killAfter_s = (parts[moments_s.length] ?? 0) * duration_s;
      const ending = await runChain(caseDir, results, { killAfter_s });
      if (ending.code === 0) {
        // The machine is less busy than it was when the run was timed: once more, and sooner.
        tooLate++;
        duration_s = Math.min(duration_s * 0.9, ending.duration_s);
        results = scratch.fresh('killed');
        moments_s.length = 0;
        continue;
      }
      moments_s.push(killAfter_s);
      if (ending.signal === 'SIGKILL')
        where = ending.steps.at(-1)?.stage ?? (ending.steps.length > 0 ? 'open' : 'start');
      else faults.push(`${i}: a run broke after a kill at ${moments_s.join(', ')} s: ${ending.errors.slice(0, 800)}`);
    }
    killedIn[where] = (killedIn[where] ?? 0) + 1;
    const second = await runChain(caseDir, results);
    const name = `${i} (killed at ${moments_s.map((m) => m.toFixed(2)).join(' and ')} s, ${where})`;
    if (second.code !== 0) {
      faults.push(`${name}: the second run ended with ${second.code ?? second.signal}: ${second.errors.slice(0, 800)}`);
      continue;
    }
    const found = resultOf(results);
    for (const [table, text] of Object.entries(expected.tables))
      if (found.tables[table] !== text) faults.push(`${name}: ${table} differs`);
    if (!isDeepStrictEqual(found.summary, expected.summary)) faults.push(`${name}: summary.json differs`);
    const custody = await verifyCustody(path.join(results, KEPT, 'custody'));
    if (!custody.ok) faults.push(`${name}: custody ${custody.problems.map((p) => p.code).join(', ')}`);
    report(`${name}: ${faults.length} faults so far; last: ${faults.at(-1) ?? ''}`);
  }
  return { kills, tooLate, killedIn, faults };
}
