import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openCustody } from './custody.ts';
import { realDisk, type Disk } from './disk.ts';
import { putPath, receivePath } from './keep-path.testing.ts';
import { openLog } from './log.ts';
import { verifyCustody } from './verify-log.ts';

const now = (): Date => new Date('2025-05-20T04:00:00Z');
const annulled = { act: 'ACT-1', reason: 'act-annulled' } as const;
const by = { who: 'a clerk', why: 'a decision' };

function freshCase(): { dir: string; source: (content: string) => string } {
  const base = mkdtempSync(join(tmpdir(), 'custody-case-'));
  return {
    dir: join(base, 'custody'),
    source(content) {
      writeFileSync(join(base, 'source'), content);
      return join(base, 'source');
    },
  };
}

describe('custody of a case', () => {
  it('logs a receipt once for each change of a path, also after reopening', async () => {
    const { dir, source } = freshCase();
    const logged = async (content: string): Promise<number> => {
      const custody = await openCustody(dir, { now });
      await receivePath(custody, 'operators/a.csv', source(content));
      await receivePath(custody, 'operators/a.csv', source(content));
      const size = Number(custody.checkpoint().split('\n')[1]);
      await custody.close();
      return size;
    };
    expect(await logged('one')).toBe(1);
    expect(await logged('one')).toBe(1);
    expect(await logged('two')).toBe(2);
    expect(await logged('one')).toBe(3);
    expect(await verifyCustody(dir)).toMatchObject({ ok: true, size: 3 });
  });

  it('repeats a receipt that was lost between keeping and logging', async () => {
    const { dir, source } = freshCase();
    const first = await openCustody(dir, { now });
    await putPath(first.originals, source('kept, not logged'));
    await first.close();
    expect((await verifyCustody(dir)).problems.map((p) => p.code)).toEqual(['ORIGINAL_NOT_LOGGED']);
    const second = await openCustody(dir, { now });
    await receivePath(second, 'a.csv', source('kept, not logged'));
    await second.close();
    expect(await verifyCustody(dir)).toMatchObject({ ok: true, size: 1 });
  });

  it('keeps a lost original again, under the receipt that stands', async () => {
    const { dir, source } = freshCase();
    const custody = await openCustody(dir, { now });
    const { sha256 } = await receivePath(custody, 'a.csv', source('one'));
    rmSync(custody.originals.path(sha256));
    expect((await verifyCustody(dir)).problems).toMatchObject([{ code: 'ORIGINAL_MISSING', index: 0 }]);
    await receivePath(custody, 'a.csv', source('one'));
    await custody.close();
    expect(await verifyCustody(dir)).toMatchObject({ ok: true, size: 1 });
  });

  it('forgets every version of a path, but not bytes that another path needs', async () => {
    const { dir, source } = freshCase();
    const custody = await openCustody(dir, { now });
    const shared = await receivePath(custody, 'a.csv', source('shared'));
    const own = await receivePath(custody, 'a.csv', source('own'));
    await receivePath(custody, 'b.csv', source('shared'));
    expect(await custody.forgetFiles([{ path: 'a.csv', ...annulled }], by)).toBe(2);
    expect(await custody.forgetFiles([{ path: 'a.csv', ...annulled }], by)).toBe(0);
    expect(await custody.originals.list()).toEqual([shared.sha256]);
    expect(await verifyCustody(dir)).toMatchObject({ ok: true, size: 5 });
    expect(await custody.forgetFiles([{ path: 'b.csv', ...annulled }], by)).toBe(1);
    expect(await custody.originals.list()).toEqual([]);
    await receivePath(custody, 'a.csv', source('own'));
    expect(await custody.originals.list()).toEqual([own.sha256]);
    await custody.close();
    expect(await verifyCustody(dir)).toMatchObject({ ok: true, size: 7 });
  });

  it('forgets many files, and refuses them, in one step each; who and why stand in the log', async () => {
    const { dir, source } = freshCase();
    const heads: string[] = [];
    const disk: Disk = {
      ...realDisk,
      rename: async (from, to) => {
        await realDisk.rename(from, to);
        if (to.endsWith('checkpoint')) heads.push(to);
      },
    };
    const custody = await openCustody(dir, { now, disk });
    const paths = Array.from({ length: 5 }, (_, i) => `${i}.csv`);
    for (const path of paths) await receivePath(custody, path, source(path));
    heads.length = 0;
    await custody.forgetFiles(
      paths.map((path) => ({ path, ...annulled })),
      by,
    );
    expect(heads.length).toBe(1);
    expect(await custody.originals.list()).toEqual([]);
    await custody.refuseFiles(paths.map((path) => ({ path, code: 'AUTHORITY_MISSING', act: 'ACT-1' })));
    expect(heads.length).toBe(2);
    await custody.close();
    const report = await verifyCustody(dir);
    expect(report).toMatchObject({ ok: true, size: 15 });
    expect(report.entries[5]).toMatchObject({ type: 'retention-deleted', path: '0.csv', ...annulled, ...by });
  });

  it('logs a refusal once until something else is said of the file', async () => {
    const { dir, source } = freshCase();
    const refusal = { path: 'a.csv', code: 'AUTHORITY_MISSING', act: null };
    const sizeAfter = async (...refusals: (typeof refusal)[]): Promise<number> => {
      const custody = await openCustody(dir, { now });
      if (refusals.length === 0) await receivePath(custody, 'a.csv', source('one'));
      await custody.refuseFiles(refusals);
      const size = Number(custody.checkpoint().split('\n')[1]);
      await custody.close();
      return size;
    };
    expect(await sizeAfter()).toBe(1);
    expect([await sizeAfter(refusal), await sizeAfter(refusal)]).toEqual([2, 2]);
    expect(await sizeAfter({ ...refusal, code: 'FILE_UNREADABLE' })).toBe(3);
    // Read again: the same bytes are received anew, so that the next refusal is told.
    expect([await sizeAfter(), await sizeAfter()]).toEqual([4, 4]);
    expect(await sizeAfter(refusal)).toBe(5);
    expect(await verifyCustody(dir)).toMatchObject({ ok: true, size: 5 });
  });

  it('logs a receipt anew where other acts cover the same bytes', async () => {
    const { dir, source } = freshCase();
    const custody = await openCustody(dir, { now });
    for (const acts of [['A', 'B'], ['B', 'A'], ['B'], ['B']])
      await receivePath(custody, 'a.csv', source('one'), { acts });
    await custody.close();
    const { ok, entries } = await verifyCustody(dir);
    expect([ok, entries.map((entry) => entry.type === 'file-received' && entry.acts)]).toEqual([
      true,
      [['A', 'B'], ['B']],
    ]);
  });

  it('finishes a deletion that was logged but not done', async () => {
    const { dir, source } = freshCase();
    const custody = await openCustody(dir, { now });
    const { sha256 } = await receivePath(custody, 'a.csv', source('one'));
    await custody.close();
    const log = await openLog(dir, { now });
    await log.append({ type: 'retention-deleted', path: 'a.csv', sha256, ...annulled, ...by });
    await log.close();
    expect((await verifyCustody(dir)).problems.map((p) => p.code)).toEqual(['ORIGINAL_NOT_DELETED']);
    await (await openCustody(dir, { now })).close();
    expect(await verifyCustody(dir)).toMatchObject({ ok: true, size: 2 });
  });

  it('is not new where originals are left but the log was taken away', async () => {
    const { dir, source } = freshCase();
    const custody = await openCustody(dir, { now });
    await receivePath(custody, 'a.csv', source('one'));
    await custody.close();
    const before = readFileSync(join(dir, 'vkey'), 'utf8');
    cpSync(dir, `${dir}.copy`, { recursive: true });
    for (const gone of ['checkpoint', 'tile', 'vkey', 'key']) rmSync(join(dir, gone), { recursive: true });
    await expect(openCustody(dir, { now })).rejects.toMatchObject({ code: expect.stringMatching(/^LOG_/) });
    expect(readFileSync(join(`${dir}.copy`, 'vkey'), 'utf8')).toBe(before);
  });
});
