import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { ANY_ACT } from '../../src/authority/made-act.testing.ts';
import { loadDeliveries, openLoads, readProfiles, reportIntake } from '../../src/intake/index.ts';
import type { Act, CaseManifest } from '../../src/model/case.ts';
import type { Refusal } from '../../src/model/refusal.ts';
import type { Query } from '../../src/store/query.ts';
import { openRecords } from '../../src/store/records.ts';

const byLoad = z.strictObject({ load_id: z.int() });
const inline = <R>(sql: string, row: z.ZodType<R>): Query<{ load_id: number }, R> => ({
  file: 'inline',
  sql,
  parameters: byLoad,
  row,
});
const place = z.number();
/** All that is stored of each row but the number of its load, as one text. */
const legs = inline(
  'SELECT place, toJSONString(tuple(* EXCEPT (load_id, place))) AS stored FROM leg WHERE load_id = {load_id:UInt32} ORDER BY place, stored',
  z.strictObject({ place, stored: z.string() }),
);
const refusedRows = inline(
  'SELECT place, toJSONString(tuple(code, found)) AS stored FROM refused_row WHERE load_id = {load_id:UInt32} ORDER BY place, stored',
  z.strictObject({ place, stored: z.string() }),
);

export interface FileReading {
  /** Undefined where the whole file was refused. */
  readonly rows_in: number | undefined;
  readonly rows_used: number;
  readonly rows_refused: number;
  /** What is stored of each row, by its place; a place that stands there twice has two texts. */
  readonly stored: ReadonlyMap<number, readonly string[]>;
  /** Refusals that concern more than a row. */
  readonly refusals: readonly Refusal[];
  readonly remarks: Readonly<Record<string, number>>;
  readonly duration_s: number;
}

const ACT: Act = {
  ...ANY_ACT,
  from_s: Date.UTC(2025, 8, 1) / 1000,
  until_s: Date.UTC(2026, 0, 1) / 1000,
  covers: ['operators/**'],
};

/** Reads single files of operators with the shipped profiles, in one record store. */
export async function openReader(folder: string, protectedNumbers: readonly string[] = []) {
  mkdirSync(folder, { recursive: true });
  const records = await openRecords({ directory: path.join(folder, 'records') });
  const profiles = readProfiles();
  let made = 0;
  return {
    /** @param name as the operator named it: only its ending may matter */
    async read(name: string, bytes: Uint8Array): Promise<FileReading> {
      const original = path.join(folder, `original-${++made}`);
      writeFileSync(original, bytes);
      const file = `operators/fuzz/${made}/${name}`;
      const from = performance.now();
      const loads = await openLoads(records, [ACT.id]);
      const outcome = await loadDeliveries(
        {
          records,
          loads,
          acts: [ACT],
          documents: {
            manifest: { timezone: 'Europe/Paris', country: 'FR' } as CaseManifest,
            protectedNumbers: protectedNumbers.map((number) => ({ number: number as never, holder_kind: '' })),
            areas: [],
          },
          profiles,
          // By turns as a small file and by a statement of its own: what is stored must not differ.
          ...(made % 2 === 0 ? { smallBytes: -1 } : {}),
          spool: path.join(folder, 'spool'),
          progress: () => undefined,
        },
        [{ path: file, original, sha256: createHash('sha256').update(bytes).digest('hex') }],
      );
      const report = await reportIntake(records, outcome.loads, profiles, [ACT.id], ACT);
      const duration_s = (performance.now() - from) / 1000;
      const load = outcome.loads[0];
      const quality = report.quality[0];
      const stored = new Map<number, string[]>();
      if (load !== undefined)
        for (const row of [
          ...(await records.rows(legs, { load_id: load.load_id })),
          ...(await records.rows(refusedRows, { load_id: load.load_id })),
        ])
          stored.set(row.place, [...(stored.get(row.place) ?? []), row.stored]);
      return {
        rows_in: quality?.rows_in,
        rows_used: quality?.rows_used ?? 0,
        rows_refused: Object.values(quality?.refused ?? {}).reduce((sum, n) => sum + n, 0),
        stored,
        refusals: [...outcome.refusals, ...report.refusals],
        remarks: quality?.remarks ?? {},
        duration_s,
      };
    },
    close: () => records.close(),
  };
}
export type FileReader = Awaited<ReturnType<typeof openReader>>;
