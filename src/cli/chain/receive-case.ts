import { createReadStream } from 'node:fs';
import path from 'node:path';
import { actsFor } from '../../authority/index.ts';
import {
  isProtectionUncovered,
  listCaseFiles,
  openBursts,
  openRegularFile,
  readCaseDocuments,
  readOwnFile,
  requireProtection,
  roleOf,
  type BurstReadings,
  type CaseReading,
  type DeliveryFile,
} from '../../intake/index.ts';
import type { Act } from '../../model/case.ts';
import type { Refusal } from '../../model/refusal.ts';
import { withdrawResults } from '../tables/withdraw-results.ts';
import type { Workspace } from '../workspace.ts';
import { filesUnderActs } from './cover-files.ts';
import { keepAll, keeper, keptAhead, type Keep } from './keep-files.ts';
import type { RunOptions } from './run-outcome.ts';
import { actsOf, toldOfFiles } from './told-by-log.ts';

export interface Received {
  readonly acts: readonly Act[];
  readonly reading: CaseReading;
  /** Operators' files as they are received: the next ones are kept while one is loaded. */
  readonly deliveries: () => AsyncGenerator<DeliveryFile>;
  readonly deliveryCount: number;
  /** Bursts that sensors heard, from the kept original; undefined where no act lets them be read. */
  readonly bursts: BurstReadings | undefined;
  readonly refusals: readonly Refusal[];
  /** Files that an earlier run received and still holds, and that are gone from the case folder. */
  readonly removed: readonly string[];
  /** Files under custody that no act covers any more. */
  readonly uncovered: readonly string[];
}

/** Keeps the bytes of every file that an act covers and that can be opened, and reads the case's documents from the kept bytes. */
export async function receive(workspace: Workspace, options: RunOptions): Promise<Received> {
  const { custody } = workspace;
  const paths = await listCaseFiles(options.caseDir);
  const inFolder = (file: string) => openRegularFile(path.join(options.caseDir, file));
  const acts = actsOf(workspace, await readOwnFile({ paths, open: inFolder }, 'authorisations.json'));
  const told = toldOfFiles(workspace);
  const { held, ended } = told;
  const mayRead = (file: string): boolean => !ended.has(file) && actsFor(file, acts).length > 0;
  // Before anything else goes: results that nobody may see masked must not be there to be seen either.
  if (isProtectionUncovered(paths, mayRead))
    await withdrawResults(
      workspace,
      { acts: acts.filter((act) => act.status === 'in-force').map((act) => act.id), holds: mayRead },
      'protection-uncovered',
    );
  const underActs = await filesUnderActs(workspace, paths, acts, told, options);
  const { covered, removed, uncovered } = underActs;
  // Not left to the reader of documents: of a list whose retention has ended it never hears.
  requireProtection(paths, mayRead);
  const refusals = [...underActs.refusals];
  const originals = new Map<string, string>();
  const keepOriginal = keeper(custody, options.caseDir, held, (refusal) => refusals.push(refusal));
  const keep: Keep = async (file) => {
    const kept = await keepOriginal(file);
    if (kept === undefined) return undefined;
    originals.set(kept.path, kept.original);
    options.progress({ stage: 'receive', done: originals.size, of: covered.length });
    return kept;
  };
  const operators = covered.filter(({ file }) => roleOf(file) === 'operator');
  await keepAll(
    covered.filter(({ file }) => roleOf(file) !== 'operator'),
    keep,
  );
  const reading = await readCaseDocuments(
    {
      paths: paths.filter((file) => !ended.has(file)),
      open: (file) => {
        const kept = originals.get(file);
        return kept === undefined ? inFolder(file) : createReadStream(kept);
      },
    },
    acts,
    // A run is a function of its input: retention is enforced by `cellsweep retention`, not by the day of the run.
    -Infinity,
  );
  const detections = covered.find(({ file }) => /^sensors\/detections\.csv(\.gz)?$/.test(file))?.file ?? '';
  const heard = originals.get(detections);
  const bursts =
    heard === undefined
      ? undefined
      : openBursts(
          { path: detections, open: () => createReadStream(heard), acts: actsFor(detections, acts) },
          reading.burstsRise,
          path.join(workspace.spool, 'detections'),
        );
  const deliveries = () => keptAhead(operators, options.caseDir, keep);
  return { acts, reading, deliveries, deliveryCount: operators.length, bursts, refusals, removed, uncovered };
}
