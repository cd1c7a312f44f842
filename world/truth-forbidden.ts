import { imeiOfLeg } from './deliveries/row.ts';
import type { Written } from './deliveries/write.ts';
import { OPERATORS } from './names.ts';
import type { Device } from './people.ts';
import type { TruthInput } from './truth-input.ts';
import type { World } from './world.ts';

/** Legs with a protected correspondent, by operator and handset. */
export function protectedCounts(
  { world, written }: Pick<TruthInput, 'world' | 'written'>,
  components: ReadonlyMap<number, number>,
): string[][] {
  const { legs, numbering, devices } = world;
  const counts = new Map<string, number>();
  for (let leg = 0; leg < legs.length; leg++) {
    const other = legs.other[leg] as number;
    if (written.usable[leg] === 0 || other < 0 || !numbering.isProtected[other]) continue;
    const device = devices[legs.device[leg] as number] as Device;
    const operator = OPERATORS[numbering.sims[legs.sim[leg] as number]?.operator ?? 0]?.folder;
    const key = `${operator},${imeiOfLeg(world, leg)},${components.get(device.index) ?? 1}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, n]) => key.split(',').concat(String(n)));
}

/** Identifiers that stand only in files that must not be read. */
export function leaks(world: World, written: Written): unknown[] {
  const { devices, numbering } = world;
  return devices.flatMap((d) => {
    if (d.hiddenIn === undefined) return [];
    const name = d.hiddenIn === 0 ? 'spontaneous_1' : 'supplement_';
    const file = written.files.find((f) => f.file.includes(name))?.file;
    if (!file) return [];
    const sims = d.sims.map((s) => numbering.sims[s.sim]);
    const numbers = [...sims.map((s) => s?.number ?? 0), ...d.numbers].map((n) => `+${numbering.numbers[n]}`);
    return [
      {
        file,
        kind: d.hiddenIn === 0 ? 'uncovered' : 'annulled',
        imei14: d.imeis[0],
        imsis: sims.map((s) => s?.imsi),
        numbers,
      },
    ];
  });
}
