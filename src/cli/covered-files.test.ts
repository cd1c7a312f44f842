import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { permits } from '../authority/index.ts';
import { WRITTEN_ACT } from '../authority/made-act.testing.ts';
import { coverOf } from './covered-files.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'cellsweep-cover-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const always = { from: '2000-01-01T00:00:00Z', until: '2100-01-01T00:00:00Z', covers: ['operators/**'] };

/** A file of a case whose act lists one number as people write it. */
function fileOf(name: string, manifest: string): string {
  const caseDir = path.join(folder, name);
  mkdirSync(path.join(caseDir, 'operators'), { recursive: true });
  writeFileSync(path.join(caseDir, 'case.json'), manifest);
  const act = { ...WRITTEN_ACT, ...always, identifiers: ['06 39 98 00 01'] };
  writeFileSync(path.join(caseDir, 'authorisations.json'), JSON.stringify([act]));
  const file = path.join(caseDir, 'operators/rows.csv');
  writeFileSync(file, '');
  return file;
}

it.each([
  ['of the country of its case', '{"country":"FR"}', true],
  ['as it stands there, where the case names no country', '{}', false],
  ['as it stands there, where case.json is none', 'x', false],
])('reads the national number of an act %s', (name, manifest, isRead) => {
  const cover = coverOf(fileOf(name, manifest));
  if (cover.kind !== 'covered') throw new Error('the act covers the file');
  const at_s = Date.parse('2025-01-01T00:00:00Z') / 1000;
  expect(permits(cover.acts, { at_s, identifiers: ['33639980001'] })).toBe(isRead);
  expect(permits(cover.acts, { at_s, identifiers: ['0639980001'] })).toBe(true);
  expect(permits(cover.acts, { at_s, identifiers: ['33639980002'] })).toBe(false);
});
