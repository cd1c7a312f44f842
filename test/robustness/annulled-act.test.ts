import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { globCovers } from '../../src/authority/index.ts';
import { KEPT } from '../../src/cli/workspace.ts';
import { verifyCustody } from '../../src/custody/index.ts';
import { listCaseFiles } from '../../src/intake/index.ts';
import { makeScratch, resultOf, runToEnd, tablesOf } from './chain.testing.ts';
import { filesBelow, filesWith, storedRows } from './stored-bytes.testing.ts';

interface ActText {
  id: string;
  covers: string[];
  status: string;
  purpose: string;
}
const actsIn = (caseDir: string): ActText[] =>
  JSON.parse(readFileSync(path.join(caseDir, 'authorisations.json'), 'utf8')) as ActText[];
const writeActs = (caseDir: string, acts: readonly ActText[]): void =>
  writeFileSync(path.join(caseDir, 'authorisations.json'), JSON.stringify(acts));

describe('an act that is annulled', () => {
  const scratch = makeScratch();
  afterAll(scratch.remove);
  let caseDir: string;
  let act: ActText;
  let files: string[];
  let onlyThere: string[];
  let never: ReturnType<typeof resultOf>;
  let digests: string[];
  const withoutItsFiles = (results: string) => {
    const { tables, summary } = resultOf(results);
    const refusals = (tables['refusals.csv'] ?? '')
      .split('\n')
      .filter((row) => !files.some((f) => row.startsWith(`${f},,`)));
    return { tables: { ...tables, 'refusals.csv': refusals.join('\n') }, summary };
  };
  beforeAll(async () => {
    ({ caseDir } = await scratch.world());
    const acts = actsIn(caseDir);
    // Handsets of one operator: they bring identifiers that stand nowhere else.
    act = acts.find((a) => a.covers.some((glob) => glob.includes('cordiane/cells_'))) as ActText;
    const all = await listCaseFiles(caseDir);
    files = all.filter((file) => act.covers.some((glob) => globCovers(glob, file)));
    const text = (file: string): string => {
      const bytes = readFileSync(path.join(caseDir, file));
      return (file.endsWith('.gz') ? execFileSync('gzip', ['-dc'], { input: bytes }) : bytes).toString('latin1');
    };
    digests = files.map((file) =>
      createHash('sha256')
        .update(readFileSync(path.join(caseDir, file)))
        .digest('hex'),
    );
    const elsewhere = all
      .filter((file) => !files.includes(file))
      .map(text)
      .join('\n');
    const numbers = new Set(files.flatMap((file) => text(file).match(/\d{11,16}/g) ?? []));
    // One operator writes +33 before a number, another 0.
    onlyThere = [...numbers].filter(
      (number) => !elsewhere.includes(number.startsWith('33') ? number.slice(2) : number.slice(0, 14)),
    );
    const copy = scratch.copyOf(caseDir);
    for (const file of files) rmSync(path.join(copy, file));
    writeActs(
      copy,
      acts.filter((a) => a.id !== act.id),
    );
    const results = scratch.fresh('never');
    await runToEnd(copy, results);
    never = withoutItsFiles(results);
  }, 120_000);

  it.each(['in authorisations.json', 'by the command'])(
    '%s leaves what a case gives that never held its files',
    { timeout: 200_000 },
    async (where) => {
      expect(files.length).toBeGreaterThan(0);
      expect(onlyThere.length).toBeGreaterThan(20);
      const copy = scratch.copyOf(caseDir);
      const results = scratch.fresh('annulled');
      await runToEnd(copy, results);
      const before = filesBelow(path.join(results, KEPT, 'custody'));
      expect(digests.every((d) => before.some((f) => f.replaceAll('/', '').endsWith(d)))).toBe(true);
      expect(tablesOf(results)).not.toEqual(never.tables);
      if (where === 'in authorisations.json')
        writeActs(
          copy,
          actsIn(copy).map((a) => (a.id === act.id ? { ...a, status: 'annulled' } : a)),
        );
      const { steps } = await runToEnd(copy, results, where === 'by the command' ? { annul: act.id } : {});
      // Of many files that takes long: it is told how far it is.
      const taken = steps.filter(({ stage }) => stage === 'revoke').map(({ done }) => done);
      expect(taken).toEqual(files.map((_, i) => i + 1));
      const found = withoutItsFiles(results);
      expect(found.tables).toEqual(never.tables);
      expect(found.summary).toEqual(never.summary);
      for (const file of files) expect(tablesOf(results)['refusals.csv']).toContain(`${file},,AUTHORITY_MISSING,`);

      const after = filesBelow(path.join(results, KEPT, 'custody'));
      expect(digests.filter((d) => after.some((f) => f.replaceAll('/', '').endsWith(d)))).toEqual([]);
      expect((await verifyCustody(path.join(results, KEPT, 'custody'))).problems).toEqual([]);
      expect(filesWith(results, onlyThere, () => false)).toEqual([]);
      // The record store opens once in a process: the second case looks into it.
      const rows = where === 'by the command' ? await storedRows(results) : new Map<string, string[]>();
      const leaked = [...rows].filter(([, texts]) =>
        texts.some((t) => onlyThere.some((n) => t.includes(n.slice(0, 14)))),
      );
      expect(leaked.map(([table]) => table)).toEqual([]);
      // Compressed parts hide what stands in them: parts of loads that are revoked must not be there at all.
      // The earlier states of a load stand there until the engine merges them away: the last one counts.
      const order = ['begun', 'readable', 'revoked'];
      const states = new Map<number, number>();
      for (const row of rows.get('load') ?? []) {
        const { load_id, state } = JSON.parse(row) as { load_id: number; state: string };
        states.set(load_id, Math.max(states.get(load_id) ?? 0, order.indexOf(state)));
      }
      const revoked = [...states].filter(([, state]) => state !== 1).map(([load_id]) => load_id);
      expect(revoked.length).toBe(where === 'by the command' ? files.length : 0);
      const parts = filesBelow(path.join(results, KEPT, 'records')).flatMap(
        (f) => /\/(\d+)_\d+_\d+_\d+(?:_\d+)?\/data\.bin$/.exec(`/${f}`)?.[1] ?? [],
      );
      expect(parts.length).toBeGreaterThan(5);
      expect(parts.filter((id) => revoked.includes(Number(id)))).toEqual([]);
    },
  );

  it('covers nothing that may be opened: an uncovered file is never touched', { timeout: 60_000 }, async () => {
    const copy = scratch.copyOf(caseDir);
    const uncovered = path.join(copy, 'operators/arcavel/spontaneous_1.csv.gz');
    rmSync(uncovered);
    // Whoever opens a pipe without a writer waits for ever.
    execFileSync('mkfifo', [uncovered]);
    const results = scratch.fresh('pipe');
    await runToEnd(copy, results);
    const whole = scratch.fresh('whole');
    await runToEnd(caseDir, whole);
    const other = (r: string) => ({ ...tablesOf(r), 'refusals.csv': '' });
    expect(other(results)).toEqual(other(whole));
  });
});
