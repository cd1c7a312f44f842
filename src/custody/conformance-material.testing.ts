import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('../../../shared/conformance/04-evidence/', import.meta.url));

/** For tests only: where the third-party vectors lie, or undefined (said aloud) where they are absent. */
export function conformanceFolder(name: string): string | undefined {
  const folder = `${FOLDER}${name}`;
  if (existsSync(folder)) return folder;
  console.warn(`SKIPPED: conformance material ${name} is not beside this repository`);
  return undefined;
}
