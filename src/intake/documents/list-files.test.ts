import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listCaseFiles, roleOf } from './list-files.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cellsweep-list-'));
  await mkdir(join(folder, 'prisons/annex'), { recursive: true });
  await mkdir(join(folder, 'empty'));
  for (const path of ['case.json', 'prisons/rolls.csv', 'prisons/annex/é.csv', 'prisons.csv', '.hidden']) {
    await writeFile(join(folder, path), '');
  }
  await symlink(folder, join(folder, 'loop'));
  await mkdir(join(folder, 'operators/x/cells.csv.gz'), { recursive: true });
  await writeFile(join(folder, 'operators/x/cells.csv.gz/-a\nb'), '');
  await mkdir(join(folder, 'protected-numbers.csv'));
  execFileSync('mkfifo', [join(folder, 'operators/x/fifo')]);
});
afterAll(() => rm(folder, { recursive: true }));

describe('listCaseFiles', () => {
  it('lists every file once, hidden ones, links and FIFOs included, in one order, and enters no link', async () => {
    expect(await listCaseFiles(folder)).toEqual([
      '.hidden',
      'case.json',
      'loop',
      'operators/x/cells.csv.gz/-a\nb',
      'operators/x/fifo',
      'prisons.csv',
      'prisons/annex/é.csv',
      'prisons/rolls.csv',
      // A folder under the name of a document: it is missed.
      'protected-numbers.csv',
    ]);
  });

  it('throws CASE_NOT_FOUND where there is no folder', async () => {
    await expect(listCaseFiles(join(folder, 'nowhere'))).rejects.toMatchObject({
      code: 'CASE_NOT_FOUND',
      message: 'The case folder cannot be listed (ENOENT).',
    });
  });

  it('says of a closed folder that it lies inside, without its name', async () => {
    const closed = join(folder, 'closed-case', 'operators');
    await mkdir(closed, { recursive: true });
    await chmod(folder, 0o755);
    await chmod(closed, 0);
    // The superuser may list every folder: who is not allowed to asks.
    const isSuperuser = process.geteuid?.() === 0;
    if (isSuperuser) process.seteuid?.(65_534);
    const error: unknown = await listCaseFiles(join(folder, 'closed-case'))
      .catch((thrown: unknown) => thrown)
      .finally(() => {
        if (isSuperuser) process.seteuid?.(0);
      });
    await chmod(closed, 0o755);
    expect(error).toMatchObject({
      code: 'CASE_NOT_FOUND',
      message: expect.stringMatching(/^A folder inside the case folder cannot be listed \(EACCES\)/),
    });
    expect(String(error)).not.toContain('operators');
  });
});

describe('roleOf', () => {
  it.each([
    ['case.json', 'manifest'],
    ['authorisations.json', 'acts'],
    ['prisons/rolls.csv.gz', 'document'],
    ['sensors/detections.csv', 'document'],
    ['prisons/walls.csv', 'document'],
    ['operators/orvane/SHEET.txt', 'operator'],
    ['operators/orvane/2025/cells.csv', 'operator'],
    ['operators/stray.csv', 'unknown'],
    ['prisons/Rolls.csv', 'unknown'],
    ['rolls.csv', 'unknown'],
  ])('%s is %s', (path, role) => {
    expect(roleOf(path)).toBe(role);
  });
});
