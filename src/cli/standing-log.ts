import os from 'node:os';
import path from 'node:path';
import { openCustody, type Custody, type EntryInput } from '../custody/index.ts';
import { CellsweepError } from '../model/errors.ts';
import { LoggedReads, type PersonalData } from '../model/logged-reads.ts';
import { makeFolder } from './tables/results-folder.ts';
import { codeOf, isSystemError } from './system-error.ts';
import { thisUser } from './this-user.ts';
import { waitWhileBusy } from './wait-while-busy.ts';
import { KEPT } from './workspace.ts';

/** Two who read at once: the second waits. An entry takes milliseconds. */
const PATIENCE_S = 30;

/** Where reads are logged whose command keeps no results folder: `CELLSWEEP_READS`, else where programs of this user keep state. */
export function readsFolder(environment: NodeJS.ProcessEnv): string {
  const given = environment['CELLSWEEP_READS'];
  if (given !== undefined && given !== '') return path.resolve(given);
  const state = environment['XDG_STATE_HOME'];
  // XDG Base Directory Specification: relative paths are invalid.
  const base = state !== undefined && path.isAbsolute(state) ? state : path.join(os.homedir(), '.local', 'state');
  return path.join(base, 'cellsweep', 'reads');
}

interface Surroundings {
  readonly now: () => Date;
  readonly environment: NodeJS.ProcessEnv;
}

/**
 * Directive (EU) 2016/680 article 25 knows no reading that leaves no trace: what is read into a folder that goes with its command
 * is logged where it stays. `cellsweep log verify` verifies that log like that of a case.
 *
 * @throws CellsweepError READS_UNLOGGED: then nothing may be told of what was read
 */
export async function logStanding(entries: readonly EntryInput[], { now, environment }: Surroundings): Promise<void> {
  if (entries.length === 0) return;
  const folder = readsFolder(environment);
  const keyPath = environment['CELLSWEEP_LOG_KEY'];
  try {
    makeFolder(folder);
    const open = () =>
      openCustody(path.join(folder, KEPT, 'custody'), { now, ...(keyPath === undefined ? {} : { keyPath }) });
    const custody = await waitWhileBusy(open, PATIENCE_S);
    try {
      await custody.appendMany(entries);
    } finally {
      await custody.close();
    }
  } catch (error) {
    const isFolder = error instanceof CellsweepError && error.code === 'STORE_OPEN';
    if (!isFolder && !isSystemError(error)) throw error;
    throw new CellsweepError(
      'READS_UNLOGGED',
      `Each read of personal data is logged, and the log of reads cannot be written${isFolder ? '' : ` (${codeOf(error)})`}: nothing is told of what was read. Next: name a folder that you may write in CELLSWEEP_READS.`,
      { cause: error },
    );
  }
}

/** Who reads, and why, as the options of a command state it. */
export interface Reader {
  readonly who?: string;
  readonly why?: string;
}

/**
 * Logs that somebody read files of which no results are kept, before anything is told of them.
 *
 * @param reading.stage the command
 * @param rowsOfActs rows by act; `none stated` where no case and no act accompanies a file
 */
export const logPassingRead = <Of extends PersonalData>(
  reader: Reader,
  { of, stage }: { readonly of: Of; readonly stage: string },
  rowsOfActs: Readonly<Record<string, number>>,
): Promise<LoggedReads<Of>> =>
  LoggedReads.write(
    { appendMany: (entries) => logStanding(entries, { now: () => new Date(), environment: process.env }) },
    of,
    Object.entries(rowsOfActs).map(([act, rows]) => ({
      type: 'read',
      who: reader.who ?? thisUser(),
      why: reader.why ?? stage,
      act,
      stage,
      rows,
    })),
  );

const STANDS: ReadonlySet<EntryInput['type']> = new Set(['run-started', 'read', 'model', 'export']);

/** A custody that goes with its command: who read what, in which case, and what left the system, is logged first where it stays. */
export function withStandingReads(custody: Custody, surroundings: Surroundings): Custody {
  const appendMany: Custody['appendMany'] = async (entries) => {
    await logStanding(
      entries.filter(({ type }) => STANDS.has(type)),
      surroundings,
    );
    return custody.appendMany(entries);
  };
  return {
    ...custody,
    appendMany,
    async append(entry) {
      const [made] = await appendMany([entry]);
      // appendMany gives one entry for each that it was given.
      return made!;
    },
  };
}
