import type { BigIntStats } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { z } from 'zod';

/**
 * What the file system said of a source when its bytes were hashed: as long as it says the same, the bytes are the same
 * and need no second hashing. The change time is the kernel's own: no program sets it. A cache; losing it costs a hashing.
 */
export interface SourceStamps {
  /** Whether a path still has the stamp under which these bytes were hashed. */
  isUnchanged(path: string, sha256: string, stats: BigIntStats): boolean;
  /** @param stats as they were before the hashing began */
  remember(path: string, sha256: string, stats: BigIntStats): void;
  forget(path: string): void;
  save(): Promise<void>;
}

const stamps = z.record(z.string(), z.tuple([z.string(), z.string()]));

/** A file that was changed so shortly before it was stamped may change again within one tick of the clock. */
const SETTLED_NS = 2_000_000_000n;

const stampOf = (s: BigIntStats): string => [s.dev, s.ino, s.size, s.mtimeNs, s.ctimeNs].join(' ');

/** @param now of the machine whose file system it is */
export async function openSourceStamps(file: string, now: () => Date): Promise<SourceStamps> {
  const held = new Map<string, [stamp: string, sha256: string]>();
  try {
    const read = stamps.safeParse(JSON.parse(await readFile(file, 'utf8')));
    if (read.success) for (const [path, stamp] of Object.entries(read.data)) held.set(path, stamp);
  } catch {
    // Not there, or cut off: everything is hashed again.
  }
  let changed = false;
  return {
    isUnchanged(path, sha256, stats) {
      const known = held.get(path);
      return known !== undefined && known[0] === stampOf(stats) && known[1] === sha256;
    },
    remember(path, sha256, stats) {
      if (stats.ctimeNs + SETTLED_NS > BigInt(now().getTime()) * 1_000_000n) return;
      held.set(path, [stampOf(stats), sha256]);
      changed = true;
    },
    forget(path) {
      changed = held.delete(path) || changed;
    },
    async save() {
      if (!changed) return;
      await writeFile(`${file}.new`, JSON.stringify(Object.fromEntries(held)));
      await rename(`${file}.new`, file);
      changed = false;
    },
  };
}
