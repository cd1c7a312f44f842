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

  private constructor(of: Of) {
    this.#of = of;
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
    return new LoggedReads(of);
  }
}

/** What is read before it can be counted for the log: closed until the reading is logged. */
export class Unlogged<Of extends PersonalData, Data> {
  readonly #data: Data;

  constructor(data: Data) {
    this.#data = data;
  }

  open(_logged: LoggedReads<Of>): Data {
    return this.#data;
  }
}
