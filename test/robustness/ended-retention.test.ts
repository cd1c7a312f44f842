import { copyFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EXIT } from '../../src/cli/exit-codes.ts';
import { cellsweep } from '../../src/cli/run-command.testing.ts';
import { KEPT } from '../../src/cli/workspace.ts';
import { readLog } from '../../src/custody/index.ts';
import { makeScratch, tablesOf } from './chain.testing.ts';

interface ActText {
  readonly id: string;
  readonly covers: readonly string[];
  readonly from: string;
  readonly until: string;
  readonly retain_until: string;
}
const PAST = '2020-01-01T00:00:00Z';
const AS_OF = '2021-01-01T00:00:00Z';

describe('an act whose retention was enforced', () => {
  const scratch = makeScratch();
  afterAll(scratch.remove);
  let caseDir: string;
  let results: string;
  /** Covers records by cell, in two parts of one period: the first part ends. */
  let split: ActText;
  /** Covers records by handset, alone. */
  let alone: ActText;
  const actsIn = (dir: string): ActText[] =>
    JSON.parse(readFileSync(path.join(dir, 'authorisations.json'), 'utf8')) as ActText[];
  const writeActs = (dir: string, acts: readonly ActText[]): void =>
    writeFileSync(path.join(dir, 'authorisations.json'), JSON.stringify(acts));
  const entries = async () => (await readLog(path.join(results, KEPT, 'custody'))).entries;

  /** The acts of the case, one split at the middle of its period; `first` is what becomes of its first half. */
  const acts = (original: readonly ActText[], first: readonly Partial<ActText>[]): ActText[] =>
    original.flatMap((act): ActText[] => {
      if (act.id === alone.id) return [{ ...act, retain_until: PAST }];
      if (act.id !== split.id) return [act];
      const middle = new Date((Date.parse(act.from) + Date.parse(act.until)) / 2).toISOString();
      return [...first.map((changed) => ({ ...act, until: middle, ...changed })), { ...act, id: 'REST', from: middle }];
    });
  const run = (dir: string, out: string) => cellsweep(['run', dir, '--out', out, '--quiet', '--only-detect']);
  let original: ActText[];
  let first: Awaited<ReturnType<typeof run>>;

  beforeAll(async () => {
    caseDir = scratch.copyOf((await scratch.world()).caseDir);
    original = actsIn(caseDir);
    const covering = (part: string): ActText => {
      const found = original.find(({ covers }) => covers.some((glob) => glob.includes(part)));
      if (found === undefined) throw new Error(`the made case has no act on ${part}`);
      return found;
    };
    split = covering('/cells_*');
    alone = covering('/handsets_*');
    writeActs(caseDir, acts(original, [{ retain_until: PAST }]));
    results = scratch.fresh('ended');
    first = await run(caseDir, results);
  }, 240_000);

  it(
    'is named by the command, and the next run is that of a case that never had it',
    { timeout: 300_000 },
    async () => {
      expect(first.out).toMatch(/the retention of 2 acts .* has ended/);
      const { out } = await cellsweep(['retention', results, '--as-of', AS_OF]);
      expect(out).toContain(`(${[split.id, alone.id].sort().join(', ')})`);
      expect((await cellsweep(['log', 'verify', results])).code).toBe(EXIT.done);
      const size = (await entries()).length;
      const again = await run(caseDir, results);
      expect([again.code, again.out]).toEqual([EXIT.done, expect.not.stringContaining('the retention of')]);
      const reads = (await entries()).slice(size).flatMap((entry) => (entry.type === 'read' ? [entry.act] : []));
      expect(reads).toContain('REST');
      expect(reads).not.toContain(split.id);
      expect(reads).not.toContain(alone.id);

      const never = scratch.copyOf(caseDir);
      writeActs(
        never,
        acts(original, []).filter(({ id }) => id !== alone.id),
      );
      const fresh = scratch.fresh('never');
      await run(never, fresh);
      expect({ ...tablesOf(results), 'refusals.csv': '' }).toEqual({ ...tablesOf(fresh), 'refusals.csv': '' });
      const done = await cellsweep(['retention', results, '--as-of', AS_OF]);
      expect(done.out).toBe('Nothing is past its retention.\n');
      expect((await cellsweep(['act', 'list', results])).out).toMatch(new RegExp(`${alone.id} +ended, deleted`));
    },
  );

  it('lets nothing come back under another name', { timeout: 240_000 }, async () => {
    const glob = alone.covers.find((text) => text.includes('*')) ?? '';
    const folder = path.join(caseDir, path.dirname(glob));
    const name = readdirSync(folder).find((file) => file.startsWith('handsets_')) ?? '';
    const other = name.replace('handsets_', 'handsets_again_');
    copyFileSync(path.join(folder, name), path.join(folder, other));
    const size = (await entries()).length;
    expect((await run(caseDir, results)).code).toBe(EXIT.done);
    const received = (await entries()).slice(size).filter((entry) => entry.type === 'file-received');
    expect(received.map((entry) => entry.path)).not.toContain(path.posix.join(path.dirname(glob), other));
    expect(tablesOf(results)['refusals.csv']).toMatch(
      new RegExp(`${other},.*AUTHORITY_MISSING,.*end of their retention`),
    );
    rmSync(path.join(folder, other));
  });
});
