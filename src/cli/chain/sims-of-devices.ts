import { handsetKey } from '../../attribute/index.ts';
import { readCells, readHistories, rowsOfHandsets, simsOfHandsets, type SimOfHandset } from '../../intake/index.ts';
import type { DeviceProfile } from '../../model/case.ts';
import { formHandsets } from '../../trace/index.ts';
import type { Workspace } from '../workspace.ts';
import { logReads } from './log-reads.ts';
import type { HandsetFinding, RunOptions } from './run-outcome.ts';

/** One of the devices that use an IMEI, as the records form it. */
export interface FormedDevice {
  readonly imei14: string;
  readonly component: number;
  readonly events: number;
  readonly imsis: readonly string[];
}

export type JudgedDevice = Pick<HandsetFinding['evidence'], 'imei14' | 'component' | 'events'>;

/**
 * SIMs of each judged device, by handset key. Of an IMEI that several devices share each has its own SIMs alone; where the records
 * form other devices than the run judged, it has none: whose SIMs they are cannot be told.
 */
export function simsByDevice(
  judged: readonly JudgedDevice[],
  formed: readonly FormedDevice[],
  simsOf: ReadonlyMap<string, readonly SimOfHandset[]>,
): Map<string, readonly SimOfHandset[]> {
  const found = new Map<string, readonly SimOfHandset[]>();
  for (const of of judged) {
    const devices = formed.filter(({ imei14 }) => imei14 === of.imei14);
    const own = devices.find(({ component }) => component === of.component);
    // Of two IMEIs of one handset one alone is read here: it then forms one device with fewer events.
    if (own === undefined || (devices.length > 1 && own.events !== of.events)) continue;
    const sims = (simsOf.get(of.imei14) ?? []).filter(({ imsi }) => own.imsis.includes(imsi));
    found.set(handsetKey(of), sims);
  }
  return found;
}

/** Reads the SIMs of judged devices from the records in force; who reads is logged before. */
export async function readSimsOfDevices(
  workspace: Pick<Workspace, 'custody' | 'records'>,
  reader: Pick<RunOptions, 'who' | 'why'>,
  judged: readonly JudgedDevice[],
  profiles: readonly DeviceProfile[],
): Promise<Map<string, readonly SimOfHandset[]>> {
  const only = [...new Set(judged.map(({ imei14 }) => imei14))].sort();
  // To ask for none would read all.
  if (only.length === 0) return new Map();
  const { records } = workspace;
  const rows = await rowsOfHandsets(records, only);
  const logged = await logReads(workspace, reader, { of: 'records', stage: 'next-requests' }, rows);
  const formed: FormedDevice[] = [];
  const cells = await readCells(records);
  for await (const { imei14, component, at_s, imsis } of formHandsets(
    readHistories(records, logged, cells, only),
    cells,
    profiles,
  ))
    formed.push({ imei14, component, events: at_s.length, imsis });
  return simsByDevice(judged, formed, await simsOfHandsets(records, logged, only));
}
