import { createHash } from 'node:crypto';
import type { EntryInput } from '../custody/index.ts';
import type { Reader } from './standing-log.ts';
import { thisUser } from './this-user.ts';

/** What leaves the system by a command; the name that somebody gave the file may name people, and stays out of the log. */
export type Exported = 'model.json' | 'ratios.csv' | 'overlap.csv' | 'requests.csv' | SensorExport;

/** Of drawings there is one for each level of a building. */
export type SensorExport =
  | `${
      | 'sensor-plan'
      | 'sensor-sweep'
      | 'expected-hits'
      | 'walk-test'
      | 'cells-alike'
      | 'sensor-losses'
      | 'sensor-health'
      | 'coverage'}.csv`
  | `${'sensor-plan' | 'sensor-audit' | 'coverage'}.svg`;

export const sha256Of = (text: string): string => createHash('sha256').update(text).digest('hex');

/** That results left the system: who took what of how many rows, and why. To whom they go is not known here. */
export const exportOf = (
  { who, why }: Reader,
  what: Exported,
  { sha256, rows }: { readonly sha256: string; readonly rows: number },
): EntryInput => ({
  type: 'export',
  who: who ?? thisUser(),
  recipient: null,
  why: why ?? what,
  act: null,
  path: what,
  sha256,
  rows,
});
