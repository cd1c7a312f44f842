import { expect, it } from 'vitest';
import { history, MONDAY_S, SMALL_CASE, SMALL_TABLE } from './a-small-case.testing.ts';
import type { CaseDocuments } from '../model/case.ts';
import type { Imei14, Imsi } from '../model/identifiers.ts';
import type { HandsetHistory } from '../model/record.ts';
import { learnKnownHandsets } from './learn-known-handsets.ts';
import { prepareResidency } from './prepare.ts';

const SLOTS = ['35000003000010', '35000003000011'] as Imei14[];
const ALONE = '35000003000900' as Imei14;
const documents: CaseDocuments = {
  ...SMALL_CASE,
  deviceProfiles: [{ tacs: ['35000003'], model: 'two slots', class: 'mini-phone', sims: 2, bands: [] }],
  references: [...SLOTS, ALONE].map((imei14) => ({
    imei14,
    area_id: 'P1',
    class: 'inside',
    basis: '',
    from_s: MONDAY_S,
    until_s: MONDAY_S + 28 * 86_400,
  })),
};

/** Daily on the prison's cell, to one friend. */
const daily = (imei14: Imei14, minute: number): HandsetHistory =>
  history(
    Array.from({ length: 20 }, (_, day) => ({ hour: 24 * day + 20 + minute / 60, cell: 0, contact: '33600000007' })),
    { imei14, imei14s: [imei14], imsis: [`20871000000${imei14.slice(-4)}` as Imsi] },
  );

async function* read(): AsyncGenerator<HandsetHistory> {
  yield daily(SLOTS[0]!, 0);
  yield daily(SLOTS[1]!, 20);
  yield daily(ALONE, 40);
}

it('counts a known handset with two slots once for coverage, and keeps both its IMEIs for whom it talks to', async () => {
  const prior = prepareResidency({ documents, table: SMALL_TABLE });
  const { located, circles } = await learnKnownHandsets(read(), documents, SMALL_TABLE, prior);
  // Twenty hours of each handset: those of the two slots are the same ones.
  expect(located).toEqual([
    { area_id: 'P1', handsets: 2, hours: new Map([[0, 40]]) },
    { area_id: 'Z1', handsets: 0, hours: new Map() },
  ]);
  expect(circles.byPrison.get('P1')?.handsets).toEqual(new Set([...SLOTS, ALONE]));
});
