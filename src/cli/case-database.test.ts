import { cpSync, mkdirSync, mkdtempSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { databaseOf, formerDatabaseOf } from './case-database.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'cellsweep-database-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const kept = path.join(folder, 'results', '.cellsweep');
const make = (): string => {
  mkdirSync(kept, { recursive: true });
  return databaseOf(kept);
};

it('names one database for a folder, whenever it is asked', () => {
  const name = make();
  expect(name).toMatch(/^cellsweep_[0-9a-f]{24}$/);
  expect(databaseOf(kept)).toBe(name);
  expect(name).not.toBe(formerDatabaseOf(kept));
  expect(statSync(path.join(kept, 'database-id')).mode & 0o777).toBe(0o600);
});

it('names another on another machine, where the folder has the same path', () => {
  const here = make();
  renameSync(path.join(folder, 'results'), path.join(folder, 'elsewhere'));
  expect(make()).not.toBe(here);
});

it('names another for a copy: what is tried there is not done to the case', () => {
  const here = make();
  const copy = path.join(folder, 'copy');
  cpSync(kept, copy, { recursive: true });
  expect(databaseOf(copy)).not.toBe(here);
});

it('makes an id anew that a lost process left half', () => {
  make();
  writeFileSync(path.join(kept, 'database-id'), '12');
  expect(databaseOf(kept)).toBe(databaseOf(kept));
});
