import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';

/** One handset of a case whose truth is known. */
export interface TrueDevice {
  /** Neither a reference nor known to the case by a search. */
  readonly isCounted: boolean;
  /** Prisons inside which it lived. */
  readonly homes: Set<string>;
}

/** The handsets of truth/handsets.csv by IMEI: more than one where several share it. */
export function trueDevices(truth: string): Map<string, Set<TrueDevice>> {
  const devices = new Map<string, TrueDevice>();
  const byImei = new Map<string, Set<TrueDevice>>();
  for (const row of parse<Readonly<Record<string, string>>>(readFileSync(path.join(truth, 'handsets.csv')), {
    columns: true,
  })) {
    const id = row['device'] ?? '';
    const device = devices.get(id) ?? { isCounted: row['used_for_scoring'] === '1', homes: new Set() };
    devices.set(id, device);
    if (row['class'] === 'inside') device.homes.add(row['prison_id'] ?? '');
    for (const imei14 of (row['imei14s'] ?? '').split('|'))
      byImei.set(imei14, (byImei.get(imei14) ?? new Set()).add(device));
  }
  return byImei;
}
