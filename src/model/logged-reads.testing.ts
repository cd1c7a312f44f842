import { LoggedReads, type PersonalData, type ReadLog } from './logged-reads.ts';

/** Of pretend cases nobody logs who reads. */
const NO_LOG: ReadLog = { appendMany: async () => undefined };
const pretend = <Of extends PersonalData>(of: Of): Promise<LoggedReads<Of>> => LoggedReads.write(NO_LOG, of, []);

export const LOGGED = {
  records: await pretend('records'),
  documents: await pretend('documents'),
  bursts: await pretend('bursts'),
  results: await pretend('results'),
};
