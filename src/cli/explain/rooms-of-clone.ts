import { useAt } from '../chain/heard-handsets.ts';
import { counted } from '../print/words.ts';
import type { Device } from './devices.ts';
import { roomsInWords } from './rooms.ts';
import type { ResultRow, RunSummary } from './rows.ts';

const UNTOLD = [
  '',
  '  Rooms: rooms.csv has those of a cloned IMEI under its SIM cards (IMSI). Which cards those are only the records of the run tell, and they are not in its folder or do not show it.',
];

/** Subjects of rooms.csv under which the rooms of a cloned IMEI stand: the SIM cards of its devices. */
export const subjectsOfClone = (devices: readonly Device[]): Set<string> =>
  new Set(devices.flatMap(({ sims }) => sims.map(({ imsi }) => imsi)));

/** The device that used a card at a time, as the run tells it. */
function deviceOf(devices: readonly Device[], row: ResultRow): number | undefined {
  const uses = devices.flatMap(({ component, sims }) =>
    sims.filter(({ imsi }) => imsi === row['subject']).map((use) => ({ component, ...use })),
  );
  return useAt(uses, Date.parse(row['from'] ?? '') / 1000)?.component;
}

/**
 * From which rooms one device of a cloned IMEI was used.
 *
 * @param rows rows of rooms.csv whose subject is a SIM card of any of the devices
 * @param devices none where the records do not tell
 */
export function roomsOfCloneInWords(
  component: number,
  devices: readonly Device[],
  rows: readonly ResultRow[],
  summary: RunSummary,
): string[] {
  if (devices.length === 0) return UNTOLD;
  const own = rows.filter((row) => deviceOf(devices, row) === component);
  if (own.length === 0) return [];
  const cards = [...new Set(own.map((row) => row['subject'] ?? ''))].toSorted((a, b) => (a < b ? -1 : 1));
  return [
    ...roomsInWords(own, summary),
    `    They stand in rooms.csv under ${counted(cards.length, 'SIM card')} of this device: ${cards.join(', ')}.`,
  ];
}

/** Sessions that named the IMEI and no SIM: they are of one of its devices, and nobody can say which. */
export function roomsOfNoDevice(imei14: string, rows: readonly ResultRow[], summary: RunSummary): string[] {
  const own = rows.filter((row) => row['subject'] === imei14);
  return own.length === 0
    ? []
    : [
        '',
        'Rooms of the IMEI without a SIM card: of one of these devices; which, nobody can say',
        ...roomsInWords(own, summary),
      ];
}
