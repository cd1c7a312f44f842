import { lstatSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { openCustody } from './custody.ts';
import { openRegular, withRegularSync } from './regular-file.ts';

/** What happens between the look at a name and its opening. */
let meanwhile = (): void => undefined;
vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof import('node:fs/promises')>();
  return {
    ...real,
    lstat: async (file: string) => {
      const found = await real.lstat(file);
      meanwhile();
      return found;
    },
  };
});
vi.mock('node:fs', async (original) => {
  const real = await original<typeof import('node:fs')>();
  return {
    ...real,
    lstatSync: (file: string) => {
      const found = real.lstatSync(file);
      meanwhile();
      return found;
    },
  };
});

const SECRET = 'of another case';
const folder = mkdtempSync(path.join(tmpdir(), 'cellsweep-exchanged-'));
const at = (name: string): string => path.join(folder, name);
afterAll(() => rmSync(folder, { recursive: true }));

/** Puts a link where the file stands. */
function exchange(): void {
  meanwhile = () => undefined;
  rmSync(at('file.csv'));
  symlinkSync(at('elsewhere.csv'), at('file.csv'));
}

beforeEach(() => {
  meanwhile = () => undefined;
  rmSync(at('file.csv'), { force: true });
  writeFileSync(at('file.csv'), 'received');
  writeFileSync(at('elsewhere.csv'), SECRET);
});

describe('a file that is exchanged for a link', () => {
  it('after the look at its name is not followed', async () => {
    meanwhile = exchange;
    await expect(openRegular(at('file.csv'))).rejects.toMatchObject({ code: 'NOT_REGULAR', found: 'a symbolic link' });
    expect(lstatSync(at('file.csv')).isSymbolicLink()).toBe(true);
    rmSync(at('file.csv'));
    writeFileSync(at('file.csv'), 'received');
    meanwhile = exchange;
    expect(() => withRegularSync(at('file.csv'), (fd) => readFileSync(fd, 'utf8'))).toThrow(
      expect.objectContaining({ code: 'NOT_REGULAR', found: 'a symbolic link' }),
    );
  });

  it('or for a folder is told as what it is', async () => {
    meanwhile = () => {
      meanwhile = () => undefined;
      renameSync(at('file.csv'), at('away.csv'));
      symlinkSync(folder, at('file.csv'));
      rmSync(at('file.csv'));
      renameSync(mkdtempSync(at('made-')), at('file.csv'));
    };
    await expect(openRegular(at('file.csv'))).rejects.toMatchObject({ code: 'NOT_REGULAR', found: 'a folder' });
    rmSync(at('file.csv'), { recursive: true });
  });

  it('after it was opened is kept as it was opened, also when it is received again', async () => {
    const custody = await openCustody(at('custody'), { now: () => new Date('2025-05-20T04:00:00Z') });
    for (let time = 0; time < 2; time++) {
      rmSync(at('file.csv'));
      writeFileSync(at('file.csv'), 'received');
      const source = await openRegular(at('file.csv'));
      exchange();
      const kept = await custody.receiveFile('file.csv', source);
      await source.close();
      expect(readFileSync(custody.originals.path(kept.sha256), 'utf8')).toBe('received');
    }
    expect(custody.checkpoint().split('\n')[1]).toBe('1');
    await custody.close();
  });
});
