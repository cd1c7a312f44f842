import { LoggedReads, type PersonalData, type ReadEntry, type ReadLog } from './logged-reads.ts';

/** Of pretend cases nobody logs who reads. */
const NO_LOG: ReadLog = { appendMany: async () => undefined };
const ENTRY: ReadEntry = { type: 'read', who: 'w', why: 'y', act: 'A', stage: 's', rows: 1 };
const pretend = <Of extends PersonalData>(of: Of, entries = [ENTRY]): Promise<LoggedReads<Of>> =>
  LoggedReads.write(NO_LOG, of, entries);

export const LOGGED = {
  records: await pretend('records'),
  documents: await pretend('documents'),
  bursts: await pretend('bursts'),
  results: await pretend('results'),
};

/** As of a case in which no act covers anything. */
export const NOTHING_LOGGED = {
  records: await pretend('records', []),
  documents: await pretend('documents', []),
  bursts: await pretend('bursts', []),
  results: await pretend('results', []),
};
