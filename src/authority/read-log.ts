import { CellsweepError } from '../model/errors.ts';
import type { UnixSeconds } from '../model/record.ts';

/**
 * One read of personal data, as Directive (EU) 2016/680 article 25 wants it logged: who consulted what, when, why.
 * `subjects` counts the persons or identifiers that the answer is about; which ones they are is not written down,
 * or the log would become a second copy of the data.
 */
export interface ReadEntry {
  readonly who: string;
  readonly why: string;
  /** The stage or door that asked: `detect`, `cli export`. */
  readonly stage: string;
  readonly act_ids: readonly string[];
  readonly subjects: number;
  readonly at_s: UnixSeconds;
}

/** Called by the store's door before the answer leaves it; a read that cannot be logged is not given. */
export type ReadLogger = (entry: ReadEntry) => void | Promise<void>;

/** Throws INTERNAL on an entry that would log nothing: nobody, no reason, no act, or no count. */
export function checkReadEntry(entry: ReadEntry): ReadEntry {
  const stated = entry.who !== '' && entry.why !== '' && entry.stage !== '' && entry.act_ids.length > 0;
  const counted = Number.isInteger(entry.subjects) && entry.subjects >= 0 && Number.isFinite(entry.at_s);
  if (!stated || !counted) throw new CellsweepError('INTERNAL', 'A read of personal data was not fully described.');
  return entry;
}
