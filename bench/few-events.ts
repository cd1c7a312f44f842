import { cpSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { hasFewEvents } from '../src/cli/print/few-events.ts';
import { runWithProgress, withWorkspace } from '../src/cli/session.ts';
import { INSIDE_FROM_LLR10, type Judgement, type ResidencyEvidence } from '../src/detect/index.ts';
import { cllr } from '../src/statistics/index.ts';
import { makeWorld, type WorldOptions } from '../world/index.ts';
import { trueDevices, type TrueDevice } from './true-homes.ts';

/**
 * How often is `inside` wrong of handsets with few events, and of those with enough? Counted against the truth of the five pretend
 * worlds of docs/methods/residency.md ("Handsets with little traffic") and of the cases that are named; each judged by its own
 * references. Handsets that are no reference and share no IMEI with another device; who lives in another prison lives elsewhere. Prints
 * the rows of the table there, of each: who lives in that prison, who does not.
 *
 * `tsx bench/few-events.ts [--no-lists] [FOLDER...]`, FOLDER with case/ and truth/; `--no-lists` first takes contacts and visits away.
 */
const WORLDS: readonly Partial<WorldOptions>[] = [
  { seed: 32, days: 60, prisons: 2 },
  { seed: 41, days: 60 },
  { seed: 42, days: 60 },
  { seed: 43, days: 60 },
  { seed: 44, days: 45, prisons: 4, placebos: 2, scale: 1.5 },
];
const [first = '', ...rest] = process.argv.slice(2);
const noLists = first === '--no-lists';
const folders = noLists || first === '' ? rest : [first, ...rest];

interface Judged {
  readonly evidence: ResidencyEvidence;
  readonly judgement: Judgement;
  readonly livesThere: boolean;
}

/** Of a device with two rows for one prison the surer one. */
async function judgedOf(caseDir: string, truth: string, results: string): Promise<Judged[]> {
  const devices = trueDevices(truth);
  const judged = new Map<string, Judged>();
  await withWorkspace(results, async (workspace) => {
    const run = await runWithProgress(workspace, caseDir, { quiet: true }, { onlyDetect: true });
    const ids = new Map<TrueDevice, number>();
    for (const { evidence, judgement } of run.findings) {
      const [device, other] = devices.get(evidence.imei14) ?? [];
      // Which of several devices it was is not known.
      if (other !== undefined || device?.isCounted !== true || !Number.isFinite(judgement.llr10)) continue;
      ids.set(device, ids.get(device) ?? ids.size);
      const key = `${ids.get(device)}/${evidence.area_id}`;
      const before = judged.get(key);
      if (before === undefined || before.judgement.llr10 < judgement.llr10)
        judged.set(key, { evidence, judgement, livesThere: device.homes.has(evidence.area_id) });
    }
  });
  return [...judged.values()];
}

/** Who lives there, who does not. */
const count = (of: readonly Judged[]): string => {
  const inside = of.filter(({ livesThere }) => livesThere).length;
  return `${inside}, ${of.length - inside}`;
};

const cost = (of: readonly Judged[]): string => {
  const ratios = (livesThere: boolean): number[] =>
    of.filter((one) => one.livesThere === livesThere).map(({ judgement }) => judgement.llr10);
  return cllr(ratios(true), ratios(false)).cllr.toFixed(3);
};

function row(name: string, judged: readonly Judged[]): string {
  const few = judged.filter(({ evidence }) => hasFewEvents(evidence));
  const enough = judged.filter(({ evidence }) => !hasFewEvents(evidence));
  const called = (of: readonly Judged[]): Judged[] => of.filter(({ judgement }) => judgement.verdict === 'inside');
  const from20 = few.filter(({ judgement }) => judgement.llr10 >= INSIDE_FROM_LLR10.regular);
  const cells = [count(few), cost(few), count(from20), count(called(few)), cost(enough), count(called(enough))];
  return `| ${[name, ...cells].join(' | ')} |\n`;
}

const isList = (file: string): boolean => ['contacts.csv', 'visits.csv'].includes(path.basename(file));

const all: Judged[] = [];
const cases = [...folders, ...WORLDS];
for (const [k, given] of cases.entries()) {
  const scratch = path.join(os.tmpdir(), `few-events-${process.pid}-${k}`);
  const folder = typeof given === 'string' ? given : path.join(scratch, 'world');
  if (typeof given !== 'string') await makeWorld(folder, given);
  const caseDir = path.join(scratch, 'case');
  cpSync(path.join(folder, 'case'), caseDir, { recursive: true, filter: (file) => !(noLists && isList(file)) });
  const judged = await judgedOf(caseDir, path.join(folder, 'truth'), path.join(scratch, 'results'));
  rmSync(scratch, { recursive: true, force: true });
  process.stdout.write(row(typeof given === 'string' ? path.basename(given) : `seed ${given.seed}`, judged));
  all.push(...judged);
}
process.stdout.write(row('all', all));
