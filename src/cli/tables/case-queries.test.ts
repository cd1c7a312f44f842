import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { LOGGED, NOTHING_LOGGED } from '../../model/logged-reads.testing.ts';
import { openCaseStore, type CaseStore } from '../../store/case-store.ts';
import { findingsOfHandset, storeFindings, type StoredFinding } from './case-queries.ts';

const finding = (imei14: string, events: number) =>
  ({ verdict: 'inside', llr10: 1.6, evidence: { imei14, component: 1, area_id: 'P1', events } }) as StoredFinding;
const ALL = Array.from({ length: 900 }, (_, i) => finding(String(35209900000000 + i), i));
const ASKED = '35209900000450';

const folder = mkdtempSync(path.join(os.tmpdir(), 'cellsweep-findings-'));
let store: CaseStore;
let sealed: string[];
/** What somebody with the folder does to the store. */
const tamper = (sql: string): Promise<void> =>
  store.transaction([{ query: { file: 'tamper.sql', sql, row: z.never() }, parameters: [] }]);

beforeAll(async () => {
  store = await openCaseStore({ directory: path.join(folder, 'case') });
}, 60_000);
afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  sealed = await storeFindings(store, ALL);
});

describe('the evidence that the case store keeps', () => {
  it('is told as it was stored', async () => {
    expect(sealed).toHaveLength(4);
    expect(await findingsOfHandset(store, LOGGED.results, ASKED, sealed)).toEqual([finding(ASKED, 450)]);
    expect(await findingsOfHandset(store, LOGGED.results, '35209900000900', sealed)).toEqual([]);
  });

  it('is not told of a reading for which no entry was logged', async () => {
    await expect(findingsOfHandset(store, NOTHING_LOGGED.results, ASKED, sealed)).rejects.toMatchObject({
      code: 'INTERNAL',
    });
  });

  it.each([
    ['was changed', `UPDATE finding_block SET findings = replace(findings, '"events":450', '"events":999')`],
    ['was taken away', `DELETE FROM finding_block WHERE first_imei14 = '35209900000400'`],
    ['is filed where nobody looks for it', `UPDATE finding_block SET last_imei14 = first_imei14`],
    ['stands beside another that says otherwise', `INSERT INTO finding_block VALUES ('0', '9', '[]')`],
  ])('is not told once a block %s: it may be said in court', async (_, sql) => {
    await tamper(sql);
    await expect(findingsOfHandset(store, LOGGED.results, ASKED, sealed)).rejects.toMatchObject({
      code: 'RESULTS_CHANGED',
    });
  });

  it('is known to be none where none was found', async () => {
    const none = await storeFindings(store, []);
    expect(await findingsOfHandset(store, LOGGED.results, ASKED, none)).toEqual([]);
    await tamper(`INSERT INTO finding_block VALUES ('1', '2', '[]')`);
    await expect(findingsOfHandset(store, LOGGED.results, ASKED, none)).rejects.toMatchObject({
      code: 'RESULTS_CHANGED',
    });
  });
});
