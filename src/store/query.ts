import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { z } from 'zod';
import type { LoggedReads, PersonalData } from '../model/logged-reads.ts';

export type ParameterValue = string | number | boolean | readonly string[] | readonly number[];
export type Parameters = Readonly<Record<string, ParameterValue>>;

/** One statement of one `.sql` file, with the shape of its parameters and of its rows. */
export interface Query<P extends Parameters, R> {
  readonly file: string;
  readonly sql: string;
  readonly parameters: z.ZodType<P>;
  readonly row: z.ZodType<R>;
  /** Of a statement whose rows tell of persons: that the reading is logged. */
  readonly logged?: LoggedReads<PersonalData>;
}

/** Every query of the program, for the test that binds each of them to the real schema. */
export const allQueries: Query<never, unknown>[] = [];

/** Files of statements that are given for a logged reading alone, of both stores. */
export const personalFiles = new Set<string>();

/**
 * Reads the statement that stands beside a module: `defineQuery(import.meta.url, 'exit-days.sql', ...)`.
 * Parameters are bound by the engine (`{from:DateTime64(3)}`), never pasted.
 */
export function defineQuery<P extends Parameters, R>(
  moduleUrl: string,
  fileName: string,
  parameters: z.ZodType<P>,
  row: z.ZodType<R>,
): Query<P, R> {
  const file = fileURLToPath(new URL(fileName, moduleUrl));
  const query: Query<P, R> = { file, sql: readFileSync(file, 'utf8'), parameters, row };
  allQueries.push(query as unknown as Query<never, unknown>);
  return query;
}

/**
 * A statement whose rows tell of persons: nobody has it who did not log the reading. `test/reads-are-logged.test.ts` says which
 * statements must be defined so.
 */
export function definePersonalQuery<P extends Parameters, R>(
  moduleUrl: string,
  fileName: string,
  parameters: z.ZodType<P>,
  row: z.ZodType<R>,
): (logged: LoggedReads<'records'>) => Query<P, R> {
  const query = defineQuery(moduleUrl, fileName, parameters, row);
  personalFiles.add(query.file);
  return (logged) => ({ ...query, logged });
}
