import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { ANY_ACT } from '../../authority/made-act.testing.ts';
import type { CaseManifest } from '../../model/case.ts';
import { LOGGED, NOTHING_LOGGED } from '../../model/logged-reads.testing.ts';
import type { HandsetHistory } from '../../model/record.ts';
import { openRecords } from '../../store/records.ts';
import { readCells } from './cells.ts';
import { loadDeliveries } from './deliveries.ts';
import { readHistories } from './histories.ts';
import { reportIntake } from './intake-report.ts';
import { openLoads } from './loads.ts';
import { readProfiles } from './profile.ts';
import { simsOfHandsets } from './rows-of-handsets.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'cellsweep-copies-'));
const records = await openRecords({ directory: path.join(folder, 'records') });
afterAll(async () => {
  await records.close();
  rmSync(folder, { recursive: true, force: true });
});

const HEADER =
  'call_ref,start_utc,duration_s,service,direction,served_msisdn,served_imsi,served_imei,other_party,cgi,rat';
const SIM = '208712469778212';
const line = (minute: number, msisdn: string, imsi: string): string =>
  `1,2025-10-06T08:${String(minute).padStart(2, '0')}:00Z,60,VOICE,MO,${msisdn},${imsi},352099001761480,33639980002,A,2G`;
const MINUTES = Array.from({ length: 12 }, (_, n) => n);
const act = { ...ANY_ACT, covers: ['operators/**'], from_s: 0, until_s: 2e9 };

/** Counts and history of two deliveries with the same calls. */
async function read(first: readonly string[], second: readonly string[]) {
  const loads = await openLoads(records, [act.id]);
  const files = [first, second].map((lines, i) => {
    const original = path.join(folder, `original-${i}`);
    writeFileSync(original, `${[HEADER, ...lines].join('\n')}\n`);
    return { path: `operators/o/${i}.csv`, original, sha256: `${i} ${lines.join()}` };
  });
  const documents = {
    manifest: { timezone: 'Europe/Paris', country: 'FR' } as CaseManifest,
    protectedNumbers: [],
    areas: [],
  };
  const profiles = readProfiles();
  const spool = path.join(folder, 'spool');
  const context = { records, loads, acts: [act], documents, profiles, spool, progress: () => undefined };
  const outcome = await loadDeliveries(context, files);
  const { total } = await reportIntake(records, outcome.loads, profiles, [act.id], act);
  const histories: HandsetHistory[] = [];
  for await (const history of readHistories(records, LOGGED.records, await readCells(records))) histories.push(history);
  return { total, histories };
}

it('counts a leg once although one of its copies names no SIM, and takes the SIM of the one that does', async () => {
  const named = MINUTES.map((minute) => line(minute, '33639980001', SIM));
  const bare = MINUTES.map((minute) => line(minute, '33639980001', ''));
  for (const [first, second] of [
    [named, bare],
    [bare, named],
  ] as const) {
    const { total, histories } = await read(first, second);
    expect(total).toMatchObject({ rows: 24, legs: 12, duplicate_rows: 12, communications: 12 });
    expect(histories.map(({ imsis }) => imsis)).toEqual([[SIM]]);
    expect([...(histories[0]?.imsi ?? [])]).toEqual(MINUTES.map(() => 0));
  }
});

it('tells two customers without a number apart by their SIM', async () => {
  const { total, histories } = await read(
    MINUTES.map((minute) => line(minute, '', SIM)),
    MINUTES.map((minute) => line(minute, '', '208712469778213')),
  );
  expect(total).toMatchObject({ legs: 24, duplicate_rows: 0 });
  expect(histories.map(({ imsis }) => imsis.toSorted())).toEqual([[SIM, '208712469778213']]);
});

it('knows no SIM where no copy names one', async () => {
  const bare = MINUTES.map((minute) => line(minute, '33639980001', ''));
  const { histories } = await read(bare, bare.slice(0, 6));
  expect(histories.map(({ imsis }) => imsis.filter((imsi) => imsi !== ''))).toEqual([[]]);
});

it('gives no row of a reading for which no entry was logged', async () => {
  const calls = MINUTES.map((minute) => line(minute, '33639980001', SIM));
  expect((await read(calls, calls)).histories).toHaveLength(1);
  const histories = readHistories(records, NOTHING_LOGGED.records, await readCells(records));
  await expect(histories.next()).rejects.toMatchObject({ code: 'INTERNAL' });
  const sims = simsOfHandsets(records, NOTHING_LOGGED.records, ['35209900176148']);
  await expect(sims).rejects.toMatchObject({ code: 'INTERNAL' });
});
