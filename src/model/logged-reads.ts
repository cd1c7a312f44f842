import { CellsweepError } from './errors.ts';

/** What was read of persons: rows of the record store, documents of a case, what sensors heard, results of a run. */
export type PersonalData = 'records' | 'documents' | 'bursts' | 'results';

/** What the custody log holds of one reading (Directive (EU) 2016/680 article 25). */
export interface ReadEntry {
  readonly type: 'read';
  readonly who: string;
  readonly why: string;
  readonly act: string;
  readonly stage: string;
  readonly rows: number;
}

/** Where readings are logged: the custody log. */
export interface ReadLog {
  appendMany(entries: readonly ReadEntry[]): Promise<unknown>;
}

/**
 * That a reading is in the log. Whoever asks for personal data must show it, and it comes from writing the entries alone: a reading
 * that nobody logs does not compile.
 */
export class LoggedReads<Of extends PersonalData> {
  readonly #of: Of;
  readonly #isEmpty: boolean;

  private constructor(of: Of, isEmpty: boolean) {
    this.#of = of;
    this.#isEmpty = isEmpty;
  }

  /** Kept apart by what was read: the log of one reading is none of another. */
  get of(): Of {
    return this.#of;
  }

  static async write<Of extends PersonalData>(
    log: ReadLog,
    of: Of,
    entries: readonly ReadEntry[],
  ): Promise<LoggedReads<Of>> {
    await log.appendMany(entries);
    return new LoggedReads(of, entries.length === 0);
  }

  /**
   * To be asked by whoever gives rows. Of a case in which no act covers anything there is no entry, and nothing to read.
   *
   * @throws CellsweepError INTERNAL where rows were read and no entry was written
   */
  requireFor(rows: number): void {
    if (rows > 0 && this.#isEmpty)
      throw new CellsweepError('INTERNAL', 'Rows were read for which no entry was logged.');
  }
}

/** What is read before it can be counted for the log: closed until the reading is logged. */
export class Unlogged<Of extends PersonalData, Data> {
  readonly #data: Data;
  readonly #rows: number;

  /** @param rows of which it was made */
  constructor(data: Data, rows: number) {
    this.#data = data;
    this.#rows = rows;
  }

  open(logged: LoggedReads<Of>): Data {
    logged.requireFor(this.#rows);
    return this.#data;
  }
}
