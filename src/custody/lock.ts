import { randomBytes } from 'node:crypto';
import { readdir, readFile, rename, rm, unlink, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { CellsweepError } from '../model/errors.ts';
import { isMissing } from './disk.ts';
import { isRunning, startOf } from './living-process.ts';

/** One writer at a time: a lock file, `<path>.<process>.<tag>`, that says which process holds it. */

const holderSchema = z.object({ pid: z.int().positive(), started: z.string().nullable(), host: z.string() });
type Holder = z.infer<typeof holderSchema>;

function isAlive(holder: Holder): boolean {
  // A process of another machine cannot be asked: only a person can say that it is gone.
  if (holder.host !== hostname()) return true;
  if (!isRunning(holder.pid)) return false;
  return holder.started === null || holder.started === startOf(holder.pid);
}

/** Undefined when there is no lock; null when what stands there is no lock of ours (cut off by a lost machine). */
async function readHolder(path: string): Promise<Holder | null | undefined> {
  try {
    return holderSchema.safeParse(JSON.parse(await readFile(path, 'utf8'))).data ?? null;
  } catch (error) {
    return isMissing(error) ? undefined : null;
  }
}

/** Files of those who hold the lock or ask for it, but one. */
async function others(path: string, own: string): Promise<string[]> {
  const base = basename(path);
  return (await readdir(dirname(path)))
    .filter((name) => (name === base || name.startsWith(`${base}.`)) && name !== basename(own))
    .map((name) => join(dirname(path), name));
}

/** Whether somebody else's file stands for a living process. What the dead left is removed: no name is ever used twice. */
async function isHeldByAnother(path: string, own: string): Promise<boolean> {
  let held = false;
  for (const other of await others(path, own)) {
    const holder = await readHolder(other);
    if (holder && isAlive(holder)) held = true;
    else if (holder !== undefined) await rm(other, { force: true });
  }
  return held;
}

const ATTEMPTS = 12;
/** Two who ask at once both step back; the wait between attempts differs, so that one of them comes first. */
const LONGEST_WAIT_MS = 40;

/**
 * Takes the lock at `path`, also from a holder that has died. Each taker puts down a file of its own first and looks for
 * others afterwards: of two takers at least the later one sees the other, so no two ever hold it. Nothing of a living
 * process is moved or removed.
 *
 * @returns the function that gives it back
 * @throws CellsweepError RESULTS_BUSY while another process (or this one) holds it, STORE_OPEN where it cannot be written
 */
export async function takeLock(path: string): Promise<() => Promise<void>> {
  const self: Holder = { pid: process.pid, started: startOf(process.pid), host: hostname() };
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const tag = `${process.pid}.${randomBytes(4).toString('hex')}`;
    const own = `${path}.${tag}`;
    // Whole at once: half a file would be taken for what a lost machine cut off.
    const draft = join(dirname(path), `.${basename(path)}-${tag}`);
    try {
      await writeFile(draft, JSON.stringify(self), { mode: 0o600 });
      await rename(draft, own);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
      throw new CellsweepError(
        'STORE_OPEN',
        `The custody log cannot be written (${code}). Every reading of results is logged there, so whoever reads them must be able to write the folder.`,
        { cause: error },
      );
    }
    let held = true;
    try {
      held = await isHeldByAnother(path, own);
    } finally {
      if (held) await unlink(own);
    }
    if (!held) return () => unlink(own);
    await new Promise((done) => setTimeout(done, (randomBytes(1)[0] ?? 0) * (LONGEST_WAIT_MS / 255)));
  }
  throw new CellsweepError('RESULTS_BUSY', 'another process holds the lock of the custody log');
}
