import { CellsweepError, type ErrorCode } from '../model/errors.ts';

/** What the process ends with (docs/errors.md). Loud warnings are no failure: the result stands, with what it says. */
export const EXIT = {
  done: 0,
  undecided: 1,
  usage: 2,
  input: 3,
  custody: 4,
  store: 5,
  broken: 70,
  // 128 and the number of the signal that ended it, as shells and schedulers tell it.
  interruptedBySighup: 129,
  interruptedBySigint: 130,
  interruptedBySigterm: 143,
} as const;

const BY_CODE: Readonly<Record<ErrorCode, number>> = {
  USAGE: EXIT.usage,
  CASE_NOT_FOUND: EXIT.input,
  CASE_MANIFEST: EXIT.input,
  PROTECTION_UNREADABLE: EXIT.input,
  PROTECTION_UNCOVERED: EXIT.input,
  RESULTS_NOT_FOUND: EXIT.input,
  RESULTS_UNFINISHED: EXIT.input,
  RESULTS_CHANGED: EXIT.custody,
  RESULTS_OTHER_CASE: EXIT.input,
  RESULTS_BUSY: EXIT.input,
  PROFILE_INVALID: EXIT.input,
  MODEL_INVALID: EXIT.input,
  STORE_QUERY: EXIT.store,
  STORE_ROW_SHAPE: EXIT.store,
  STORE_OPEN: EXIT.store,
  READS_UNLOGGED: EXIT.store,
  LOG_CORRUPT: EXIT.custody,
  LOG_KEY: EXIT.custody,
  INTERNAL: EXIT.broken,
};

export const exitCodeOf = (error: unknown): number =>
  error instanceof CellsweepError ? BY_CODE[error.code] : EXIT.broken;
