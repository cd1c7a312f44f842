import type { Parameters } from './query.ts';

/** A server, and the database or schema of one case on it. */
export interface CaseServer {
  readonly url: string;
  /** A plain name: letters, digits, underscores. */
  readonly database: string;
  /** As an earlier version named what belongs to the same case; none where there is none. */
  readonly former?: string | undefined;
  /** It goes when it is closed, or with its process (passing-databases.ts). */
  readonly isPassing?: boolean;
  /** Whether a name on the server is that of a database whose process is gone before it could drop it. Such names are plain ones. */
  readonly isLeft?: (name: string) => boolean;
}

/** What both engines can do; everything else is SQL. */
export interface RecordEngine {
  /** Runs one statement; resolves with its rows as JSONEachRow text (64-bit integers quoted). */
  text(sql: string, parameters: Parameters): Promise<string>;
  /** Streams the rows of one SELECT in ClickHouse's Native format, block by block, in bounded memory. */
  binary(sql: string, parameters: Parameters): AsyncIterable<Uint8Array>;
  /** Makes the lines of a file readable as `incoming_line(path, compression)` while `use` runs. */
  withLines<T>(filePath: string, use: (path: string) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
