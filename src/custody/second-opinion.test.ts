import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openCustody } from './custody.ts';
import { receivePath } from './keep-path.testing.ts';
import { PROBLEM_CODES } from './read-log.ts';
import { verifyCustody } from './verify-log.ts';

const page = readFileSync(new URL('../../docs/formats/custody-log.md', import.meta.url), 'utf8');
const blockOf = (language: string): string => new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 's').exec(page)?.[1] ?? '';
const hasTools = [
  ['python3', '--version'],
  ['openssl', 'version'],
  ['sha256sum', '--version'],
].every(([tool = '', argument = '']) => spawnSync(tool, [argument]).status === 0);
if (!hasTools) console.warn('SKIPPED: python3, openssl or sha256sum is not here to give a second opinion on the log');

/** Flips the lowest bit of the first byte. */
function alter(path: string): void {
  const bytes = readFileSync(path);
  bytes[0] = (bytes[0] ?? 0) ^ 1;
  writeFileSync(path, bytes);
}

describe('the page on the format', () => {
  it('explains every problem code', () => {
    const explained = [...page.matchAll(/^\| `([A-Z_]+)` *\| (.*?) *\|$/gm)].map(([, code, meaning]) => [
      code,
      meaning,
    ]);
    expect(explained).toEqual(Object.entries(PROBLEM_CODES));
  });

  it.skipIf(!hasTools)('lets others verify with other tools', async () => {
    const base = mkdtempSync(join(tmpdir(), 'custody-second-'));
    const dir = join(base, 'custody');
    writeFileSync(join(base, 'a.csv'), 'a,b\n');
    const custody = await openCustody(dir, { now: () => new Date('2025-05-20T04:00:00Z') });
    const { sha256 } = await receivePath(custody, 'a.csv', join(base, 'a.csv'));
    await custody.appendMany(
      Array.from({ length: 700 }, (_, rows) => ({ type: 'read', who: 'w', why: 'é', act: 'a', stage: 's', rows })),
    );
    await custody.close();
    const python = (): ReturnType<typeof spawnSync> => spawnSync('python3', ['-c', blockOf('python'), dir]);
    const shell = (): string => spawnSync('sh', ['-c', blockOf('sh')], { cwd: dir, encoding: 'utf8' }).stdout;

    const { root } = await verifyCustody(dir);
    expect(String(python().stdout)).toBe(`701 entries, root ${root}\n`);
    expect(shell()).toBe('');
    alter(join(dir, 'tile/entries/001'));
    expect(python().status).not.toBe(0);
    spawnSync('chmod', ['600', custody.originals.path(sha256)]);
    alter(custody.originals.path(sha256));
    expect(shell()).toBe(`ALTERED ./${sha256.slice(0, 2)}/${sha256.slice(2)}\n`);
  });
});
