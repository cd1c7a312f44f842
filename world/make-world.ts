import { join } from 'node:path';
import { writeCaseFiles } from './case-files.ts';
import { select } from './deliveries/selection.ts';
import { writeDeliveries } from './deliveries/write.ts';
import { makeLedger } from './ledger.ts';
import { observe } from './observed.ts';
import { withDefaults } from './options.ts';
import type { WorldOptions } from './options.ts';
import { writePrisonFiles } from './prison-files.ts';
import { writeReference } from './reference.ts';
import { writeSensors } from './sensors/write-sensors.ts';
import { writeTruth } from './truth.ts';
import { live } from './world.ts';

export type { WorldOptions } from './options.ts';

/** What was made. */
export interface MadeWorld {
  readonly caseDir: string;
  readonly truthDir: string;
  /** Rows of legs in files that an act covers. */
  readonly rows: number;
  readonly handsetsInside: number;
}

/**
 * Writes a pretend jurisdiction: `dir/case` after docs/formats (cellsweep-case/1) and `dir/truth` with what is true in it.
 * Same options, same bytes. Throws RangeError for options out of range; errors of the file system pass through.
 */
export async function makeWorld(dir: string, options: Partial<WorldOptions> = {}): Promise<MadeWorld> {
  const world = live(withDefaults(options));
  const caseDir = join(dir, 'case');
  const truthDir = join(dir, 'truth');
  const ledger = makeLedger(world);
  const inLedger = new Set(ledger.units.filter((u) => u.match === 'exact').map((u) => u.imei14));
  const refusals = [...writeCaseFiles(caseDir, world, ledger), ...writePrisonFiles(caseDir, world)];
  const selection = select(world, inLedger);
  const written = await writeDeliveries(caseDir, world, selection);
  const seen = observe(world, selection, written);
  writeReference(caseDir, world, seen);
  const bursts = await writeSensors(caseDir, world);
  const expected = [...refusals, ...written.refusals];
  writeTruth(truthDir, { world, selection, written, seen, ledger, refusals: expected, bursts });
  return {
    caseDir,
    truthDir,
    rows: written.operators.reduce((sum, o) => sum + o.rows, 0),
    handsetsInside: world.devices.filter((d) => d.cls === 'inside').length,
  };
}
