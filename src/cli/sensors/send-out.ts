import path from 'node:path';
import { writeWhole } from '../../contract/results.ts';
import { sha256Of } from '../log-export.ts';
import { say, warn } from './question.ts';
import type { SensorCase } from './read-sensors.ts';
import type { SensorFile } from './tables.ts';

/** Writes tables and drawings, each logged before the first is there: they leave the system with that. */
export async function sendOut(
  { logExports }: Pick<SensorCase, 'logExports'>,
  folder: string,
  files: readonly SensorFile[],
): Promise<void> {
  await logExports(files.map(({ what, text, rows }) => ({ what, sha256: sha256Of(text), rows })));
  for (const { name, text, warnings } of files) {
    writeWhole(folder, name, text);
    for (const warning of warnings) warn(`warning: ${warning}`);
    say(`${path.join(folder, name)}\n`);
  }
}
