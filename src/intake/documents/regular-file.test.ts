import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { notRegularInWords, openRegularFile, readOwnText, requireOwnFilesRegular } from './regular-file.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'cellsweep-regular-'));
const at = (...names: string[]): string => path.join(folder, ...names);
const socket = createServer();
beforeAll(async () => {
  writeFileSync(at('file.csv'), 'text');
  symlinkSync(at('file.csv'), at('link.csv'));
  symlinkSync(at('nowhere'), at('broken.csv'));
  mkdirSync(at('folder.csv'));
  execFileSync('mkfifo', [at('fifo.csv')]);
  await new Promise<void>((listening) => socket.listen(at('socket.csv'), listening));
});
afterAll(async () => {
  await new Promise((closed) => socket.close(closed));
  rmSync(folder, { recursive: true });
});
const textOf = async (file: string): Promise<string> => text(await openRegularFile(file));

describe('openRegularFile', () => {
  it('opens a regular file, also in a folder that is reached over a link', async () => {
    symlinkSync(folder, at('way'));
    expect(await textOf(at('file.csv'))).toBe('text');
    expect(await textOf(at('way', 'file.csv'))).toBe('text');
  });

  it.each([
    ['link.csv', 'a symbolic link'],
    ['broken.csv', 'a symbolic link'],
    ['folder.csv', 'a folder'],
    ['fifo.csv', 'a FIFO'],
    ['socket.csv', 'a socket'],
  ])('opens nothing of %s', async (name, found) => {
    const error: unknown = await openRegularFile(at(name)).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'NOT_REGULAR', found });
    expect(notRegularInWords(error)).toBe(`no regular file: ${found}`);
  });

  it('opens no device', async () => {
    await expect(openRegularFile('/dev/zero')).rejects.toMatchObject({ found: 'a device' });
  });
});

describe('files of the case itself', () => {
  it.each(['case.json', 'authorisations.json'] as const)('does not follow a link for %s', (name) => {
    const caseDir = mkdtempSync(at('case-'));
    for (const own of ['case.json', 'authorisations.json']) writeFileSync(path.join(caseDir, own), '{}');
    symlinkSync(caseDir, `${caseDir}-link`);
    expect(() => requireOwnFilesRegular(`${caseDir}-link`)).not.toThrow();
    expect(readOwnText(`${caseDir}-link`, name)).toBe('{}');
    rmSync(path.join(caseDir, name));
    symlinkSync(at('file.csv'), path.join(caseDir, name));
    for (const read of [() => requireOwnFilesRegular(caseDir), () => readOwnText(caseDir, name)])
      expect(read).toThrow(
        expect.objectContaining({
          code: 'CASE_NOT_FOUND',
          message: expect.stringContaining(
            `${name} of the case folder is no regular file but a symbolic link`,
          ) as string,
        }),
      );
  });
});
