import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { openWorkspace } from '../src/cli/workspace.ts';
import { runWithProgress } from '../src/cli/session.ts';
import { LOGGED } from '../src/model/logged-reads.testing.ts';
import { readCells, readHistories } from '../src/intake/index.ts';
import { type Registration, type Track, tracksOf } from '../src/attribute/index.ts';

/** Events that each slot must have. */
const LEAST_EVENTS = 5;

/**
 * The two IMEIs of a handset with two slots, as two handsets that one person carries: people, places and records that others made. True
 * handsets are taken from the case's truth; cloned IMEIs are left out.
 */
export async function tracksOfTwoSlots(folder: string): Promise<Track[]> {
  const rows = readFileSync(path.join(folder, 'truth/handsets.csv'), 'utf8').trim().split(/\r?\n/).slice(1);
  const handsets = rows.map((row) => row.split(','));
  const uses = new Map<string, number>();
  for (const [, imei14s = ''] of handsets)
    for (const imei14 of imei14s.split('|')) uses.set(imei14, (uses.get(imei14) ?? 0) + 1);
  const ownerOf = new Map<string, string>();
  for (const [device = '', imei14s = ''] of handsets) {
    const slots = imei14s.split('|');
    if (slots.length === 2 && slots.every((imei14) => uses.get(imei14) === 1))
      for (const imei14 of slots) ownerOf.set(imei14, `${path.basename(folder)} ${device}`);
  }
  const results = mkdtempSync(path.join(os.tmpdir(), 'cellsweep-two-slots-'));
  const workspace = await openWorkspace(results, { now: () => new Date(), environment: process.env });
  try {
    await runWithProgress(workspace, path.join(folder, 'case'), { quiet: true }, { onlyDetect: true });
    const cells = await readCells(workspace.records);
    const registrations: Registration[] = [];
    for await (const { imei14, at_s, cell } of readHistories(workspace.records, LOGGED.records, cells, [
      ...ownerOf.keys(),
    ]))
      for (let i = 0; i < at_s.length; i++) {
        const antenna = cells.cells[cell[i]!];
        if (antenna === undefined) continue;
        const { latitude, longitude, azimuth_deg } = antenna;
        registrations.push({
          owner: ownerOf.get(imei14)!,
          device: imei14,
          at_s: at_s[i]!,
          latitude,
          longitude,
          azimuth_deg,
        });
      }
    const tracks = tracksOf(registrations, 0).filter((t) => t.at_s.length >= LEAST_EVENTS);
    const both = new Map<string, number>();
    for (const { owner } of tracks) both.set(owner, (both.get(owner) ?? 0) + 1);
    return tracks.filter(({ owner }) => both.get(owner) === 2);
  } finally {
    await workspace.close();
    rmSync(results, { recursive: true, force: true });
  }
}
