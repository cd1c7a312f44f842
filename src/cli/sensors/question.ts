import { buildingsOf, type PlanQuestion } from '../../locate/index.ts';
import type { CaseDocuments } from '../../model/case.ts';
import { CellsweepError } from '../../model/errors.ts';
import { createRandom } from '../../statistics/index.ts';
import { withSensorCase, type SensorCase } from './read-sensors.ts';
import { makeFolder, requireApart } from '../tables/results-folder.ts';
import { makePassingFolder, removePassingFolder } from '../passing-folders.ts';
import { requireCase } from '../session.ts';
import { thisUser } from '../this-user.ts';
import { counted } from '../print/words.ts';

/** What every question about sensors may state. */
export interface SensorOptions {
  readonly out?: string;
  readonly at?: string;
  readonly band?: string;
  readonly event: string;
  readonly bursts: string;
  readonly threshold?: string;
  readonly seed: string;
  readonly who?: string;
  readonly why?: string;
}
export const say = (text: string): void => void process.stdout.write(text);
export const warn = (text: string): void => void process.stderr.write(`${text}\n`);

export function wholeNumber(option: string, text: string, least: number): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < least)
    throw new CellsweepError('USAGE', `${option} takes a whole number, ${least} or greater.`);
  return value;
}

export function questionOf(
  options: SensorOptions,
  documents: CaseDocuments,
): Omit<PlanQuestion, 'sensors' | 'keepExisting' | 'inCells'> {
  const { event } = options;
  if (event !== 'access' && event !== 'traffic') throw new CellsweepError('USAGE', '--event takes access or traffic.');
  const at_s = options.at === undefined ? lastAlive(documents) : Date.parse(options.at) / 1000;
  if (!Number.isFinite(at_s)) throw new CellsweepError('USAGE', '--at takes an ISO 8601 time with an offset.');
  const threshold_dbm = options.threshold === undefined ? undefined : Number(options.threshold);
  if (threshold_dbm !== undefined && !(threshold_dbm >= -150 && threshold_dbm <= 0))
    throw new CellsweepError('USAGE', '--threshold takes a level from -150 to 0 dBm.');
  const seed = wholeNumber('--seed', options.seed, 0);
  return {
    at_s,
    kind: event,
    bursts: wholeNumber('--bursts', options.bursts, 1),
    band: options.band,
    threshold_dbm,
    random: (stream) => createRandom(seed, 'sensors', stream),
  };
}

/** The last moment that heartbeats tell of, within the case. */
function lastAlive({ heartbeats = [], manifest }: CaseDocuments): number {
  const last = heartbeats.reduce((latest, { until_s }) => Math.max(latest, until_s), -Infinity);
  return Math.min(manifest.until_s, Number.isFinite(last) ? last : Infinity) - 1;
}

/** Reads what is asked for, logs who read it, and says which files may not be opened. */
export async function withCase(
  caseDir: string,
  options: SensorOptions,
  what: string,
  withBursts: boolean,
  work: (read: SensorCase) => Promise<void>,
) {
  requireCase(caseDir);
  if (options.out !== undefined) requireApart(caseDir, options.out);
  const passing = options.out === undefined ? makePassingFolder() : undefined;
  const folder = passing ?? options.out!;
  makeFolder(folder);
  const reader = {
    who: options.who ?? thisUser(),
    why: options.why ?? what,
    now: () => new Date(),
    environment: process.env,
    isPassing: passing !== undefined,
    withBursts,
  };
  try {
    await withSensorCase(folder, caseDir, reader, async (read) => {
      for (const file of read.notCovered) warn(`warning: ${file}: no act in force covers it; it was not read`);
      const refused = read.refusals.length;
      if (refused > 0)
        warn(
          `warning: ${counted(refused, 'row or file', 'rows or files')} refused; cellsweep check CASE says which and why`,
        );
      await work(read);
    });
  } finally {
    if (passing !== undefined) removePassingFolder(passing);
  }
}

export function requireBuildings(documents: CaseDocuments, prison_id: string, only?: string): string[] {
  const buildings = buildingsOf(documents, prison_id);
  if (buildings.length === 0) {
    const others = new Set(documents.rooms.map((room) => room.prison_id)).size;
    throw new CellsweepError(
      'USAGE',
      `PRISON: prisons/cells.csv, column prison_id, lists no room with a plan (x_m, y_m, width_m, depth_m or outline) for it; it lists ${counted(others, 'prison')} in all. Next: look the name up in cells.csv; capitals count.`,
    );
  }
  if (only === undefined) return buildings;
  if (!buildings.includes(only))
    throw new CellsweepError(
      'USAGE',
      `--building: cells.csv lists ${buildings.length} buildings of this prison, none of that name.`,
    );
  return [only];
}
