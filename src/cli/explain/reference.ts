import { createReadStream } from 'node:fs';
import { readCaseDocuments, readOwnFile } from '../../intake/index.ts';
import type { CaseDocuments, ReferenceHandset } from '../../model/case.ts';
import { minute } from './sightings.ts';
import { logReads, readsOf } from '../chain/log-reads.ts';
import { actsOf } from '../chain/told-by-log.ts';
import type { RunOptions } from '../chain/run-outcome.ts';
import type { Workspace } from '../workspace.ts';

const LIST = /^reference\/handsets\.csv(\.gz)?$/;

/**
 * Documents of the case from their kept originals, those of these names alone; undefined where none of them is kept. What no act
 * in force lets be read is not among them. The reading is logged under its act.
 */
export async function keptDocuments(
  workspace: Pick<Workspace, 'custody'>,
  name: RegExp,
  reader: Pick<RunOptions, 'who' | 'why'>,
): Promise<CaseDocuments | undefined> {
  const { custody } = workspace;
  const kept = new Map<string, string>();
  for (const entry of custody.log.recorded) {
    if (entry.type === 'file-received') kept.set(entry.path, entry.sha256);
    else if (entry.type === 'retention-deleted') kept.delete(entry.path);
  }
  const paths = [...kept.keys()].filter((file) => name.test(file));
  if (paths.length === 0 || !kept.has('case.json') || !kept.has('authorisations.json')) return undefined;
  const source = {
    paths: ['authorisations.json', 'case.json', ...paths],
    open: (file: string) => createReadStream(custody.originals.path(kept.get(file) ?? '')),
  };
  const acts = actsOf(workspace, await readOwnFile(source, 'authorisations.json'));
  // As a run: retention is enforced by `cellsweep retention`, which deletes the kept original.
  const { documents, filesRead } = await readCaseDocuments(source, acts, -Infinity);
  return documents.open(await logReads(workspace, reader, { of: 'documents', stage: 'detect' }, readsOf(filesRead)));
}

/**
 * The truth that was given of a handset, from the kept original of the list; undefined where it is not in the list, or
 * where no act in force lets the list be read.
 */
export async function referenceOf(
  workspace: Pick<Workspace, 'custody'>,
  imei14: string,
  reader: Pick<RunOptions, 'who' | 'why'>,
): Promise<ReferenceHandset | undefined> {
  const documents = await keptDocuments(workspace, LIST, reader);
  return documents?.references.find((reference) => reference.imei14 === imei14);
}

export function referenceInWords(reference: ReferenceHandset): string {
  const basis = reference.basis === '' ? '' : `, ${reference.basis}`;
  return `It is a reference handset: its truth was given (reference/handsets.csv: ${reference.class}, ${reference.area_id}${basis}, from ${minute(reference.from_s)} until ${minute(reference.until_s)} UTC). Unless other papers of the case contradict it, it calibrates the figures of others; it gets none itself.`;
}
