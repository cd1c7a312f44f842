import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  absentDocuments,
  absentInWords,
  lacksOf,
  NOT_ASKED_FOR,
  removedInWords,
  withLacks,
} from './absent-documents.ts';
import type { RunOutcome, StageReport } from '../chain/run-outcome.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'cellsweep-absent-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Names of the documents as the intake stage lists them. */
const DOCUMENTS = [
  ...(
    /DOCUMENTS[^=]*= new Set\(\[([\s\S]*?)\]\)/.exec(
      readFileSync(path.join(import.meta.dirname, '../../intake/documents/list-files.ts'), 'utf8'),
    )?.[1] ?? ''
  ).matchAll(/'([^']+)'/g),
].map(([, name = '']) => name);

const file = (name: string, rows_used: number): RunOutcome['quality'][number] => ({
  file: name,
  rows_in: 9,
  rows_used,
  refused: {},
  remarks: {},
  completeness: {},
  complete: true,
});
const stage = (name: string, skipped: string | null = null): StageReport => ({
  stage: name,
  seconds: 0,
  peak_rss_mb: 0,
  skipped,
});
const without = (...names: string[]) =>
  absentDocuments(DOCUMENTS.filter((name) => !names.includes(name)).map((name) => file(name, 1)));

describe('an absent document', () => {
  it('of every kind is named with what it costs, but for searches, which feed no stage yet', () => {
    expect(DOCUMENTS.length).toBeGreaterThan(15);
    expect(
      absentDocuments([])
        .map((d) => d.file)
        .sort(),
    ).toEqual(DOCUMENTS.filter((name) => name !== 'searches/searches.csv').sort());
    for (const { costs } of absentDocuments([])) expect(Object.keys(costs).length).toBeGreaterThan(0);
    expect(without()).toEqual([]);
  });

  it('is one without a usable row, whatever it is called, compressed or not', () => {
    const rolls = (...quality: RunOutcome['quality']) =>
      absentDocuments(quality).some((d) => d.file === 'prisons/rolls.csv');
    expect([rolls(), rolls(file('prisons/rolls.csv', 0)), rolls(file('prisons/rolls.csv.gz', 1))]).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('stands in each stage that it feeds, and in none that nobody asked for', () => {
    const stages = [stage('receive'), stage('detect'), stage('locate', NOT_ASKED_FOR), stage('attribute')];
    const told = withLacks(stages, without('prisons/regime.csv', 'prisons/rolls.csv'));
    expect(told.map(({ lacks = [] }) => lacks.map((lack) => lack.file))).toEqual([
      [],
      ['prisons/rolls.csv', 'prisons/regime.csv'],
      [],
      ['prisons/rolls.csv'],
    ]);
    expect(withLacks(stages, without())).toEqual(stages);
  });

  it('is told of in words, and read back from a summary', () => {
    const absent = without('prisons/contacts.csv');
    const text = absentInWords(absent).join('\n');
    expect(text).toContain('prisons/contacts.csv');
    expect(text).toContain('calls to approved contacts of inmates are no evidence');
    expect(absentInWords([])).toEqual([]);
    const stages = withLacks([stage('detect'), stage('attribute')], absent);
    writeFileSync(path.join(folder, 'summary.json'), JSON.stringify({ stages }));
    expect(lacksOf(folder, ['detect', 'attribute'])).toEqual([
      {
        file: 'prisons/contacts.csv',
        cost: 'calls to approved contacts of inmates are no evidence; approved contacts speak for no inmate',
      },
    ]);
    expect(lacksOf(path.join(folder, 'nothing'), ['detect'])).toEqual([]);
    expect(removedInWords(['prisons/contacts.csv'])[0]).toContain('gone from the case folder');
  });
});
