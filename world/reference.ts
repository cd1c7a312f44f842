import { join } from 'node:path';
import { isoLocal } from './clock.ts';
import { luhn } from './numbering.ts';
import type { Observed } from './observed.ts';
import { declaredStaff } from './prison-files.ts';
import { Random } from './random.ts';
import { csv, writeText } from './text-file.ts';
import type { World } from './world.ts';

/** Chooses the handsets whose truth is known from elsewhere, marks them, and writes reference/handsets.csv. */
export function writeReference(dir: string, world: World, seen: ReadonlyMap<number, Observed>): void {
  if (!world.options.reference) return;
  const random = new Random(world.options.seed, 'reference');
  const { devices, areas, calendar } = world;
  const cloned = new Set(world.clones.flatMap((k) => k.devices));
  const declared = new Set(declaredStaff(world).map((d) => d.index));
  const rows: string[][] = [];
  for (const d of devices) {
    const events = seen.get(d.index)?.onArea.get(d.area) ?? 0;
    if (events < 20 || cloned.has(d.index) || d.hiddenIn !== undefined || d.filler) continue;
    const placebo = areas[d.area]?.prison === false;
    const basis =
      d.cls === 'inside'
        ? d.end === 'seized'
          ? random.chance(0.7) && 'seized and examined'
          : random.chance(0.3) && 'closed case: seized later'
        : d.cls === 'staff'
          ? declared.has(d.index) && random.chance(0.4) && 'declared'
          : placebo && ['neighbour', 'homebody', 'fixed'].includes(d.cls) && random.chance(0.4) && 'placebo area';
    if (!basis) continue;
    d.basis = basis;
    // After a transfer the handset lives elsewhere; what was established holds for the first prison.
    const mine = d.stays?.filter((s) => s.area === d.area);
    const from = isoLocal(Math.max(calendar.from, mine?.[0]?.from ?? calendar.from));
    const until = isoLocal(Math.min(calendar.until, mine?.at(-1)?.until ?? d.until));
    for (const imei of d.imeis) rows.push([`${imei}${luhn(imei)}`, areas[d.area]?.id ?? '', d.cls, from, until, basis]);
  }
  writeText(join(dir, 'reference/handsets.csv'), csv('imei,prison_id,class,from,until,basis', rows));
}
