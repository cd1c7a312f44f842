import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestCase, type LegDigest } from '../records/load-case.testing.ts';
import { readProfiles } from '../records/profile.ts';

const CASE = fileURLToPath(new URL('../../../../shared/cases/alpha/case', import.meta.url));
const present = existsSync(CASE);
if (!present)
  console.warn('SKIPPED: ../shared/cases/alpha is absent; drafts are not compared with real-sized deliveries.');

describe.skipIf(!present)('a hidden profile is drafted from the files alone', () => {
  let at: Awaited<ReturnType<typeof openTestCase>>;
  let shipped: Map<string, LegDigest>;
  const profiles = readProfiles();
  beforeAll(async () => {
    at = await openTestCase(CASE);
    shipped = (await at.load(profiles)).legs;
  });
  afterAll(async () => {
    await at.records.close();
    await rm(at.folder, { recursive: true, force: true });
  });

  it.each(profiles.filter((p) => p.records.kind === 'delimited').map((p) => p.id))('%s', async (hidden) => {
    const { outcome, legs } = await at.load(profiles.filter((profile) => profile.id !== hidden));
    expect(outcome.refusals).toEqual([]);
    expect(outcome.drafted).toHaveLength(1);
    expect(outcome.drafted[0]?.warnings.join()).toMatch(/confirmed: \d+ of \d+ calls/);
    if (process.env['VERBOSE']) console.log(outcome.drafted[0]?.warnings);
    expect([...legs.values()]).toEqual([...shipped.values()]);
  });
});
