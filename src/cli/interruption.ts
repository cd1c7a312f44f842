import { rmSync } from 'node:fs';

/** Commands whose work in a results folder is kept, and goes on when they are given again. */
const GO_ON = new Set(['run', 'next-requests', 'annul', 'retention', 'demo']);
/** Commands that write no results, but a file or folder that --out names. */
const WRITES_OUT = new Set(['calibrate', 'same-user', 'plan', 'audit', 'coverage', 'scaffold']);

/**
 * What Ctrl-C leaves behind, and what to do next.
 *
 * @param results the results folder that a command works in; undefined where it keeps nothing
 */
export function interruptedInWords(command: string, results: string | undefined): string {
  if (results !== undefined && GO_ON.has(command))
    return `Interrupted. What was received and read so far is kept in ${results}; its tables may be of two runs, do not use them yet.\nNext: give the same command again, it goes on where it stopped.`;
  if (WRITES_OUT.has(command))
    return 'Interrupted. What --out names may be half written. Next: give the same command again.';
  return 'Interrupted. Nothing was kept but the log of who read.';
}

/** Folders that must not outlive the command, by whatever it ends. */
export class PassingFolders {
  private readonly folders = new Set<string>();

  add(folder: string): void {
    this.folders.add(folder);
  }

  remove(folder: string): void {
    // An engine may still write there while the folder goes.
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 });
    this.folders.delete(folder);
  }

  removeAll(): void {
    for (const folder of this.folders) this.remove(folder);
  }
}
