import { closeSync, fchmodSync, fstatSync, openSync, rmSync, writeSync } from 'node:fs';

/** Results name people and their handsets: whoever else uses the machine reads none of them unless their owner lets him. */
export const OWN_FILE = 0o600;
export const OWN_FOLDER = 0o700;

/** Opens a file to write it anew, for its owner alone also where it was there before. */
export function openOwn(file: string): number {
  const fd = openSync(file, 'w', OWN_FILE);
  const { uid, mode } = fstatSync(fd);
  const isRegular = (mode & 0o170_000) === 0o100_000;
  // A pipe or terminal that is named instead of a file, and a file that somebody else lent, keep their rights.
  if (isRegular && uid === process.getuid?.()) fchmodSync(fd, OWN_FILE);
  return fd;
}

/** Opens a draft that takes the place of a file when it is whole; what a killed process left of one goes first, with its rights. */
export function openDraft(file: string): number {
  rmSync(file, { force: true });
  return openOwn(file);
}

/** Writes all of it: one call of the system may take less. */
export function writeAll(fd: number, text: string | Uint8Array): void {
  const bytes = typeof text === 'string' ? Buffer.from(text, 'utf8') : text;
  for (let at = 0; at < bytes.length;) at += writeSync(fd, bytes, at);
}

/** Writes a file for its owner alone. */
export function writeOwn(file: string, text: string | Uint8Array): void {
  const fd = openOwn(file);
  try {
    writeAll(fd, text);
  } finally {
    closeSync(fd);
  }
}
