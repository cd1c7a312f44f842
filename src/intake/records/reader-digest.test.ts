import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { ANY_ACT } from '../../authority/made-act.testing.ts';
import type { CaseManifest } from '../../model/case.ts';
import { openRecords } from '../../store/records.ts';
import { digestOf } from '../../store/statement-digest.ts';
import { loadDeliveries } from './deliveries.ts';
import { openLoads } from './loads.ts';
import { readProfiles } from './profile.ts';
import * as reader from './reader-digest.ts';

const changed = vi.hoisted(() => ({ digest: undefined as string | undefined }));
vi.mock(import('./reader-digest.ts'), async (original) => {
  const real = await original();
  return { ...real, readerDigest: () => changed.digest ?? real.readerDigest() };
});

describe('the digest of the statements that decide what is stored', () => {
  const statements = reader.decidingStatements();

  it('is of the one that looks for quotes, the one that reads rows, the one that stores antennas, and all that parsed_row feeds', () => {
    const starts = statements.map((sql) =>
      /(?:INSERT INTO|CREATE TABLE IF NOT EXISTS|CREATE MATERIALIZED VIEW IF NOT EXISTS) \w+/
        .exec(sql)?.[0]
        .split(' ')
        .at(-1),
    );
    expect(starts).toEqual([
      undefined,
      'parsed_row',
      'antenna',
      'parsed_row',
      'parsed_row_to_leg',
      'parsed_row_to_refused_row',
      'parsed_row_to_load_quality',
    ]);
    expect(reader.readerDigest()).toBe(digestOf(statements));
  });

  it('is another when any of them says something else, the same when only its comments do', () => {
    const digest = digestOf(statements);
    for (const i of statements.keys()) {
      expect(digestOf(statements.with(i, `${statements[i]} LIMIT 1`))).not.toBe(digest);
      expect(digestOf(statements.with(i, `-- a word\n  ${statements[i]}\n`))).toBe(digest);
    }
  });
});

describe('a file that is loaded', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'cellsweep-digest-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('is loaded anew when a statement changed, and only then', async () => {
    const profiles = readProfiles();
    const layout = profiles.find(({ records }) => records.kind === 'delimited' && records.title_lines === 0)?.records;
    const header = layout?.kind === 'delimited' ? layout.header.join(layout.delimiter) : '';
    const original = path.join(folder, 'records.csv');
    writeFileSync(original, `${header}\n`);
    const records = await openRecords({ directory: path.join(folder, 'records') });
    const reused: boolean[] = [];
    try {
      const load = async () =>
        loadDeliveries(
          {
            records,
            loads: await openLoads(records, [ANY_ACT.id]),
            acts: [ANY_ACT],
            documents: {
              manifest: { timezone: 'Europe/Paris', country: 'FR' } as CaseManifest,
              protectedNumbers: [],
              areas: [],
            },
            profiles,
            spool: path.join(folder, 'spool'),
            progress: (done) => void reused.push(done.reused),
          },
          [{ path: 'operators/o/records.csv', original, sha256: 's' }],
        );
      await load();
      await load();
      changed.digest = 'of another statement';
      await load();
      expect((await load()).revoked).toEqual([]);
    } finally {
      await records.close();
    }
    expect(reused).toEqual([false, true, false, true]);
  });
});
