import { createReadStream, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse';
import { z } from 'zod';
import type { ResultFile } from '../contract/results.ts';

/** A row of a results table by column; every column of the contract is there. */
export type ResultRow = Readonly<Record<string, string>>;

/** Rows of a results table that are asked for; none where the table is not there. Tables may be more than memory holds. */
export async function resultRows(
  results: string,
  name: ResultFile,
  isAskedFor: (row: ResultRow) => boolean,
): Promise<ResultRow[]> {
  const file = path.join(results, name);
  if (!existsSync(file)) return [];
  const parser = parse({ columns: true });
  createReadStream(file)
    .on('error', (error) => parser.destroy(error))
    .pipe(parser);
  const rows: ResultRow[] = [];
  for await (const row of parser as AsyncIterable<ResultRow>) if (isAskedFor(row)) rows.push(row);
  return rows;
}

const performance = {
  bounds: z.object({ lower_llr10: z.number(), upper_llr10: z.number() }),
  held_out_cllr: z.number().nullable(),
};
const attribution = z.object({
  users: z.object({ labelled_handsets: z.number(), ...performance }).optional(),
  succession: z.object({ known_edges: z.number(), ...performance }).optional(),
});
/** What summary.json says of how users and successors were calibrated. */
export type AttributionSummary = z.infer<typeof attribution>;

/** Nothing where the summary is not there or says it in another form. */
export function attributionSummary(results: string): AttributionSummary {
  try {
    return attribution.parse(JSON.parse(readFileSync(path.join(results, 'summary.json'), 'utf8')));
  } catch {
    return {};
  }
}
