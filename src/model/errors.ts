/**
 * A broken program or environment (never wrong data): thrown with a code from one closed table, documented in
 * docs/errors.md. Messages carry no identifier, number, name or coordinate of a case.
 */
export const ERROR_CODES = {
  USAGE: 'The command line cannot be understood.',
  CASE_NOT_FOUND: 'The case folder or its case.json is not there.',
  CASE_MANIFEST: 'case.json or authorisations.json cannot be read.',
  PROTECTION_UNREADABLE: 'The list of protected numbers is there and cannot be read to its end, or stands twice.',
  PROTECTION_UNCOVERED: 'The list of protected numbers is there and no act in force lets it be read.',
  RESULTS_NOT_FOUND: 'The results folder is not there or holds no finished run.',
  RESULTS_UNFINISHED: 'The last run into the results folder did not come to its end.',
  RESULTS_CHANGED: 'A table of the results is not what the run wrote.',
  RESULTS_OTHER_CASE: 'The results folder holds results of another case.',
  RESULTS_BUSY: 'Another run is writing to this results folder.',
  PROFILE_INVALID: 'An operator profile does not meet its schema.',
  STORE_QUERY: 'The record store refused a query.',
  STORE_ROW_SHAPE: 'A query gave rows of another shape than declared.',
  STORE_OPEN: 'A store, or a file or folder that is needed, cannot be opened or written.',
  READS_UNLOGGED: 'The log of reads cannot be written: nothing is told of what was read.',
  LOG_CORRUPT: 'The custody log or a kept original is not what was logged.',
  LOG_KEY: 'The key of the custody log is missing or unusable.',
  MODEL_INVALID: 'A calibration model cannot be read, its digest does not match, or a case cannot make one.',
  INTERNAL: 'A state that the program excludes was reached.',
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;

export class CellsweepError extends Error {
  readonly code: ErrorCode;
  constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'CellsweepError';
    this.code = code;
  }
}
