import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeWorld } from '../../world/index.ts';
import { openTestCase } from '../../src/intake/records/load-case.testing.ts';
import { readProfiles, shiftedPairs } from '../../src/intake/index.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'cellsweep-shifted-'));
const OPERATOR = 'operators/arcavel';
const GIVEN = `${OPERATOR}/cells_P1.csv.gz`;
/** Another name each time: the store of this test tells files by their names. */
let again = '';
let sent = 0;
let caseDir = '';
let store: Awaited<ReturnType<typeof openTestCase>>;

beforeAll(async () => {
  ({ caseDir } = await makeWorld(path.join(folder, 'world'), {
    seed: 7,
    prisons: 1,
    placebos: 1,
    days: 4,
    scale: 0.5,
  }));
  const acts = JSON.parse(readFileSync(path.join(caseDir, 'authorisations.json'), 'utf8')) as { covers: string[] }[];
  writeFileSync(
    path.join(caseDir, 'authorisations.json'),
    JSON.stringify(acts.map((act) => ({ ...act, covers: [...act.covers, `${OPERATOR}/*again*`] }))),
  );
  store = await openTestCase(caseDir);
});
afterAll(async () => {
  await store.records.close();
  rmSync(store.folder, { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
});

function send(lines: readonly string[]): void {
  if (again !== '') rmSync(path.join(caseDir, again));
  again = `${OPERATOR}/again_${++sent}.csv.gz`;
  writeFileSync(path.join(caseDir, again), gzipSync([...lines, ''].join('\n')));
}
const linesOf = (file: string): string[] =>
  gunzipSync(readFileSync(path.join(caseDir, file)))
    .toString()
    .trimEnd()
    .split('\n');
const moveBy = (line: string, shift_s: number): string =>
  line.replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/, (at) =>
    new Date(Date.parse(at) + shift_s * 1000).toISOString().replace('.000Z', 'Z'),
  );

/** The rows of a delivery, with those that are `moved` a number of seconds later. */
function sendAgain(shift_s: number, isMoved: (row: string, i: number) => boolean = () => true): void {
  const [header = '', ...rows] = linesOf(GIVEN);
  send([header, ...rows.map((row, i) => (isMoved(row, i) ? moveBy(row, shift_s) : row))]);
}
const pairs = async () => shiftedPairs(store.records, (await store.load(readProfiles())).outcome.loads);

describe('a delivery that was sent again with another clock', () => {
  it('is none where all files that overlap agree, nor where one is sent again as it was', async () => {
    expect(await pairs()).toEqual([]);
    sendAgain(0);
    expect(await pairs()).toEqual([]);
  });

  it.each([3600, -3600, 2, 6 * 3600])('is told with both names and its shift of %i s', async (shift_s) => {
    sendAgain(shift_s);
    const found = (await pairs()).filter(({ file, later }) => [file, later].includes(GIVEN));
    expect(found).toEqual([
      {
        file: shift_s > 0 ? GIVEN : again,
        later: shift_s > 0 ? again : GIVEN,
        shift_s: Math.abs(shift_s),
        rows: expect.any(Number) as number,
        both: expect.any(Number) as number,
      },
    ]);
    const [pair] = found;
    expect(pair?.rows).toBeGreaterThan(40);
    expect(pair?.rows).toBe(pair?.both);
  });

  it('is told where a part of it only has another clock, of which it says how large it is', async () => {
    sendAgain(3600, (_, i) => i % 2 === 0);
    const found = (await pairs()).find(({ file, later }) => file === GIVEN && later === again);
    expect(found?.shift_s).toBe(3600);
    expect((found?.rows ?? 0) / (found?.both ?? 1)).toBeCloseTo(0.5, 1);
  });

  it('is not told of one odd device, nor of rows that are each moved by a time of their own', async () => {
    const [header = '', ...rows] = linesOf(GIVEN);
    const deviceOf = (row: string): string => row.split(',')[7] ?? '';
    const count = new Map<string, number>();
    for (const row of rows) count.set(deviceOf(row), (count.get(deviceOf(row)) ?? 0) + 1);
    const [busiest] = [...count].sort((a, b) => b[1] - a[1])[0] ?? [];
    sendAgain(3600, (row) => deviceOf(row) === busiest);
    expect(await pairs()).toEqual([]);
    send([header, ...rows.map((row, i) => moveBy(row, (i + 1) * 7))]);
    expect(await pairs()).toEqual([]);
  });
});
