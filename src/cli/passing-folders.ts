import { lstatSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { isLeftBy, ownMark, placeOfFolders } from './process-mark.ts';

/** Folders of case data that must not outlive their command, by whatever it ends. Their names say which process they belong to. */
const PREFIX = 'cellsweep-passing';
const NAME = new RegExp(`^${PREFIX}-([0-9a-f]{12})-([1-9]\\d{0,9})-([0-9a-f]{12})-[A-Za-z0-9]{6}$`);

const made = new Set<string>();

/** Makes a folder for data of a case, for this user alone; it goes with {@link removePassingFolder} or with the process. */
export function makePassingFolder(): string {
  const { place, pid, start } = ownMark(placeOfFolders());
  const name = [PREFIX, place, pid, start, ''].join('-');
  const folder = mkdtempSync(path.join(os.tmpdir(), name));
  made.add(folder);
  return folder;
}

export function removePassingFolder(folder: string): void {
  // An engine may still write there while the folder goes.
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 });
  made.delete(folder);
}

export function removePassingFolders(): void {
  for (const folder of made) removePassingFolder(folder);
}

/** Whether a name is that of a passing folder whose process lives no more. */
function isLeft(name: string): boolean {
  const [, place, pid, start] = NAME.exec(name) ?? [];
  return place !== undefined && isLeftBy({ place, pid: pid!, start: start! }, placeOfFolders());
}

/**
 * Removes what a killed process of this user left: real folders of its own, by the name that {@link makePassingFolder} gives,
 * and no other. What cannot be removed now is left to the next command.
 */
export function removeLeftFolders(): void {
  const folder = os.tmpdir();
  let names: string[];
  try {
    names = readdirSync(folder).filter(isLeft);
  } catch {
    return;
  }
  for (const name of names) {
    const left = path.join(folder, name);
    try {
      const stat = lstatSync(left);
      if (stat.isDirectory() && stat.uid === process.getuid?.()) removePassingFolder(left);
    } catch {
      continue;
    }
  }
}
