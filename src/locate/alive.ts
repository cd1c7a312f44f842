import type { Heartbeat, Sensor } from '../model/case.ts';

/** Whether a sensor could have heard anything at a time. */
export type Alive = (sensor_id: string, at_s: number) => boolean;

/**
 * A sensor with heartbeats is alive within them, one without any within its period of service: silent and dead are
 * different, and where nobody reported, silence must be read as the sensor's own.
 */
export function aliveOf(sensors: readonly Sensor[], heartbeats: readonly Heartbeat[]): Alive {
  const starts = new Map<string, { from_s: number; until_s: number }[]>();
  for (const { sensor_id, from_s, until_s } of heartbeats) {
    const list = starts.get(sensor_id);
    if (list) list.push({ from_s, until_s });
    else starts.set(sensor_id, [{ from_s, until_s }]);
  }
  for (const list of starts.values()) list.sort((a, b) => a.from_s - b.from_s);
  const service = new Map(sensors.map(({ sensor_id, from_s, until_s }) => [sensor_id, [{ from_s, until_s }]]));
  return (sensor_id, at_s) => {
    const list = starts.get(sensor_id) ?? service.get(sensor_id) ?? [];
    let low = 0;
    let high = list.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (list[middle]!.from_s <= at_s) low = middle + 1;
      else high = middle;
    }
    return low > 0 && at_s < list[low - 1]!.until_s;
  };
}
