import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KEPT } from '../../src/cli/workspace.ts';
import { verifyCustody } from '../../src/custody/index.ts';
import { makeScratch, resultOf, runToEnd, seeded, seedFor, tablesOf, type Ending } from './chain.testing.ts';
import { filesBelow } from './stored-bytes.testing.ts';

const loaded = (ending: Ending): string[] =>
  ending.steps.flatMap((s) => (s.note !== undefined && !s.note.endsWith('(known)') ? [s.note] : []));

describe('the results of a case', () => {
  const scratch = makeScratch();
  let caseDir: string;
  let first: string;
  beforeAll(async () => {
    ({ caseDir } = await scratch.world());
    first = scratch.fresh('first');
    await runToEnd(caseDir, first);
  }, 120_000);
  afterAll(scratch.remove);

  it('are the same bytes wherever the case lies, and again', { timeout: 120_000 }, async () => {
    const second = scratch.fresh('{second, *?} résultats');
    await runToEnd(scratch.copyOf(caseDir), second);
    expect(resultOf(second)).toEqual(resultOf(first));
    const again = await runToEnd(caseDir, first);
    expect(loaded(again)).toEqual([]);
    expect(resultOf(first)).toEqual(resultOf(second));
  });

  it('grow by a delivery as if it had always been there, and shrink without it', { timeout: 120_000 }, async () => {
    const name = 'operators/brumatel/cells_P1.csv.gz';
    const copy = scratch.copyOf(caseDir);
    const aside = scratch.fresh('aside');
    renameSync(path.join(copy, name), aside);
    const results = scratch.fresh('growing');
    await runToEnd(copy, results);
    const without = resultOf(results);
    expect(without.tables['handsets.csv']).not.toBe(tablesOf(first)['handsets.csv']);
    renameSync(aside, path.join(copy, name));
    expect(loaded(await runToEnd(copy, results))).toEqual([name]);
    expect(resultOf(results)).toEqual(resultOf(first));
    rmSync(path.join(copy, name));
    expect(loaded(await runToEnd(copy, results))).toEqual([]);
    expect(resultOf(results)).toEqual(without);
  });

  it('do not depend on the order or the names of the deliveries', { timeout: 60_000 }, async () => {
    const copy = scratch.copyOf(caseDir);
    const operators = path.join(copy, 'operators');
    // The order of operators is that of their folders; of files, that of their names. Acts cover cells_* and handsets_*.
    for (const file of filesBelow(operators).filter((f) => /\/(cells|handsets)_/.test(f))) {
      const [folder, base] = [path.dirname(file), path.basename(file)];
      const digest = createHash('sha256').update(`x${base}`).digest('hex').slice(0, 6);
      renameSync(path.join(operators, file), path.join(operators, folder, base.replace('_', `_${digest}_`)));
    }
    const results = scratch.fresh('renamed');
    await runToEnd(copy, results);
    for (const table of ['handsets.csv', 'trace.csv']) expect(tablesOf(results)[table]).toBe(tablesOf(first)[table]);
  });

  it('rest on a custody in which any flipped bit is found', { timeout: 60_000 }, async () => {
    const custody = path.join(first, KEPT, 'custody');
    expect((await verifyCustody(custody)).problems).toEqual([]);
    const random = seeded(seedFor('flipped bits', 8));
    const files = filesBelow(custody).filter((file) => !/lock|\.key$|private/.test(file));
    mkdirSync(custody, { recursive: true });
    const unseen: string[] = [];
    for (let i = 0; i < 20; i++) {
      const file = path.join(custody, files[Math.floor(random() * files.length)] as string);
      const bytes = readFileSync(file);
      if (bytes.length === 0) continue;
      const bit = Math.floor(random() * bytes.length * 8);
      const flipped = Buffer.from(bytes);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      rmSync(file);
      writeFileSync(file, flipped);
      if ((await verifyCustody(custody)).ok) unseen.push(`bit ${bit} of ${path.relative(custody, file)}`);
      rmSync(file);
      writeFileSync(file, bytes);
    }
    expect(unseen).toEqual([]);
    expect((await verifyCustody(custody)).ok).toBe(true);
  });
});
