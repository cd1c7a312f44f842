import { readFileSync } from 'node:fs';
import path from 'node:path';
import { handsetKey, type RoomProbability } from '../attribute/index.ts';
import { cllr } from '../statistics/index.ts';
import { makeWorld } from '../../world/index.ts';
import { printResult } from './print/print-result.ts';
import type { RunOutcome } from './chain/run-outcome.ts';
import { runWithProgress, withWorkspace } from './session.ts';
import { warningsOf } from './warnings/warnings.ts';
import { counted } from './print/words.ts';

/** Least events on a prison's cells for a handset to count in the comparison, as in the rules it is compared with. */
const LEAST_EVENTS = 20;

/** A table of the pretend truth; no field of it is quoted. */
function rowsOf(truthDir: string, file: string): Record<string, string>[] {
  const [header = '', ...lines] = readFileSync(path.join(truthDir, file), 'utf8').trim().split('\n');
  const columns = header.split(',');
  return lines.map((line) => {
    const fields = line.split(',');
    return Object.fromEntries(columns.map((name, i) => [name, fields[i] ?? '']));
  });
}

/** Class of each device at each prison, from the pretend truth: `imei14/component/prison` is too fine, so by IMEI. */
function truthOf(truthDir: string): Map<string, { prisons: Set<string>; scored: boolean }> {
  const truth = new Map<string, { prisons: Set<string>; scored: boolean }>();
  for (const row of rowsOf(truthDir, 'handsets.csv')) {
    for (const imei14 of (row['imei14s'] ?? '').split('|')) {
      const entry = truth.get(imei14) ?? { prisons: new Set<string>(), scored: row['used_for_scoring'] === '1' };
      if (row['class'] === 'inside') entry.prisons.add(row['prison_id'] ?? '');
      truth.set(imei14, entry);
    }
  }
  return truth;
}

/** First rooms of handsets that lay in one, session by session: the room in which the session began. */
function roomsAgainstTruth({ located }: RunOutcome, truthDir: string): string[] {
  if (located === undefined) return [];
  const devices = new Map(
    rowsOf(truthDir, 'handsets.csv').flatMap(({ device = '', imei14s = '', component = '' }) =>
      imei14s.split('|').map((imei14) => [handsetKey({ imei14, component: Number(component) }), device] as const),
    ),
  );
  const lay = rowsOf(truthDir, 'cells.csv').map(({ device, cell, from = '', until = '' }) => ({
    device,
    cell,
    from_s: Date.parse(from) / 1000,
    until_s: Date.parse(until) / 1000,
  }));
  let [sessions, right] = [0, 0];
  for (const [key, rows] of located.rooms) {
    const first = new Map<number, RoomProbability>();
    for (const row of rows) if (!((first.get(row.from_s)?.p ?? -1) >= row.p)) first.set(row.from_s, row);
    for (const { from_s, cell_id } of first.values()) {
      const where = lay.find(
        (stay) => stay.device === devices.get(key) && from_s >= stay.from_s && from_s < stay.until_s,
      );
      if (where === undefined) continue;
      sessions++;
      if (where.cell === cell_id) right++;
    }
  }
  return sessions === 0
    ? []
    : [
        `  Rooms: of ${counted(sessions, 'session')} of handsets inside, the first room was right in ${right} (${Math.round((100 * right) / sessions)} %).`,
      ];
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
    ...roomsAgainstTruth(outcome, truthDir),
    '',
  ].join('\n');
}

/** Makes the pretend jurisdiction, runs the chain on it and says how well it did. */
export async function runDemo(folder: string, seed: number, options: { quiet?: boolean }): Promise<string> {
  if (options.quiet !== true) process.stderr.write(`making the pretend jurisdiction (seed ${seed})\n`);
  const world = await makeWorld(path.join(folder, `world-${seed}`), { seed, sensors: true });
  const results = path.join(folder, `results-${seed}`);
  return withWorkspace(results, async (workspace) => {
    const outcome = await runWithProgress(workspace, world.caseDir, options);
    return `${printResult(outcome, warningsOf(outcome, Date.now() / 1000), results)}\n${compare(outcome, world.truthDir)}`;
  });
}
