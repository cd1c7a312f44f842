import type { WalkReading } from '../model/case.ts';
import type { Burst } from '../intake/index.ts';

/** Fewer readings at one level are no habit of the receivers. */
const LEAST_COUNT = 20;
/** Readings just above the weakest: as many times fewer than at the weakest itself. */
const TIMES = 5;
const ABOVE_DB = 3;

/**
 * Some receivers report every sensor for every burst, with one lowest figure (-100, -110) for "not heard". Read as a level it
 * would draw the whole map towards the far end. A true threshold cuts a distribution off: just above it levels are as many as at
 * it. A figure that is at least five times as frequent as all levels in the 3 dB above it together stands for "not heard".
 */
export class LevelCounts {
  private readonly counts = new Map<number, number>();

  add(level_dbm: number): void {
    const rounded = hundredths(level_dbm);
    this.counts.set(rounded, (this.counts.get(rounded) ?? 0) + 1);
  }

  /** The figure that stands for "not heard", in hundredths of a dBm; undefined where none does. */
  unheard(): number | undefined {
    const least = [...this.counts.keys()].reduce((a, b) => Math.min(a, b), Infinity);
    const at = this.counts.get(least) ?? 0;
    let above = 0;
    for (const [level, count] of this.counts) if (level > least && level <= least + ABOVE_DB * 100) above += count;
    // The only figure there is stands for what was heard.
    return this.counts.size > 1 && at >= LEAST_COUNT && at >= TIMES * above ? least : undefined;
  }
}

const hundredths = (level_dbm: number): number => Math.round(level_dbm * 100);

/** By prison, what stands for "not heard" there (LevelCounts.unheard). */
export type UnheardLevels = ReadonlyMap<string, number>;

/** Bursts without the readings that stand for "not heard", and without those that nobody heard. */
export async function* heardBursts(bursts: AsyncIterable<Burst>, unheard: UnheardLevels): AsyncGenerator<Burst> {
  for await (const burst of bursts) {
    const figure = unheard.get(burst.prison_id);
    const kept = burst.rssi_dbm.flatMap((level, i) => (hundredths(level) === figure ? [] : [i]));
    if (kept.length === burst.rssi_dbm.length) yield burst;
    else if (kept.length > 0)
      yield {
        ...burst,
        sensor_ids: kept.map((i) => burst.sensor_ids[i]!),
        rssi_dbm: kept.map((i) => burst.rssi_dbm[i]!),
      };
  }
}

/** The same of a walk-test. */
export const heardReadings = (readings: readonly WalkReading[], unheard: UnheardLevels): readonly WalkReading[] =>
  readings.filter(({ prison_id, rssi_dbm }) => hundredths(rssi_dbm) !== unheard.get(prison_id));

/** What stands for "not heard" in each prison, by its walk-test and the first `most` bursts. */
export async function unheardLevels(
  bursts: AsyncIterable<Burst>,
  walked: readonly WalkReading[],
  most: number,
): Promise<UnheardLevels> {
  const counts = new Map<string, LevelCounts>();
  const countsOf = (prison_id: string): LevelCounts => {
    const own = counts.get(prison_id) ?? new LevelCounts();
    counts.set(prison_id, own);
    return own;
  };
  for (const { prison_id, rssi_dbm } of walked) countsOf(prison_id).add(rssi_dbm);
  let count = 0;
  for await (const { prison_id, rssi_dbm } of bursts) {
    const own = countsOf(prison_id);
    for (const level_dbm of rssi_dbm) own.add(level_dbm);
    if (++count >= most) break;
  }
  const found = new Map<string, number>();
  for (const [prison_id, own] of counts) {
    const figure = own.unheard();
    if (figure !== undefined) found.set(prison_id, figure);
  }
  return found;
}

/** Weakest level that each sensor reported in the first `most` bursts: its threshold, where none is stated. */
export async function weakestHeard(bursts: AsyncIterable<Burst>, most: number): Promise<Map<string, number>> {
  const weakest = new Map<string, number>();
  let count = 0;
  for await (const { sensor_ids, rssi_dbm } of bursts) {
    sensor_ids.forEach((sensor_id, i) => {
      if (!(rssi_dbm[i]! >= (weakest.get(sensor_id) ?? Infinity))) weakest.set(sensor_id, rssi_dbm[i]!);
    });
    if (++count >= most) break;
  }
  return weakest;
}
