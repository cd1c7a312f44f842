import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, expect, it, vi } from 'vitest';
import { makeTracks, tracksCsv, type TrackRow } from '../../world/tracks/index.ts';
import type { EntryInput } from '../custody/index.ts';
import { EXIT } from './exit-codes.ts';
import { runSameUser } from './same-user-command.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'same-user-export-'));
const [out, overlap, temporary] = ['ratios.csv', 'overlap.csv', 'temporary'].map((name) => path.join(folder, name)) as [
  string,
  string,
  string,
];
/** What was written, of what was asked for, when an entry was; and whether the log takes it. */
const log = vi.hoisted(() => ({ seen: [] as [EntryInput, boolean][], isFull: false }));

vi.mock('./standing-log.ts', async (original) => ({
  ...(await original<typeof import('./standing-log.ts')>()),
  logStanding: async ([entry]: readonly EntryInput[]) => {
    if (entry !== undefined) log.seen.push([entry, existsSync(out) || existsSync(overlap)]);
    if (log.isFull) throw new Error('the disk is full');
  },
}));

const isTested = ({ owner }: TrackRow): boolean => owner <= 'p03';
const rows = makeTracks({ scenario: 'baseline', seed: 2, owners: 10, days: 6 });
const [tracks, train] = ['tracks.csv', 'train.csv'].map((name) => path.join(folder, name)) as [string, string];
writeFileSync(tracks, tracksCsv(rows.filter(isTested)));
writeFileSync(train, tracksCsv(rows.filter((row) => !isTested(row))));

beforeEach(() => {
  for (const file of [out, overlap, temporary]) rmSync(file, { recursive: true, force: true });
  mkdirSync(temporary);
  vi.stubEnv('TMPDIR', temporary);
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  Object.assign(log, { seen: [], isFull: false });
});
afterAll(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

const ways = [
  ['ratios', EXIT.done, () => runSameUser(tracks, { train, out }), out],
  ['people in both files', EXIT.usage, () => runSameUser(tracks, { train: tracks, out, overlap }), overlap],
] as const;

it.each(ways)('%s are logged before they are where they were asked for', async (_, code, ask, file) => {
  expect(await ask()).toBe(code);
  const sha256 = createHash('sha256').update(readFileSync(file)).digest('hex');
  expect(log.seen).toEqual([[expect.objectContaining({ type: 'export', path: path.basename(file), sha256 }), false]]);
  expect(readdirSync(temporary)).toEqual([]);
});

it.each(ways)('%s that cannot be logged are written nowhere', async (_, __, ask, file) => {
  writeFileSync(file, 'of an earlier question');
  log.isFull = true;
  await expect(ask()).rejects.toThrow('the disk is full');
  expect([readFileSync(file, 'utf8'), readdirSync(temporary)]).toEqual(['of an earlier question', []]);
});
