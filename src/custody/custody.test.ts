import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openCustody } from './custody.ts';
import { putPath, receivePath } from './keep-path.testing.ts';
import { openLog } from './log.ts';
import { verifyCustody } from './verify-log.ts';

const now = (): Date => new Date('2025-05-20T04:00:00Z');
const annulled = { act: 'ACT-1', reason: 'act-annulled' } as const;

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
    expect(await custody.forgetFile('a.csv', annulled)).toBe(2);
    expect(await custody.forgetFile('a.csv', annulled)).toBe(0);
    expect(await custody.originals.list()).toEqual([shared.sha256]);
    expect(await verifyCustody(dir)).toMatchObject({ ok: true, size: 5 });
    expect(await custody.forgetFile('b.csv', annulled)).toBe(1);
    expect(await custody.originals.list()).toEqual([]);
    await receivePath(custody, 'a.csv', source('own'));
    expect(await custody.originals.list()).toEqual([own.sha256]);
    await custody.close();
    expect(await verifyCustody(dir)).toMatchObject({ ok: true, size: 7 });
  });

  it('finishes a deletion that was logged but not done', async () => {
    const { dir, source } = freshCase();
    const custody = await openCustody(dir, { now });
    const { sha256 } = await receivePath(custody, 'a.csv', source('one'));
    await custody.close();
    const log = await openLog(dir, { now });
    await log.append({ type: 'retention-deleted', path: 'a.csv', sha256, ...annulled });
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
