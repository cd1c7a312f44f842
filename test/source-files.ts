import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Files under a folder of the repository that end so, relative to the repository, with forward slashes. */
export function filesUnder(folder: string, ending: string): string[] {
  return readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => path.posix.join(folder, name.replaceAll(path.sep, '/')))
    .sort();
}

/** Queries of the program; those that only tests ask stand beside them as `.testing.sql`. */
export const queryFiles = (): string[] => filesUnder('src', '.sql').filter((file) => !file.endsWith('.testing.sql'));

/** Defines every query of the program, as its modules do. */
export async function defineAllQueries(): Promise<void> {
  for (const file of filesUnder('src', '.ts')) {
    if (/\.(test|testing|fixture)\.ts$/.test(file) || file.startsWith('src/store/')) continue;
    if (/\bdefine(Personal)?(Case)?Query\(/.test(read(file))) await import(path.join(ROOT, file));
  }
}

export const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');
