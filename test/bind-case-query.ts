import path from 'node:path';
import type { PGlite } from '@electric-sql/pglite';
import { z } from 'zod';
import type { CaseQuery } from '../src/store/case-store.ts';

/** PostgreSQL type numbers (pg_type.dat) to what a driver gives for them, and to a parameter that it takes. */
const TYPES: Readonly<Record<number, { given: unknown[]; taken: unknown }>> = {
  16: { given: [true], taken: true },
  21: { given: [1], taken: 1 },
  23: { given: [1], taken: 1 },
  // One driver gives 64-bit integers as text, the other as numbers: a shape must take both.
  20: { given: [1, '1'], taken: 1 },
  25: { given: ['x'], taken: 'x' },
  1043: { given: ['x'], taken: 'x' },
  700: { given: [0.5], taken: 0.5 },
  701: { given: [0.5], taken: 0.5 },
  114: { given: [[]], taken: '[]' },
  3802: { given: [[]], taken: '[]' },
};

/** Everything in which a query of the case store and the real schema differ; statements run on empty tables. */
export async function caseFaultsOf(query: CaseQuery<unknown>, database: PGlite): Promise<string[]> {
  const name = path.basename(query.file);
  const faults: string[] = [];
  try {
    const { queryParams, resultFields } = await database.describeQuery(query.sql);
    const taken = queryParams.map(({ dataTypeID }, i) => {
      const type = TYPES[dataTypeID];
      if (type === undefined) faults.push(`${name}: parameter $${i + 1} has type number ${dataTypeID}`);
      return type?.taken ?? null;
    });
    await database.query(query.sql, taken);
    const columns = query.row instanceof z.ZodObject ? (query.row.shape as Record<string, z.ZodType>) : {};
    const names = new Set(resultFields.map((field) => field.name));
    for (const key of Object.keys(columns)) if (!names.has(key)) faults.push(`${name}: no column ${key}`);
    for (const field of resultFields) {
      const schema = columns[field.name];
      const given = TYPES[field.dataTypeID]?.given;
      if (schema === undefined) faults.push(`${name}: column ${field.name} is not declared`);
      else if (given === undefined || !given.every((value) => schema.safeParse(value).success))
        faults.push(`${name}: column ${field.name} of type number ${field.dataTypeID} is declared otherwise`);
    }
  } catch (error) {
    faults.push(`${name}: refused by the engine: ${error instanceof Error ? error.message : ''}`);
  }
  return faults;
}
