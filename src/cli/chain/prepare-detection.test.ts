import { expect, it } from 'vitest';
import type { Cells } from '../../intake/index.ts';
import type { CaseDocuments } from '../../model/case.ts';
import { LOGGED } from '../../model/logged-reads.testing.ts';
import type { RecordStore } from '../../store/records.ts';
import { prepareDetection } from './prepare-detection.ts';

const FROM_S = Date.parse('2025-01-13T00:00:00+01:00') / 1000;
const RING = [
  [1.499, 46.499],
  [1.501, 46.499],
  [1.501, 46.501],
  [1.499, 46.501],
  [1.499, 46.499],
] as const;

/** One prison whose people are locked up from 16:00 until 08:00; nobody's handset is known. */
const DOCUMENTS: CaseDocuments = {
  manifest: {
    id: 'hours',
    title: '',
    timezone: 'Europe/Paris',
    country: 'FR',
    from_s: FROM_S,
    until_s: FROM_S + 28 * 86400,
  },
  deviceProfiles: [],
  protectedNumbers: [],
  ledger: [],
  areas: [{ id: 'P1', kind: 'prison', name: 'P1', capacity: 2, polygons: [[RING]] }],
  rooms: [],
  rolls: [],
  absences: [],
  contacts: [],
  visits: [],
  regime: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({
    prison_id: 'P1',
    wing: 'A',
    weekday,
    lockup_from_min: 16 * 60,
    lockup_until_min: 8 * 60,
  })),
  declared: [],
  searches: [],
  seizures: [],
  references: [],
  identifiedBursts: [],
};
/** Where no handset is known no record is read, and no cell is asked for. */
const NO_RECORDS = {} as RecordStore;
const NO_CELLS: Cells = { cells: [], idOf: () => 0, indexAt: () => -1 };

it('weighs the hours of a regime by when everybody uses a telephone', async () => {
  const usual = async (quarter: number): Promise<readonly number[] | undefined> => {
    const week = new Float64Array(7 * 96);
    week[quarter] = 10;
    const known = { cells: NO_CELLS, sightings: undefined, hoursOfUse: async () => week };
    return (await prepareDetection(NO_RECORDS, LOGGED.records, DOCUMENTS, known)).areas[0]?.usualHours;
  };
  const atSeven = await usual(4 * 7);
  const atNoon = await usual(4 * 12);
  expect(atSeven).toContain(1);
  expect(atNoon).toContain(1);
  expect(atSeven?.indexOf(1)).not.toBe(atNoon?.indexOf(1));
});
