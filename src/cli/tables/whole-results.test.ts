import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { writeTable, writeWhole } from '../../contract/results.ts';
import { openCustody, readLog, type Custody } from '../../custody/index.ts';
import { HEAD_FILE } from '../workspace.ts';
import { requireWholeResults, resultsState, compareTables } from './whole-results.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'cellsweep-whole-'));
let custody: Custody;
let results = '';
let number = 0;

beforeEach(async () => {
  results = mkdtempSync(path.join(folder, `${number++}-`));
  custody = await openCustody(path.join(results, 'custody'), { now: () => new Date(0) });
  await custody.append({ type: 'run-started', run: 'r1', case: 'c', version: '1' });
  const written = [writeTable(results, 'plan.csv', []), writeWhole(results, 'summary.json', '{}\n')];
  const outputs = written.map(({ path: file, sha256, bytes }) => ({ path: file, sha256, bytes }));
  await custody.append({ type: 'run-finished', run: 'r1', outcome: 'complete', error: null, outputs });
  writeFileSync(path.join(results, HEAD_FILE), custody.checkpoint());
  return () => custody.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const entries = async () => (await readLog(path.join(results, 'custody'))).entries;
const asked = async () => requireWholeResults(await entries(), results);
const told = async () => (await compareTables(await entries(), results, true)).text;

describe('results are told of only as one run wrote them', () => {
  it('are whole after a run', async () => {
    await asked();
    expect(await told()).toBe('tables: all 2 are what the last run wrote');
  });

  it('come with the head of their run: without it nobody can tell an older copy of the log', async () => {
    rmSync(path.join(results, HEAD_FILE));
    expect(await compareTables(await entries(), results, true)).toEqual({
      text: expect.stringMatching(/^tables: all 2 .*\nHEAD MISSING: checkpoint\.txt/) as string,
      are: 'headless',
    });
  });

  it('are not said to be of no run where the log is lost', async () => {
    expect((await compareTables([], results, true)).text).toContain('no run has come to its end yet');
    expect((await compareTables([], results, false)).text).toContain('not compared');
  });

  it('are none before any run has come to its end', async () => {
    expect(await resultsState((await entries()).slice(0, 1), results)).toBeUndefined();
    await expect(requireWholeResults((await entries()).slice(0, 1), results)).rejects.toMatchObject({
      code: 'RESULTS_UNFINISHED',
    });
  });

  it('are no longer whole when a later run replaced some of them and stopped', async () => {
    await custody.append({ type: 'run-started', run: 'r2', case: 'c', version: '1' });
    // Stopped before it wrote anything: the last one's tables stand.
    await asked();
    writeFileSync(path.join(results, 'plan.csv'), 'of another run\n');
    await expect(asked()).rejects.toMatchObject({ code: 'RESULTS_UNFINISHED' });
    expect(await told()).toContain('did not come to its end');
  });

  it('are not told of when an act was annulled and the chain has not run since', async () => {
    await custody.append({ type: 'act-annulled', act: 'A', reason: 'a decision', who: 'a clerk', files: 1 });
    await expect(asked()).rejects.toMatchObject({ code: 'RESULTS_UNFINISHED' });
    expect(await told()).toContain('an act was annulled, and no run');
  });

  it.each([
    ['protection-uncovered', 'the list of protected numbers may not be read any more'],
    ['retention-end', 'the retention of an act has ended'],
  ] as const)('that were withdrawn (%s) were changed by nobody', async (why, words) => {
    await custody.append({ type: 'results-withdrawn', why });
    rmSync(path.join(results, 'plan.csv'));
    await expect(asked()).rejects.toMatchObject({ code: 'RESULTS_UNFINISHED' });
    expect(await compareTables(await entries(), results, true)).toEqual({
      text: expect.stringContaining(words),
      are: 'unfinished',
    });
  });

  it('name the table that somebody changed or took away', async () => {
    writeFileSync(path.join(results, 'plan.csv'), 'changed\n');
    await expect(asked()).rejects.toMatchObject({
      code: 'RESULTS_CHANGED',
      message: expect.stringContaining('plan.csv'),
    });
    expect(await compareTables(await entries(), results, true)).toEqual({
      text: 'TABLES CHANGED since the last run: plan.csv',
      are: 'changed',
    });
    rmSync(path.join(results, 'plan.csv'));
    expect((await resultsState(await entries(), results))?.changed).toEqual(['plan.csv']);
  });
});
