import { createReadStream } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { actsFor, parseActs } from '../../authority/index.ts';
import { LOGGED } from '../../model/logged-reads.testing.ts';
import { defineQuery } from '../../store/query.ts';
import { openRecords } from '../../store/records.ts';
import { listCaseFiles, readCaseDocuments, readOwnFile, roleOf } from '../documents/index.ts';
import { loadDeliveries } from './deliveries.ts';
import { openLoads } from './loads.ts';
import type { Profile } from './profile.ts';

const legDigest = defineQuery(
  import.meta.url,
  '../../../test/sql/leg-digest.sql',
  z.strictObject({}),
  z.strictObject({ operator: z.string(), legs: z.string(), times: z.string(), cells: z.string(), digest: z.string() }),
);
export type LegDigest = z.infer<typeof legDigest.row>;

/** A store in a passing folder that loads a case folder with whatever profiles a test gives it. */
export async function openTestCase(caseDir: string) {
  const folder = await mkdtemp(path.join(tmpdir(), 'cellsweep-scaffold-'));
  const records = await openRecords({ directory: path.join(folder, 'records') });
  return {
    folder,
    records,
    async load(profiles: readonly Profile[]) {
      const paths = await listCaseFiles(caseDir);
      const source = { paths, open: (file: string) => createReadStream(path.join(caseDir, file)) };
      const acts = parseActs(await readOwnFile(source, 'authorisations.json'));
      const reading = await readCaseDocuments(source, acts, -Infinity);
      const documents = reading.documents.open(LOGGED.documents);
      const inForce = acts.filter((act) => act.status === 'in-force');
      const loads = await openLoads(
        records,
        inForce.map((act) => act.id),
      );
      const outcome = await loadDeliveries(
        { records, loads, acts, documents, profiles, spool: path.join(folder, 'spool'), progress: () => {} },
        paths
          .filter((file) => roleOf(file) === 'operator' && actsFor(file, acts).length > 0)
          .map((file) => ({ path: file, original: path.join(caseDir, file), sha256: file.replaceAll('/', '-') })),
      );
      const legs = new Map((await records.rows(legDigest, {})).map((row) => [row.operator, row]));
      return { outcome, legs };
    },
  };
}
