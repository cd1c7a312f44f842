import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { KEPT } from '../../src/cli/workspace.ts';
import { openCaseStore } from '../../src/store/case-store.ts';
import { openRecords } from '../../src/store/records.ts';

/** Every regular file below a folder, with its path relative to it. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort();
}

/** Files below a results folder in whose bytes one of the texts stands. */
export function filesWith(results: string, texts: readonly string[], skip: (file: string) => boolean): string[] {
  return filesBelow(results).filter((file) => {
    if (skip(file)) return false;
    const bytes = readFileSync(path.join(results, file));
    return texts.some((text) => bytes.includes(text, 0, 'latin1'));
  });
}

const line = z.record(z.string(), z.unknown());

/** Every row of every table of both stores, as text. The record store opens once in a process. */
export async function storedRows(results: string): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  const records = await openRecords({ directory: path.join(results, KEPT, 'records') });
  const query = (sql: string) => ({ file: 'inline', sql, parameters: z.strictObject({}), row: line });
  try {
    const tables = await records.rows(
      query("SELECT name FROM system.tables WHERE database = currentDatabase() AND engine LIKE '%MergeTree'"),
      {},
    );
    for (const { name } of tables) {
      const rows = await records.rows(query(`SELECT * FROM ${String(name)}`), {});
      found.set(
        String(name),
        rows.map((row) => JSON.stringify(row)),
      );
    }
  } finally {
    await records.close();
  }
  const caseStore = await openCaseStore({ directory: path.join(results, KEPT, 'case') });
  try {
    for (const table of ['run', 'finding_block']) {
      const rows = await caseStore.rows({ file: 'inline', sql: `SELECT * FROM ${table}`, row: line });
      found.set(
        table,
        rows.map((row) => JSON.stringify(row)),
      );
    }
  } finally {
    await caseStore.close();
  }
  return found;
}
