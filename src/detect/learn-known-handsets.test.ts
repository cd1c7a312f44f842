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

const CLONED = '35000004000100' as Imei14;
const cloned: CaseDocuments = {
  ...documents,
  references: documents.references.flatMap((one, i) => (i === 0 ? [{ ...one, imei14: CLONED }] : [])),
};

/** Two SIMs with one identifier, by turns, each with its own friend, for forty half days: two devices, since nobody moves so fast. */
function twoDevices(cellOfSecond: (halfDay: number) => number): HandsetHistory {
  const events = Array.from({ length: 80 }, (_, i) => ({
    hour: 12 * Math.floor(i / 2) + 8 + (i % 2) * 0.2,
    cell: i % 2 === 0 ? 0 : cellOfSecond(Math.floor(i / 2)),
    contact: `3360000000${i % 2}`,
  }));
  return history(events, {
    imei14: CLONED,
    imei14s: [CLONED],
    imsis: ['208710000000001', '208710000000002'] as Imsi[],
    imsi: Uint32Array.from(events, (_, i) => i % 2),
  });
}

it('counts a cloned handset once at most: where one device was there, and not where two were', async () => {
  const prior = prepareResidency({ documents: cloned, table: SMALL_TABLE });
  const learn = async (cellOfSecond: (halfDay: number) => number) => {
    const histories = (async function* () {
      yield twoDevices(cellOfSecond);
    })();
    return (await learnKnownHandsets(histories, cloned, SMALL_TABLE, prior)).located[0];
  };
  // The other lives 60 km away.
  expect(await learn(() => 1)).toEqual({ area_id: 'P1', handsets: 1, hours: new Map([[0, 40]]) });
  // It comes to the prison as well, for three days: which of the two lay inside, nobody knows.
  expect(await learn((halfDay) => (halfDay < 34 ? 1 : 0))).toEqual({ area_id: 'P1', handsets: 0, hours: new Map() });
});
