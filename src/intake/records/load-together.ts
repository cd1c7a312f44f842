import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { canonicalJson } from '../../custody/index.ts';
import type { Act } from '../../model/case.ts';
import type { Reading } from './load-records.ts';
import { STATES_AT_ONCE, type Load, type NewLoad } from './loads.ts';
import { filesParameters } from './files-in-stream.ts';
import { parseRows } from './parse-rows.ts';
import type { SmallFile } from './small-files.ts';

/** So much of files of one kind is loaded by one statement. */
const BYTES_TOGETHER = 8 << 20;
/** So much may wait in memory, over all kinds. */
const BYTES_WAITING = 24 << 20;
/** Characters of the acts of files that are loaded together: they travel as parameters, which a server bounds. */
const ACTS_TOGETHER = 32_768;

interface Waiting {
  readonly what: NewLoad;
  readonly file: SmallFile;
  readonly acts: readonly Act[];
  readonly done: (load: Load) => void;
}

interface Batch {
  readonly members: Waiting[];
  readonly actSets: Set<string>;
  bytes: number;
  actCharacters: number;
}

/** A file's acts as one text: equal texts travel once. */
const actText = (acts: readonly Act[]): string => JSON.stringify(acts.map(({ id, identifiers }) => [id, identifiers]));

/**
 * Loads small files together: planning the statement takes a hundred milliseconds, whatever it reads. Files share a statement
 * when it has the same parameters for them; what differs from file to file (load, acts) goes with it as a list. Each file
 * keeps a load of its own, so that it is replaced and revoked on its own.
 */
export function openBatches(context: Reading) {
  const batches = new Map<string, Batch>();
  let made = 0;

  const fill = async (members: readonly Waiting[], load_ids: readonly number[]): Promise<void> => {
    let start = 1;
    const files = members.flatMap(({ file, acts }, i) => {
      if (file.lineCount === 0) return [];
      const placed = { load_id: load_ids[i] as number, acts, start };
      start += file.lineCount;
      return [placed];
    });
    const how = members[0]?.file.how;
    if (files.length === 0 || how === undefined) return;
    const spool = path.join(context.spool, `together-${++made}.txt`);
    await writeFile(
      spool,
      members.map(({ file }) => file.lines),
    );
    await context.records.withLines(spool, (at) =>
      context.records.run(parseRows, { ...how, ...filesParameters(files), path: at, compression: 'none' }),
    );
    await rm(spool);
  };
  const flush = async (key: string, { members }: Batch): Promise<void> => {
    batches.delete(key);
    const loads = await context.loads.loadTogether(
      members.map(({ what }) => what),
      async (load_ids) => {
        await fill(members, load_ids);
        return members.map(({ file }) => JSON.stringify(file.notes));
      },
    );
    for (const [i, load] of loads.entries()) members[i]?.done(load);
  };
  const flushLargest = async (): Promise<void> => {
    const [largest] = [...batches].sort(([, a], [, b]) => b.bytes - a.bytes);
    if (largest !== undefined) await flush(...largest);
  };

  return {
    /** @param waiting.done is called once the file's load is readable: at the latest when `finish` returns */
    async add(waiting: Waiting): Promise<void> {
      const { file, acts } = waiting;
      // The list of protected numbers is the same for all and may be long.
      const key = canonicalJson({ ...file.how, protected_numbers: [] });
      const text = actText(acts);
      const open = batches.get(key);
      if (open !== undefined && !open.actSets.has(text) && open.actCharacters + text.length > ACTS_TOGETHER)
        await flush(key, open);
      const batch = batches.get(key) ?? { members: [], actSets: new Set(), bytes: 0, actCharacters: 0 };
      batches.set(key, batch);
      batch.members.push(waiting);
      batch.bytes += file.lines.length;
      if (!batch.actSets.has(text)) batch.actCharacters += text.length;
      batch.actSets.add(text);
      if (batch.bytes >= BYTES_TOGETHER || batch.members.length >= STATES_AT_ONCE) await flush(key, batch);
      const waitingBytes = [...batches.values()].reduce((sum, { bytes }) => sum + bytes, 0);
      if (waitingBytes >= BYTES_WAITING) await flushLargest();
    },
    /** Loads all that still waits. */
    async finish(): Promise<void> {
      for (const [key, batch] of batches) await flush(key, batch);
    },
  };
}
