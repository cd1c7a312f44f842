import os from 'node:os';
import { MAX_NAME, MAX_REASON } from '../custody/index.ts';
import { CellsweepError } from '../model/errors.ts';

/** Who runs this process, for the log of reads; not every user has a name. */
export const thisUser = (): string => {
  try {
    return os.userInfo().username;
  } catch {
    return 'unknown';
  }
};

/** What an option says that goes into the custody log: said before anything is read or changed. */
const stated =
  (option: string, most: number) =>
  (text: string): string => {
    if (text.trim() !== '' && text.length <= most) return text;
    throw new CellsweepError('USAGE', `${option} takes a text of at most ${most} characters, not an empty one.`);
  };

export const statedWho = stated('--who', MAX_NAME);
export const statedWhy = stated('--why', MAX_REASON);
