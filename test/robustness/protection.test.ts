import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { globCovers } from '../../src/authority/index.ts';
import { EXIT } from '../../src/cli/exit-codes.ts';
import { cellsweep } from '../../src/cli/run-command.testing.ts';
import { KEPT } from '../../src/cli/workspace.ts';
import { listCaseFiles } from '../../src/intake/index.ts';
import { makeScratch, summaryOf, TABLES, tablesOf } from './chain.testing.ts';
import { filesWith, storedRows } from './stored-bytes.testing.ts';

interface ActText {
  readonly id: string;
  readonly covers: readonly string[];
}
const LIST = 'protected-numbers.csv';
const actsIn = (caseDir: string): ActText[] =>
  JSON.parse(readFileSync(path.join(caseDir, 'authorisations.json'), 'utf8')) as ActText[];
const writeActs = (caseDir: string, acts: readonly ActText[]): void =>
  writeFileSync(path.join(caseDir, 'authorisations.json'), JSON.stringify(acts));

interface Summary {
  readonly stages: readonly { readonly stage: string; readonly lacks?: readonly { readonly file: string }[] }[];
  readonly events_total: { readonly protected_legs: number };
}

describe('a list of protected numbers', () => {
  const scratch = makeScratch();
  afterAll(scratch.remove);
  let caseDir: string;
  /** The act that covers the list and the documents of the prisons. */
  let act: ActText;
  const withoutList = (): string => {
    const copy = scratch.copyOf(caseDir);
    rmSync(path.join(copy, LIST));
    return copy;
  };
  /** The case as it is where the files of the act were never held; `but` stays. */
  const neverHeld = async (but?: string): Promise<string> => {
    const copy = scratch.copyOf(caseDir);
    for (const file of await listCaseFiles(copy))
      if (file !== but && act.covers.some((glob) => globCovers(glob, file))) rmSync(path.join(copy, file));
    writeActs(copy, withOwnAct(actsIn(copy).filter(({ id }) => id !== act.id)));
    return copy;
  };
  const uncoverList = (copy: string): void =>
    writeActs(
      copy,
      actsIn(copy).map((a) => ({ ...a, covers: a.covers.filter((glob) => glob !== LIST) })),
    );
  const withOwnAct = (acts: readonly ActText[]): ActText[] => [...acts, { ...act, id: 'LIST', covers: [LIST] }];
  const whatRemains = (results: string) => ({
    tables: { ...tablesOf(results), 'refusals.csv': '' },
    summary: summaryOf(results),
  });

  /** Results of the case as it is, made once: each test takes a copy of them, and leaves the case as it was. */
  let ready: string;

  beforeAll(async () => {
    ({ caseDir } = await scratch.world());
    // Whether the list may be read does not depend on who delivers: two are enough, of which one has protected legs.
    for (const operator of ['arcavel', 'cordiane'])
      rmSync(path.join(caseDir, 'operators', operator), { recursive: true });
    ready = scratch.fresh('ready');
    await cellsweep(['run', caseDir, '--out', ready, '--quiet']);
    act = actsIn(caseDir).find(({ covers }) => covers.includes(LIST)) as ActText;
  });

  it('lies in the made case under an act that covers more than it', () => {
    expect(act.covers.length).toBeGreaterThan(1);
  });

  it('that is not there stops nothing, and nobody is told that anything was masked', { timeout: 240_000 }, async () => {
    const results = scratch.fresh('none');
    const { code, out } = await cellsweep(['run', withoutList(), '--out', results, '--quiet', '--only-detect']);
    expect(code).toBe(EXIT.done);
    expect(out.split('\n')[2]).toMatch(/^ {2}! NOTHING WAS MASKED: the case holds no list of protected numbers/);
    expect(out).not.toContain('counted, masked');
    const { stages } = summaryOf(results) as Summary;
    expect(stages.find(({ stage }) => stage === 'intake')?.lacks?.map(({ file }) => file)).toEqual([LIST]);
  });

  it('whose rows cannot be read says so before anything else', { timeout: 240_000 }, async () => {
    const copy = scratch.copyOf(caseDir);
    const [header = '', first = '', ...rest] = readFileSync(path.join(copy, LIST), 'utf8').split('\n');
    writeFileSync(path.join(copy, LIST), [header, `x${first}`, ...rest].join('\n'));
    const one = await cellsweep(['check', copy, '--quiet']);
    expect(one.out.split('\n')[2]).toMatch(/1 of \d+ rows cannot be read: WHOEVER THEY NAME IS NOT MASKED/);
    writeFileSync(path.join(copy, LIST), `${header}\n`);
    const none = await cellsweep(['check', copy, '--quiet']);
    expect(none.out.split('\n')[2]).toContain('NOTHING WAS MASKED: protected-numbers.csv names no number');
  });

  it('that no act covers stops the run before anything of an operator is read', { timeout: 240_000 }, async () => {
    const copy = scratch.copyOf(caseDir);
    uncoverList(copy);
    const results = scratch.fresh('uncovered');
    const { code, err } = await cellsweep(['run', copy, '--out', results, '--quiet']);
    expect([code, err]).toEqual([EXIT.input, expect.stringContaining('PROTECTION_UNCOVERED')]);
    expect(TABLES.filter((name) => existsSync(path.join(results, name)))).toEqual([]);
    expect((await storedRows(results)).get('leg') ?? []).toEqual([]);
  });

  it('that no act covers any more takes the results away, and the log says why', { timeout: 240_000 }, async () => {
    const copy = scratch.copyOf(caseDir);
    const results = scratch.copyOf(ready);
    expect(TABLES.filter((name) => !existsSync(path.join(results, name)))).toEqual([]);
    uncoverList(copy);
    const { code, err } = await cellsweep(['run', copy, '--out', results, '--quiet']);
    expect([code, err]).toEqual([EXIT.input, expect.stringContaining('PROTECTION_UNCOVERED')]);
    expect(TABLES.filter((name) => existsSync(path.join(results, name)))).toEqual([]);
    const verified = await cellsweep(['log', 'verify', results]);
    expect([verified.code, verified.out]).toEqual([EXIT.done, expect.stringContaining('may not be read any more')]);
    const asked = await cellsweep(['explain', results, '12345678901234']);
    expect([asked.code, asked.err]).toEqual([EXIT.input, expect.stringContaining('may not be read any more')]);
    const listed = await cellsweep(['act', 'list', results]);
    expect([listed.code, actsIn(copy).every(({ id }) => listed.out.includes(id))]).toEqual([EXIT.done, true]);
  });

  it('that two copies state differently stops the run', { timeout: 240_000 }, async () => {
    const copy = scratch.copyOf(caseDir);
    writeFileSync(path.join(copy, `${LIST}.gz`), '');
    const { code, err } = await cellsweep(['check', copy, '--quiet']);
    expect([code, err]).toEqual([EXIT.input, expect.stringContaining('PROTECTION_UNREADABLE')]);
  });

  it('stops the run as well where its retention ended before that of the records', { timeout: 240_000 }, async () => {
    const acts = actsIn(caseDir);
    const until = '2001-01-01T00:00:00Z';
    try {
      // Retention is judged by the acts of the case folder as they stand when it is asked for.
      writeActs(
        caseDir,
        acts.map((a) =>
          a.id === act.id ? { ...a, retain_until: until } : { ...a, retain_until: '2099-01-01T00:00:00Z' },
        ),
      );
      const results = scratch.copyOf(ready);
      const deleted = await cellsweep(['retention', results, '--as-of', '2020-01-01T00:00:00Z']);
      expect(deleted.out).toContain(`(${act.id})`);
      const { code, err } = await cellsweep(['run', caseDir, '--out', results, '--quiet']);
      expect([code, err]).toEqual([EXIT.input, expect.stringContaining('PROTECTION_UNCOVERED')]);
    } finally {
      writeActs(caseDir, acts);
    }
  });

  it('under an act of its own outlives the annulment of another', { timeout: 600_000 }, async () => {
    const copy = scratch.copyOf(caseDir);
    writeActs(copy, withOwnAct(actsIn(copy)));
    const results = scratch.fresh('outlives');
    await cellsweep(['run', copy, '--out', results, '--quiet']);
    const { code } = await cellsweep(['act', 'annul', results, act.id, '--why', 'a decision', '--quiet']);
    expect(code).toBe(EXIT.done);
    expect((summaryOf(results) as Summary).events_total.protected_legs).toBeGreaterThan(0);
    const never = scratch.fresh('never');
    await cellsweep(['run', await neverHeld(LIST), '--out', never, '--quiet']);
    expect(whatRemains(results)).toEqual(whatRemains(never));
  });

  it('goes with its annulled act, and with it all results, until somebody decides', { timeout: 600_000 }, async () => {
    const results = scratch.copyOf(ready);
    const before = summaryOf(results) as Summary;
    expect(before.events_total.protected_legs).toBeGreaterThan(0);
    const { code, err } = await cellsweep(['act', 'annul', results, act.id, '--why', 'a decision', '--quiet']);
    expect([code, err]).toEqual([EXIT.input, expect.stringContaining('PROTECTION_UNCOVERED')]);
    expect([...TABLES, 'summary.json', 'model.json'].filter((name) => existsSync(path.join(results, name)))).toEqual(
      [],
    );
    // Neither the list nor a bed of it is kept.
    const beds = readFileSync(path.join(caseDir, 'prisons/rolls.csv'), 'utf8').split('\n').slice(1, 3);
    const list = readFileSync(path.join(caseDir, LIST));
    const numbers = list.toString('utf8').match(/\d{8,15}/g) ?? [];
    expect([...beds, numbers[0] ?? ''].every((text) => text.length > 7)).toBe(true);
    expect(filesWith(path.join(results, KEPT), [...beds, ...numbers], () => false)).toEqual([]);

    // The results belong to the case at this path.
    rmSync(path.join(caseDir, LIST));
    try {
      const decided = await cellsweep(['run', caseDir, '--out', results, '--quiet']);
      expect(decided.code).toBe(EXIT.done);
      expect(decided.out).toContain('NOTHING WAS MASKED');
    } finally {
      writeFileSync(path.join(caseDir, LIST), list);
    }
    const never = scratch.fresh('never-held');
    await cellsweep(['run', await neverHeld(), '--out', never, '--quiet']);
    expect(whatRemains(results)).toEqual(whatRemains(never));
  });
});
