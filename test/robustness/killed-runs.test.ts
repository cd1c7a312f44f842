import { afterAll, describe, expect, it } from 'vitest';
import { makeScratch, seedFor } from './chain.testing.ts';
import { killRuns } from './killed-runs.ts';

// `npx tsx test/robustness/kill-many.ts 50` does the same more often.
describe('a run that is killed', () => {
  const scratch = makeScratch();
  afterAll(scratch.remove);

  it('is finished by the next run, with the results of one that nobody disturbed', { timeout: 600_000 }, async () => {
    const { caseDir } = await scratch.world();
    const tally = await killRuns(scratch, caseDir, 6, seedFor('killed runs', 1));
    expect(tally.faults).toEqual([]);
    expect(Object.values(tally.killedIn).reduce((sum, n) => sum + n, 0)).toBe(6);
  });
});
