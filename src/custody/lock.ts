import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { link, readFile, rename, unlink, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { z } from 'zod';
import { CellsweepError } from '../model/errors.ts';
import { isMissing, isPresent } from './disk.ts';

/** One writer at a time: a lock file that says which process holds it. */

const holderSchema = z.object({ pid: z.int().positive(), started: z.string().nullable(), host: z.string() });
type Holder = z.infer<typeof holderSchema>;

/** When a process began, in the system's own words: a process id alone is given out again after a restart. */
function startOf(pid: number): string | null {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // Field 22; the second field is a name in parentheses that may hold spaces.
    return `${boot}:${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''}`;
  } catch {
    return null;
  }
}

function isAlive(holder: Holder): boolean {
  // A process of another machine cannot be asked: only a person can say that it is gone.
  if (holder.host !== hostname()) return true;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false;
  }
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

/**
 * Takes the lock at `path`, also from a holder that has died.
 *
 * @returns the function that gives it back
 * @throws CellsweepError RESULTS_BUSY while another process (or this one) holds it
 */
export async function takeLock(path: string): Promise<() => Promise<void>> {
  const self: Holder = { pid: process.pid, started: startOf(process.pid), host: hostname() };
  const own = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
  await writeFile(own, JSON.stringify(self), { mode: 0o600 });
  try {
    for (let attempt = 0; attempt < 10; attempt += 1) {
      try {
        await link(own, path);
        return () => unlink(path);
      } catch (error) {
        if (!isPresent(error)) throw error;
      }
      const holder = await readHolder(path);
      if (holder && isAlive(holder)) break;
      if (holder !== undefined) await setAside(path, holder);
    }
  } finally {
    await unlink(own);
  }
  throw new CellsweepError('RESULTS_BUSY', 'another process holds the lock of the custody log');
}

/** Moves a dead holder's lock away; two takers may try at once, so what was moved is looked at again. */
async function setAside(path: string, dead: Holder | null): Promise<void> {
  const aside = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
  try {
    await rename(path, aside);
  } catch (error) {
    if (isMissing(error)) return;
    throw error;
  }
  const moved = await readHolder(aside);
  if (moved && JSON.stringify(moved) !== JSON.stringify(dead)) await link(aside, path).catch(() => undefined);
  await unlink(aside);
}
