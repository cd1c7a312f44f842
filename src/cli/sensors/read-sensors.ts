import { createReadStream } from 'node:fs';
import path from 'node:path';
import { actsFor } from '../../authority/index.ts';
import { openCustody, openRegular, type Custody } from '../../custody/index.ts';
import {
  listCaseFiles,
  notRegularInWords,
  openBursts,
  openRegularFile,
  readCaseDocuments,
  readOwnFile,
  roleOf,
  type Burst,
  type CaseReading,
} from '../../intake/index.ts';
import type { CaseDocuments } from '../../model/case.ts';
import { CellsweepError } from '../../model/errors.ts';
import { logReads, readsOf } from '../chain/log-reads.ts';
import { actsOf, endedFiles } from '../chain/told-by-log.ts';
import { requireSameCase } from '../tables/results-folder.ts';
import { exportOf, type SensorExport } from '../log-export.ts';
import { makePassingFolder, removePassingFolder } from '../passing-folders.ts';
import { withStandingReads } from '../standing-log.ts';
import { headsBeside, KEPT } from '../workspace.ts';

/** The documents that say where rooms and receivers are. Nothing about persons is opened for them. */
const PLACES = /^(?:prisons\/(?:cells|walls)|sensors\/(?:sensors|walktest|heartbeats))\.csv(?:\.gz)?$/;
const BURSTS = /^sensors\/detections\.csv(?:\.gz)?$/;

export interface SensorCase {
  readonly documents: CaseDocuments;
  readonly refusals: CaseReading['refusals'];
  /** Files that no act in force covers, or whose retention has ended: they were not opened. */
  readonly notCovered: readonly string[];
  /** What receivers heard, from the kept original; undefined where it was not asked for or may not be read. */
  readonly bursts: (() => AsyncIterable<Burst>) | undefined;
  /** Logs what is about to be written elsewhere, for the same person and reason as the reading. */
  readonly logExports: (
    all: readonly { readonly what: SensorExport; readonly sha256: string; readonly rows: number }[],
  ) => Promise<void>;
}

export interface Reader {
  readonly who: string;
  readonly why: string;
  readonly now: () => Date;
  readonly environment: NodeJS.ProcessEnv;
  /** The folder goes with the command: reads are logged where they stay as well. */
  readonly isPassing: boolean;
  /** Also what the receivers heard, which holds identities. */
  readonly withBursts: boolean;
}

/**
 * Opens the custody kept in `folder` and reads what a plan or an audit of receivers needs, the way `run` does: acts as the
 * custody log left them, only covered files, kept as received, each reading logged before anything is made of it.
 */
export async function withSensorCase<T>(
  folder: string,
  caseDir: string,
  reader: Reader,
  work: (read: SensorCase) => Promise<T>,
): Promise<T> {
  const keyPath = reader.environment['CELLSWEEP_LOG_KEY'];
  const custody = await openCustody(path.join(folder, KEPT, 'custody'), {
    now: reader.now,
    ...(keyPath === undefined ? {} : { keyPath }),
    heads: headsBeside(folder),
  });
  // Gone with the process, by whatever that ends: `folder` may be one of results, which stays.
  const spool = makePassingFolder();
  try {
    requireSameCase(custody, caseDir);
    return await work(
      await readSensorCase(reader.isPassing ? withStandingReads(custody, reader) : custody, caseDir, reader, spool),
    );
  } finally {
    removePassingFolder(spool);
    await custody.close();
  }
}

async function readSensorCase(custody: Custody, caseDir: string, reader: Reader, spool: string): Promise<SensorCase> {
  const all = await listCaseFiles(caseDir);
  const ended = endedFiles({ custody });
  const fromFolder = { paths: all, open: (file: string) => openRegularFile(path.join(caseDir, file)) };
  const acts = actsOf({ custody }, await readOwnFile(fromFolder, 'authorisations.json'));
  const isWanted = (file: string): boolean => PLACES.test(file) || (reader.withBursts && BURSTS.test(file));
  const originals = new Map<string, string>();
  const notCovered: string[] = [];
  for (const file of all) {
    const role = roleOf(file);
    const own = role === 'manifest' || role === 'acts';
    if (!own && !isWanted(file)) continue;
    const ids = own ? [] : actsFor(file, acts).map(({ id }) => id);
    if (!own && (ids.length === 0 || ended.has(file))) {
      notCovered.push(file);
      continue;
    }
    const source = await openRegular(path.join(caseDir, file)).catch((error: unknown) => {
      const irregular = notRegularInWords(error);
      if (irregular === undefined) throw error;
      throw new CellsweepError('STORE_OPEN', `${file} of the case folder: ${irregular}. It was not opened.`);
    });
    const kept = await custody.receiveFile(file, source, { acts: ids }).finally(() => source.close());
    originals.set(file, custody.originals.path(kept.sha256));
  }
  const open = (file: string) => createReadStream(originals.get(file)!);
  // A plan is a function of its input: retention is enforced by `cellsweep retention`, not by the day of the plan.
  const reading = await readCaseDocuments({ paths: [...originals.keys()], open }, acts, -Infinity);
  const { filesRead, refusals, burstsRise } = reading;
  const readings = { of: 'documents', stage: 'locate' } as const;
  const documents = reading.documents.open(await logReads({ custody }, reader, readings, readsOf(filesRead)));
  const heard = [...originals.keys()].find((file) => BURSTS.test(file));
  const logExports: SensorCase['logExports'] = async (all) =>
    void (await custody.appendMany(all.map(({ what, ...one }) => exportOf(reader, what, one))));
  if (heard === undefined) return { documents, refusals, notCovered, bursts: undefined, logExports };
  const detections = readsOf(filesRead.filter(({ path: file }) => BURSTS.test(file)));
  const logged = await logReads({ custody }, reader, { of: 'bursts', stage: 'locate' }, detections);
  const opened = openBursts(
    { path: heard, open: () => open(heard), acts: actsFor(heard, acts) },
    burstsRise,
    path.join(spool, 'detections'),
  );
  // What is sorted lies in a folder that goes with the command.
  const bursts = () => opened.read(logged);
  return { documents, refusals, notCovered, bursts, logExports };
}
