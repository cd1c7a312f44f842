import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { openCustody, type Custody } from '../custody/index.ts';
import { openCaseStoreLazily, type RenewableCaseStore } from '../store/case-store.ts';
import { openRecords, type RecordStore } from '../store/records.ts';
import { databaseOf, formerDatabaseOf, isLeftDatabase, passingDatabase } from './case-database.ts';
import { giveBackRun } from './annul/carried-run.ts';
import { makeFolder } from './tables/results-folder.ts';
import { refusedWorkspace } from './system-error.ts';

/** What one case keeps beside its results: custody, records, case store. One process at a time. */
export interface Workspace {
  readonly results: string;
  readonly custody: Custody;
  readonly records: RecordStore;
  readonly caseStore: RenewableCaseStore;
  /** Folder for passing files. */
  readonly spool: string;
  close(): Promise<void>;
}

/** Folder, inside a results folder, of everything that is not a result. */
export const KEPT = '.cellsweep';

/** The signed head of the log, as each run leaves it beside its tables. */
export const HEAD_FILE = 'checkpoint.txt';

/** The head that the last run left beside its results: who puts the log back to an older copy leaves it there. */
export function headsBeside(results: string): string[] {
  const head = path.join(results, HEAD_FILE);
  return existsSync(head) ? [readFileSync(head, 'utf8')] : [];
}

interface Surroundings {
  readonly now: () => Date;
  readonly environment: NodeJS.ProcessEnv;
  /** The folder goes with the command, and what a server holds for it. */
  readonly isPassing?: boolean;
}

/** @throws CellsweepError STORE_OPEN where the folder cannot be written, RESULTS_BUSY, LOG_KEY, LOG_CORRUPT */
export async function openWorkspace(results: string, options: Surroundings): Promise<Workspace> {
  try {
    return await openParts(results, options);
  } catch (error) {
    throw refusedWorkspace(error) ?? error;
  }
}

async function openParts(results: string, options: Surroundings): Promise<Workspace> {
  const kept = path.join(results, KEPT);
  // Traffic, findings and the log's key: for this user alone, as the originals are.
  makeFolder(kept);
  const keyPath = options.environment['CELLSWEEP_LOG_KEY'];
  const custody = await openCustody(path.join(kept, 'custody'), {
    now: options.now,
    ...(keyPath === undefined ? {} : { keyPath }),
    heads: headsBeside(results),
  });
  const opened: { close(): Promise<void> }[] = [custody];
  try {
    const spool = path.join(kept, 'spool');
    rmSync(spool, { recursive: true, force: true });
    // A folder without an earlier run has nothing of an earlier version: what has its former name is another machine's.
    const hasRun = custody.log.recorded.some(({ type }) => type === 'run-started');
    const { isPassing = false } = options;
    const place = (name: string, url: string | undefined) => {
      const directory = path.join(kept, name);
      if (url === undefined) return { directory };
      const former = hasRun ? formerDatabaseOf(directory) : undefined;
      const database = isPassing ? passingDatabase() : databaseOf(kept);
      return { directory, server: { url, database, former, isPassing, isLeft: isLeftDatabase } };
    };
    const caseStore = openCaseStoreLazily(place('case', options.environment['CELLSWEEP_POSTGRES_URL']));
    opened.unshift(caseStore);
    await giveBackRun(caseStore, kept);
    const records = await openRecords(place('records', options.environment['CELLSWEEP_CLICKHOUSE_URL']));
    opened.unshift(records);
    return {
      results,
      custody,
      records,
      caseStore,
      spool,
      async close() {
        for (const part of opened) await part.close();
      },
    };
  } catch (error) {
    for (const part of opened) await part.close();
    throw error;
  }
}
