import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from './source-files.ts';

/** Each is put together here, so that this file does not hold what it looks for. PeterNeumann is Go's published example. */
const FORBIDDEN: readonly (readonly [why: string, pattern: RegExp])[] = [
  ['a registry host', new RegExp(['registry\\.', '(npmjs|yarnpkg)'].join(''), 'i')],
  ['a package address in a lock file', new RegExp(['"resolved', '": *"http'].join(''))],
  ["a path of somebody's machine", new RegExp(['(^|[\\s\'"`(=])/(work', '|root|home/\\w+|Users/\\w+)/'].join(''), 'm')],
  ['a private key', new RegExp(['-----BEGIN ', '[A-Z ]*PRIVATE KEY-----'].join(''))],
  ['a signer key of a note', new RegExp(['PRIVATE', '\\+KEY\\+(?!PeterNeumann)[\\w.-]+\\+[0-9a-f]{8}\\+'].join(''))],
  ['a token', new RegExp(['\\b(gh[pousr]_|npm_|sk-', 'ant-)[A-Za-z0-9]{20,}'].join(''))],
  [
    'how it was written',
    new RegExp(
      ['\\b(cl', 'aude|anth', 'ropic|chat', 'gpt|co', 'pilot|AI[ -](session|agent)s?|sub-?', 'agents?)\\b'].join(''),
      'i',
    ),
  ],
];

const faultsOf = (text: string): string[] => FORBIDDEN.filter(([, pattern]) => pattern.test(text)).map(([why]) => why);

/** What is committed or about to be; an unpacked archive without git has no such list. */
function tree(): string[] | undefined {
  if (!existsSync(path.join(ROOT, '.git'))) return undefined;
  return execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
    encoding: 'utf8',
  })
    .split('\0')
    .filter((file) => file !== '' && existsSync(path.join(ROOT, file)));
}

const files = tree();
if (files === undefined) console.warn('SKIPPED: without git there is no list of what is committed.');

describe('the tree', () => {
  it.skipIf(files === undefined)('holds no registry, no machine, no secret', () => {
    expect(files?.length).toBeGreaterThan(100);
    const found = (files ?? []).flatMap((file) =>
      faultsOf(readFileSync(path.join(ROOT, file), 'utf8')).map((why) => `${file}: ${why}`),
    );
    expect(found).toEqual([]);
  });

  it.each([
    [['https://registry.', 'npmjs.org/x'], 'a registry host'],
    [['"resolved', '": "https://a.example/x.tgz"'], 'a package address in a lock file'],
    [['see /wo', 'rk/main'], "a path of somebody's machine"],
    [["'/ho", "me/somebody/x'"], "a path of somebody's machine"],
    [['-----BEGIN ', 'EC PRIVATE KEY-----'], 'a private key'],
    [['PRIVATE', '+KEY+name.example+0a0b0c0d+AQAB'], 'a signer key of a note'],
    [['ghp', '_abcdefghijklmnopqrstuvwxyz'], 'a token'],
    [['made by Cl', 'aude'], 'how it was written'],
  ])('would be found: %#', (parts, why) => {
    expect(faultsOf(parts.join(''))).toEqual([why]);
  });
});
