import { readCells, readHistories, rowsOfHandsets } from '../../intake/index.ts';
import { formHandsets } from '../../trace/index.ts';
import type { StoredFinding } from '../tables/case-queries.ts';
import { timesOf, type SimUse } from '../chain/heard-handsets.ts';
import { logReads } from '../chain/log-reads.ts';
import type { RunOptions } from '../chain/run-outcome.ts';
import { counted } from '../print/words.ts';
import type { Workspace } from '../workspace.ts';
import { keptDocuments } from './reference.ts';

/** One of the devices that use an IMEI, as the records show it. */
export interface Device {
  readonly component: number;
  readonly events: number;
  /** Its SIM cards, and when each was in use in it. */
  readonly sims: readonly ({ readonly imsi: string } & Pick<SimUse, 'first_s' | 'last_s'>)[];
}

const PROFILES = /^device-profiles\.json(\.gz)?$/;

/**
 * The devices of one IMEI, formed from the records as the run formed them: a table names those alone that a prison's cells served.
 * Nothing where the records are not there. The reading is logged before it is made.
 */
export async function devicesOf(
  workspace: Pick<Workspace, 'custody' | 'records'>,
  imei14: string,
  reader: Pick<RunOptions, 'who' | 'why'>,
): Promise<Device[]> {
  const { records } = workspace;
  const rows = await rowsOfHandsets(records, [imei14]);
  if (rows.length === 0) return [];
  const logged = await logReads(workspace, reader, { of: 'records', stage: 'detect' }, rows);
  const documents = await keptDocuments(workspace, PROFILES, reader);
  const cells = await readCells(records);
  const devices: Device[] = [];
  const histories = readHistories(records, logged, cells, [imei14]);
  for await (const device of formHandsets(histories, cells, documents?.deviceProfiles ?? []))
    devices.push({
      component: device.component,
      events: device.at_s.length,
      sims: device.imsis.map((imsi, place) => ({ imsi, ...timesOf(device, place) })),
    });
  return devices;
}

/** Two IMEIs of one handset are judged together: from the records of one of them other devices may be formed than the run's. */
export const agreeWith = (
  devices: readonly Pick<Device, 'component' | 'events'>[],
  findings: readonly StoredFinding[],
): boolean =>
  findings.every(({ evidence }) =>
    devices.some(({ component, events }) => component === evidence.component && events === evidence.events),
  );

const list = (devices: readonly Pick<Device, 'component' | 'events'>[]): string =>
  devices.map(({ component, events }) => `device ${component} (${counted(events, 'event')})`).join(', ');

/**
 * How many devices share an IMEI, and why not all of them are told of.
 *
 * @param devices none where that cannot be told from the records
 * @param told components of which the results hold something
 */
export function cloneInWords(
  imei14: string,
  devices: readonly Pick<Device, 'component' | 'events'>[],
  told: readonly number[],
): string[] {
  const head = `Several devices share the IMEI ${imei14} (a clone); each stands for itself.`;
  if (devices.length === 0)
    return [
      `${head} How many there are cannot be told: the records of the run are not in its folder, or do not show them.`,
    ];
  const untold = devices.filter(({ component }) => !told.includes(component));
  const lines = [`${head} The records show ${devices.length} of them.`];
  if (told.length > 0 && untold.length > 0)
    lines.push(
      `Not told of: ${list(untold)}. None of ${untold.length === 1 ? 'its' : 'their'} events was on cells that could serve a prison: the run has no figure and no verdict for ${untold.length === 1 ? 'it' : 'them'}.`,
    );
  return lines;
}
