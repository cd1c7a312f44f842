import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { globCovers } from '../../src/authority/index.ts';
import { EXIT } from '../../src/cli/exit-codes.ts';
import { cellsweep } from '../../src/cli/run-command.testing.ts';
import { KEPT } from '../../src/cli/workspace.ts';
import { readLog, verifyCustody } from '../../src/custody/index.ts';
import { listCaseFiles } from '../../src/intake/index.ts';
import { makeScratch, resultOf } from './chain.testing.ts';

interface ActText {
  readonly id: string;
  readonly covers: readonly string[];
}

describe('files under custody that no act covers any more', { timeout: 240_000 }, () => {
  const scratch = makeScratch();
  afterAll(scratch.remove);
  let caseDir: string;
  let results: string;
  let original: ActText[];
  let act: ActText;
  let files: string[];
  let first: ReturnType<typeof resultOf>;
  let never: ReturnType<typeof resultOf>;
  const writeActs = (dir: string, acts: readonly ActText[]): void =>
    writeFileSync(path.join(dir, 'authorisations.json'), JSON.stringify(acts));
  const run = (dir: string, out: string) => cellsweep(['run', dir, '--out', out, '--quiet', '--only-detect']);
  const entries = async () => (await readLog(path.join(results, KEPT, 'custody'))).entries;
  const originals = async (): Promise<number> => {
    const kept = new Set((await entries()).flatMap((entry) => (entry.type === 'file-received' ? [entry.sha256] : [])));
    const file = (digest: string) =>
      path.join(results, KEPT, 'custody', 'originals', digest.slice(0, 2), digest.slice(2));
    return [...kept].filter((digest) => existsSync(file(digest))).length;
  };
  /** That of results whose case folder holds the files, uncovered: refusals.csv names them. */
  const apartFromNames = ({ tables, summary }: ReturnType<typeof resultOf>) => ({
    summary,
    tables: {
      ...tables,
      'refusals.csv': (tables['refusals.csv'] ?? '')
        .split('\n')
        .filter((row) => !files.some((file) => row.startsWith(`${file},,AUTHORITY_MISSING`)))
        .join('\n'),
    },
  });

  beforeAll(async () => {
    caseDir = scratch.copyOf((await scratch.world()).caseDir);
    original = JSON.parse(readFileSync(path.join(caseDir, 'authorisations.json'), 'utf8')) as ActText[];
    act = original.find(({ covers }) => covers.some((glob) => glob.includes('cordiane/cells_'))) as ActText;
    files = (await listCaseFiles(caseDir)).filter((file) => act.covers.some((glob) => globCovers(glob, file)));
    const without = scratch.copyOf(caseDir);
    for (const file of files) rmSync(path.join(without, file));
    writeActs(
      without,
      original.filter(({ id }) => id !== act.id),
    );
    const other = scratch.fresh('never');
    await run(without, other);
    never = resultOf(other);
    results = scratch.fresh('results');
    await run(caseDir, results);
    first = resultOf(results);
  }, 240_000);

  it('are not deleted by a retention before any run has told of them', async () => {
    const kept = await originals();
    writeActs(caseDir, []);
    const { code, out } = await cellsweep(['retention', results]);
    expect([code, out]).toEqual([
      EXIT.done,
      expect.stringMatching(/NO ACT COVERS ANY MORE, KEPT with all bytes: .* then this command deletes them/),
    ]);
    expect(await originals()).toBe(kept);
    expect(resultOf(results)).toEqual(first);
  });

  it('stay where an act that covers them now has ended, which is said, and what to do', async () => {
    const kept = await originals();
    const slip = { ...act, covers: act.covers.map((glob) => glob.replace('cells_', 'cels_')) };
    const over = { ...act, id: 'OVER', retain_until: '2020-01-01T00:00:00Z' };
    writeActs(caseDir, [...original.filter(({ id }) => id !== act.id), slip, over]);
    const { code, out } = await cellsweep(['retention', results]);
    expect([code, out]).toEqual([
      EXIT.done,
      expect.stringMatching(/^Rows and results that rest on OVER are deleted; no kept file is\.\n/),
    ]);
    expect(out).toContain(`${files.length} files under custody that NO ACT COVERS ANY MORE, KEPT with all bytes`);
    for (const file of files) expect(out).toContain(file);
    expect(await originals()).toBe(kept);
  });

  it('are kept where the list of acts is empty, whatever becomes of the run', async () => {
    const kept = await originals();
    writeActs(caseDir, []);
    await run(caseDir, results);
    expect(await originals()).toBeGreaterThanOrEqual(kept);
    expect((await entries()).filter(({ type }) => type === 'retention-deleted')).toEqual([]);
    writeActs(caseDir, original);
    expect((await run(caseDir, results)).code).toBe(EXIT.done);
    expect(resultOf(results)).toEqual(first);
  });

  it.each(['whose act is gone', 'whose act names other files'])(
    '%s give the results of a case that never had them, and a warning',
    async (how) => {
      const [kept, before] = [await originals(), (await entries()).length];
      const slip = { ...act, covers: act.covers.map((glob) => glob.replace('cells_', 'cels_')) };
      writeActs(
        caseDir,
        original.flatMap((a) => (a.id !== act.id ? [a] : how === 'whose act is gone' ? [] : [slip])),
      );
      const { code, out } = await run(caseDir, results);
      expect(code).toBe(EXIT.done);
      expect(out.trimStart()).toMatch(/^BEFORE YOU READ ON/);
      expect(out).toContain(`! ${files.length} files under custody that NO ACT COVERS ANY MORE: not read;`);
      expect(apartFromNames(resultOf(results))).toEqual(never);
      const made = (await entries()).slice(before);
      expect(
        made.flatMap((entry) => (entry.type === 'file-refused' && entry.act === null ? [entry.path] : [])),
      ).toEqual(expect.arrayContaining(files));
      expect(made.map(({ type }) => type)).not.toContain('retention-deleted');
      // One original was added: the changed list of acts.
      expect(await originals()).toBe(kept + 1);
      // Said once: the next run has nothing new to say of them, and warns all the same.
      const size = (await entries()).length;
      const again = await run(caseDir, results);
      expect(again.out).toContain('NO ACT COVERS ANY MORE');
      expect((await entries()).slice(size).map(({ type }) => type)).not.toContain('file-refused');
      expect((await verifyCustody(path.join(results, KEPT, 'custody'))).problems).toEqual([]);
      // Mended, they are read from what was kept.
      writeActs(caseDir, original);
      expect((await run(caseDir, results)).out).not.toContain('NO ACT COVERS');
      expect(resultOf(results)).toEqual(first);
    },
  );

  it('are deleted by retention, which says who, why and under no act; results stay', async () => {
    // One of them is gone from the case folder as well.
    const [away = ''] = files;
    const bytes = readFileSync(path.join(caseDir, away));
    rmSync(path.join(caseDir, away));
    writeActs(
      caseDir,
      original.filter(({ id }) => id !== act.id),
    );
    const told = await run(caseDir, results);
    expect(told.out).toContain(`${files.length} files under custody that NO ACT COVERS ANY MORE`);
    expect(told.out).not.toContain(`${away}: an earlier run received it`);
    const standing = resultOf(results);
    const size = (await entries()).length;
    const by = ['--who', 'a clerk', '--why', 'order of 2025-05-20'];
    const { code, out } = await cellsweep(['retention', results, ...by]);
    expect([code, out]).toEqual([
      EXIT.done,
      expect.stringContaining(`${files.length} files that no act covers any more`),
    ]);
    for (const file of files) expect(out).toContain(file);
    const deleted = (await entries()).slice(size);
    expect(deleted).toHaveLength(files.length);
    for (const entry of deleted)
      expect(entry).toMatchObject({
        type: 'retention-deleted',
        act: null,
        reason: 'no-act',
        who: 'a clerk',
        why: 'order of 2025-05-20',
      });
    expect(resultOf(results)).toEqual(standing);
    expect((await verifyCustody(path.join(results, KEPT, 'custody'))).problems).toEqual([]);
    expect((await cellsweep(['retention', results])).out).toBe('Nothing is past its retention.\n');
    expect((await run(caseDir, results)).out).not.toContain('NO ACT COVERS ANY MORE');
    // No retention ended: under an act they may be received again.
    writeFileSync(path.join(caseDir, away), bytes);
    writeActs(caseDir, original);
    await run(caseDir, results);
    expect(resultOf(results)).toEqual(first);
  });
});
