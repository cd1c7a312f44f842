import { createReadStream, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse';
import { z } from 'zod';
import type { ResultFile } from '../../contract/results.ts';
import type { LoggedReads } from '../../model/logged-reads.ts';

/** A row of a results table by column; every column of the contract is there. */
export type ResultRow = Readonly<Record<string, string>>;

/** Rows of a results table that are asked for; none where the table is not there. Tables may be more than memory holds. */
export async function resultRows(
  results: string,
  _logged: LoggedReads<'results'>,
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
const residency = z.object({
  source: z.string(),
  on_own_references: z.object({ inside: z.number(), outside: z.number(), cllr: z.number().nullable() }).optional(),
});
/** Whose references calibrated the residency, and how they judge this case's own. */
export type ResidencySummary = z.infer<typeof residency>;
const summary = z.object({
  // Withheld figures have no calibration.
  residency: z.union([residency, z.object({ withheld: z.string() }).transform(() => undefined)]).optional(),
  rooms: z
    .object({
      buildings: z.array(
        z.object({
          prison_id: z.string(),
          left_out: z.object({ looks: z.number(), right_first: z.number(), in_set_90: z.number() }),
        }),
      ),
    })
    .optional(),
  users: z.object({ labelled_handsets: z.number(), ...performance }).optional(),
  succession: z.object({ known_edges: z.number(), ...performance }).optional(),
  // Absent in results of versions that did not seal what the case store keeps.
  findings_sha256: z.array(z.string()).optional(),
});
/** What summary.json says of how figures were calibrated. */
export type RunSummary = z.infer<typeof summary>;

/** Nothing where the summary is not there or says it in another form. */
export function runSummary(results: string): RunSummary {
  try {
    return summary.parse(JSON.parse(readFileSync(path.join(results, 'summary.json'), 'utf8')));
  } catch {
    return {};
  }
}
