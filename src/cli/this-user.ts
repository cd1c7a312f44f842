import os from 'node:os';

/** Who runs this process, for the log of reads; not every user has a name. */
export const thisUser = (): string => {
  try {
    return os.userInfo().username;
  } catch {
    return 'unknown';
  }
};
