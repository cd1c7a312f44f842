import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeScratch, seeded, seedFor } from './chain.testing.ts';
import { basesOf, tryBase, type Base } from './mutated-files.ts';
import { openReader, type FileReader } from './read-file.testing.ts';

/** Rows to damage; the whole campaign is CELLSWEEP_FUZZ_ROWS=100000. */
const ROWS = Number(process.env['CELLSWEEP_FUZZ_ROWS'] ?? 5000);

describe(`${ROWS} damaged rows in operators' files`, () => {
  const scratch = makeScratch();
  let reader: FileReader;
  let bases: Base[];
  beforeAll(async () => {
    const { caseDir } = await scratch.world({ seed: 9, prisons: 1, placebos: 1, days: 7, scale: 0.4 });
    reader = await openReader(scratch.fresh('reader'), ['33639980000']);
    bases = await basesOf(reader, caseDir, 700);
  });
  afterAll(async () => {
    await reader.close();
    scratch.remove();
  });

  it('are used or refused one by one, and their neighbours read as before', { timeout: 3_600_000 }, async () => {
    for (const base of bases) expect(base.reading.stored.size).toBeGreaterThan(100);
    let done = 0;
    let files = 0;
    let slowest_s = 0;
    const seed = seedFor('damaged rows', 4711);
    const mean = 220;
    await fc.assert(
      fc.asyncProperty(fc.nat(bases.length - 1), fc.nat(), async (which, nonce) => {
        const trial = await tryBase(reader, bases[which] as Base, seeded(nonce));
        done += trial.mutations;
        files++;
        slowest_s = Math.max(slowest_s, trial.reading.duration_s);
        expect(trial.faults.slice(0, 5)).toEqual([]);
      }),
      // A smaller seed is no simpler file: nothing to shrink.
      { seed, numRuns: Math.ceil(ROWS / mean), endOnFailure: true },
    );
    console.info(`${done} rows damaged in ${files} files, slowest ${slowest_s.toFixed(2)} s`);
    expect(done).toBeGreaterThan(ROWS * 0.9);
  });
});
