import { createReadStream } from 'node:fs';
import path from 'node:path';
import { actsFor, parseActs } from '../authority/index.ts';
import { openCustody, type Custody } from '../custody/index.ts';
import {
  listCaseFiles,
  readBursts,
  readCaseDocuments,
  readOwnFile,
  roleOf,
  type Burst,
  type CaseReading,
} from '../intake/index.ts';
import type { Act } from '../model/case.ts';
import { KEPT } from './workspace.ts';

/** The documents that say where rooms and receivers are. Nothing about persons is opened for them. */
const PLACES = /^(?:prisons\/(?:cells|walls)|sensors\/(?:sensors|walktest|heartbeats))\.csv(?:\.gz)?$/;
const BURSTS = /^sensors\/detections\.csv(?:\.gz)?$/;

export interface SensorCase {
  readonly reading: CaseReading;
  /** Files that no act in force covers, or whose retention has ended: they were not opened. */
  readonly notCovered: readonly string[];
  /** What receivers heard, from the kept original; undefined where it was not asked for or may not be read. */
  readonly bursts: (() => AsyncIterable<Burst>) | undefined;
}

export interface Reader {
  readonly who: string;
  readonly why: string;
  readonly now: () => Date;
  readonly keyPath: string | undefined;
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
  const custody = await openCustody(path.join(folder, KEPT, 'custody'), {
    now: reader.now,
    ...(reader.keyPath === undefined ? {} : { keyPath: reader.keyPath }),
  });
  try {
    return await work(await readSensorCase(custody, caseDir, reader));
  } finally {
    await custody.close();
  }
}

async function readSensorCase(custody: Custody, caseDir: string, reader: Reader): Promise<SensorCase> {
  const all = await listCaseFiles(caseDir);
  const ended = new Set<string>();
  const annulled = new Set<string>();
  for (const entry of custody.log.recorded) {
    if (entry.type === 'act-annulled') annulled.add(entry.act);
    if (entry.type === 'retention-deleted' && entry.reason === 'retention-end') ended.add(entry.path);
  }
  const fromFolder = { paths: all, open: (file: string) => createReadStream(path.join(caseDir, file)) };
  const acts = parseActs(await readOwnFile(fromFolder, 'authorisations.json')).map((act): Act =>
    annulled.has(act.id) ? { ...act, status: 'annulled' } : act,
  );
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
    const kept = await custody.receiveFile(file, path.join(caseDir, file), { acts: ids });
    originals.set(file, custody.originals.path(kept.sha256));
  }
  const open = (file: string) => createReadStream(originals.get(file)!);
  // A plan is a function of its input: retention is enforced by `cellsweep retention`, not by the day of the plan.
  const reading = await readCaseDocuments({ paths: [...originals.keys()], open }, acts, -Infinity);
  const byAct = new Map<string, number>();
  for (const { act_ids, rows } of reading.filesRead)
    if (act_ids[0] !== undefined) byAct.set(act_ids[0], (byAct.get(act_ids[0]) ?? 0) + rows);
  const { who, why } = reader;
  await custody.appendMany(
    [...byAct].map(([act, rows]) => ({ type: 'read', who, why, act, stage: 'locate', rows }) as const),
  );
  const heard = [...originals.keys()].find((file) => BURSTS.test(file));
  const bursts = heard === undefined ? undefined : () => readBursts(heard, () => open(heard), actsFor(heard, acts));
  return { reading, notCovered, bursts };
}
