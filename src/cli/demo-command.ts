import { readFileSync } from 'node:fs';
import path from 'node:path';
import { cllr } from '../statistics/index.ts';
import { makeWorld } from '../../world/index.ts';
import { printResult } from './print/print-result.ts';
import type { RunOutcome } from './chain/run-outcome.ts';
import { runWithProgress, withWorkspace } from './session.ts';
import { warningsOf } from './warnings/warnings.ts';
import { counted } from './print/words.ts';

/** Least events on a prison's cells for a handset to count in the comparison, as in the rules it is compared with. */
const LEAST_EVENTS = 20;

/** Class of each device at each prison, from the pretend truth: `imei14/component/prison` is too fine, so by IMEI. */
function truthOf(truthDir: string): Map<string, { prisons: Set<string>; scored: boolean }> {
  const [header = '', ...lines] = readFileSync(path.join(truthDir, 'handsets.csv'), 'utf8').trim().split('\n');
  const columns = header.split(',');
  const at = (name: string): number => columns.indexOf(name);
  const truth = new Map<string, { prisons: Set<string>; scored: boolean }>();
  for (const line of lines) {
    const fields = line.split(',');
    for (const imei14 of (fields[at('imei14s')] ?? '').split('|')) {
      const entry = truth.get(imei14) ?? { prisons: new Set<string>(), scored: fields[at('used_for_scoring')] === '1' };
      if (fields[at('class')] === 'inside') entry.prisons.add(fields[at('prison_id')] ?? '');
      truth.set(imei14, entry);
    }
  }
  return truth;
}

function compare(outcome: RunOutcome, truthDir: string): string {
  const truth = truthOf(truthDir);
  const hp: number[] = [];
  const hd: number[] = [];
  let right = 0;
  let wrong = 0;
  let missed = 0;
  for (const { evidence, judgement } of outcome.findings) {
    const known = truth.get(evidence.imei14);
    if (known === undefined || !known.scored || evidence.servingEvents < LEAST_EVENTS) continue;
    const inside = known.prisons.has(evidence.area_id);
    const llr10 = Number.isFinite(judgement.llr10) ? judgement.llr10 : 0;
    (inside ? hp : hd).push(llr10);
    const called = judgement.verdict === 'inside';
    if (called && inside) right++;
    else if (called) wrong++;
    else if (inside) missed++;
  }
  return [
    'AGAINST THE PRETEND TRUTH (handsets that did not calibrate, with 20 events or more on the cells of a prison)',
    `  ${counted(hp.length, 'handset')} inside, ${counted(hd.length, 'other')}: ${right} called inside rightly, ${wrong} wrongly, ${missed} not called inside.`,
    `  Cllr ${cllr(hp, hd).cllr.toFixed(3)} (0 = perfect, 1 = says nothing). Our own pretend world is too kind: real figures will be worse.`,
    '',
  ].join('\n');
}

/** Makes the pretend jurisdiction, runs the chain on it and says how well it did. */
export async function runDemo(folder: string, seed: number, options: { quiet?: boolean }): Promise<string> {
  if (options.quiet !== true) process.stderr.write(`making the pretend jurisdiction (seed ${seed})\n`);
  const world = await makeWorld(path.join(folder, `world-${seed}`), { seed });
  const results = path.join(folder, `results-${seed}`);
  return withWorkspace(results, async (workspace) => {
    const outcome = await runWithProgress(workspace, world.caseDir, options);
    return `${printResult(outcome, warningsOf(outcome, Date.now() / 1000), results)}\n${compare(outcome, world.truthDir)}`;
  });
}
