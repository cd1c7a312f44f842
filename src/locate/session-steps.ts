import type { Burst } from '../intake/index.ts';

/** What a phone sent within a second: one look of a phone that moves. */
export interface Step {
  readonly bursts: readonly Burst[];
  readonly from_s: number;
  readonly until_s: number;
}

/** A shorter session is one look at one place: it is split for nobody. */
const LEAST_MOVING_S = 20;
/** Blocks that are compared for whether the phone moved. */
const BLOCK_S = 3;
const LEAST_BLOCKS = 5;
/** Means of blocks differ by this much, apart from noise, of a phone that lies and of one that is carried. */
const LYING_DB = 1;
const CARRIED_DB = 3.5;
/** Nats by which being carried must explain the levels better. */
const SURELY = 5;

/** The session by whole seconds in which something was heard (results tell no finer time), each until the next. */
export function stepsOf(bursts: readonly Burst[]): Step[] {
  const groups = new Map<number, Burst[]>();
  for (const burst of bursts) {
    const second = Math.floor(burst.at_s);
    const group = groups.get(second);
    if (group) group.push(burst);
    else groups.set(second, [burst]);
  }
  const all = [...groups].toSorted(([a], [b]) => a - b);
  return all.map(([from_s, own], i) => ({ bursts: own, from_s, until_s: all[i + 1]?.[0] ?? from_s + 1 }));
}

/**
 * Whether a phone was carried about during a session: the levels of blocks of three seconds, less what is common to all sensors
 * (the power), differ by more than the noise within blocks explains. Two normal hypotheses, compared by their likelihoods.
 */
export function isCarried(bursts: readonly Burst[]): boolean {
  const first_s = bursts[0]?.at_s ?? 0;
  if ((bursts.at(-1)?.at_s ?? 0) - first_s < LEAST_MOVING_S) return false;
  const blocks = new Map<number, Map<string, { sum: number; squares: number; count: number }>>();
  for (const { at_s, band, kind, sensor_ids, rssi_dbm } of bursts) {
    const index = Math.floor((at_s - first_s) / BLOCK_S);
    const block = blocks.get(index) ?? new Map<string, { sum: number; squares: number; count: number }>();
    blocks.set(index, block);
    sensor_ids.forEach((sensor_id, i) => {
      const key = `${band}|${kind}|${sensor_id}`;
      const known = block.get(key) ?? { sum: 0, squares: 0, count: 0 };
      known.sum += rssi_dbm[i]!;
      known.squares += rssi_dbm[i]! ** 2;
      known.count++;
      block.set(key, known);
    });
  }
  if (blocks.size < LEAST_BLOCKS) return false;
  const overall = new Map<string, { sum: number; count: number }>();
  let [scatter, freedom] = [USUAL_NOISE_DB ** 2 * 4, 4];
  for (const block of blocks.values()) {
    for (const [key, { sum, squares, count }] of block) {
      scatter += squares - sum ** 2 / count;
      freedom += count - 1;
      const all = overall.get(key) ?? { sum: 0, count: 0 };
      all.sum += sum / count;
      all.count++;
      overall.set(key, all);
    }
  }
  const noise_db2 = scatter / freedom;
  let nats = 0;
  for (const block of blocks.values()) {
    const own = [...block].flatMap(([key, { sum, count }]) => {
      const all = overall.get(key)!;
      return all.count < 3 ? [] : [{ away: sum / count - all.sum / all.count, count }];
    });
    if (own.length < 3) continue;
    const common = own.reduce((sum, { away }) => sum + away, 0) / own.length;
    for (const { away, count } of own) {
      const lying = noise_db2 / count + LYING_DB ** 2;
      const carried = noise_db2 / count + CARRIED_DB ** 2;
      nats += 0.5 * (Math.log(lying / carried) + (away - common) ** 2 * (1 / lying - 1 / carried));
    }
  }
  return nats > SURELY;
}

/** Of single bursts, until the session tells. */
const USUAL_NOISE_DB = 4;
