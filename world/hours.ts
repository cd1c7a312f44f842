import { cumulate, hash32 } from './random.ts';
import { lockedUp } from './prison-life.ts';
import type { Area } from './places.ts';
import type { Device } from './people.ts';

const DAY = [
  0.25, 0.12, 0.06, 0.04, 0.06, 0.2, 0.7, 1.6, 2.4, 2.8, 3, 3.2, 3.4, 3, 2.8, 2.8, 3.1, 3.6, 3.9, 3.8, 3.2, 2.5, 1.5,
  0.7,
];
const NIGHT = [
  1.6, 1.4, 1.2, 1.1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.6, 0.8, 1, 1.4, 1.8, 2.2, 2.5, 2.8, 3, 3.2, 3.2, 3, 2.7, 2.3, 1.9,
];
const SHOP = [0, 0, 0, 0, 0, 0, 0, 0.3, 1.2, 2, 2.4, 2.6, 2.2, 1.8, 2.2, 2.5, 2.8, 2.8, 1.6, 0.5, 0.1, 0, 0, 0];
const FLAT = Array.from({ length: 24 }, () => 1);

/**
 * Cumulated weights of the hours of the local day at which a device communicates; one table for work days, one for weekends.
 * Every device has its own mixture of a day and a night habit: no class is told by its hours alone.
 */
export function hoursOf(device: Device, area: Area): readonly [number[], number[]] {
  const own = (hash32(device.index, 0x40b5) % 1000) / 1000;
  const mixed = (night: number): number[] => DAY.map((d, h) => (1 - night) * d + night * (NIGHT[h] ?? 0));
  if (device.cls === 'inside') {
    const base = mixed(0.15 + 0.75 * own);
    // Behind a locked door nobody looks in. The busy ones do not wait for that.
    const open = device.use === 'busy' ? 0.6 + 0.4 * own : 0.25 + 0.6 * own;
    const table = (weekday: number): number[] =>
      cumulate(base.map((w, h) => w * (lockedUp(area, weekday, h + 0.5) ? 1 : open)));
    return [table(2), table(6)];
  }
  const atNight = device.shift === 3 ? 0.8 * own : device.cls === 'homebody' ? 0.6 * own : 0.35 * own * own;
  const table = cumulate(device.cls === 'fixed' ? (device.index % 3 === 0 ? SHOP : FLAT) : mixed(atNight));
  return [table, table];
}
