import { useAt } from '../chain/heard-handsets.ts';
import { counted } from '../print/words.ts';
import type { StoredFinding } from '../tables/case-queries.ts';
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

/**
 * Devices that could have been in a prison: its cells served them, or sensors heard one of their cards there. Nothing where the records
 * do not tell which devices there are.
 */
function devicesIn(
  prison_id: string,
  devices: readonly Device[],
  findings: readonly StoredFinding[],
  rows: readonly ResultRow[],
): number[] {
  if (devices.length === 0) return [];
  const served = findings.flatMap(({ evidence }) => (evidence.area_id === prison_id ? [evidence.component] : []));
  const heard = rows.flatMap((row) => (row['prison_id'] === prison_id ? (deviceOf(devices, row) ?? []) : []));
  return [...new Set([...served, ...heard])].sort((a, b) => a - b);
}

/**
 * Sessions that named the IMEI and no SIM: they are of one of its devices. Which one, the cells tell where those of a prison served
 * one of them alone.
 *
 * @param devices none where the records do not tell
 * @param rows rows of rooms.csv under the IMEI and the SIM cards of its devices
 */
export function roomsOfNoDevice(
  imei14: string,
  devices: readonly Device[],
  findings: readonly StoredFinding[],
  rows: readonly ResultRow[],
  summary: RunSummary,
): string[] {
  const own = rows.filter((row) => row['subject'] === imei14);
  if (own.length === 0) return [];
  const prisons = [...new Set(own.map((row) => row['prison_id'] ?? ''))].sort();
  const lines = prisons.flatMap((prison_id) => {
    const [device, ...others] = devicesIn(prison_id, devices, findings, rows);
    return device === undefined || others.length > 0
      ? [`In prison ${prison_id}: which, nobody can say.`]
      : [
          `In prison ${prison_id}: only device ${device} was on cells that could serve this prison, so they point to that one; a device that made no traffic there is not ruled out.`,
        ];
  });
  return [
    '',
    'Rooms of the IMEI without a SIM card: of one of these devices.',
    ...lines.map((line) => `  ${line}`),
    ...roomsInWords(own, summary),
  ];
}
