import type { Burst } from '../intake/index.ts';

/** Bursts of one phone that follow each other: one look at one place. */
export interface Session {
  readonly bursts: Burst[];
  imsi: string | undefined;
  imei14: string | undefined;
  /** Per band: sum of levels and count per sensor, for the association of bursts without an identity. */
  readonly levels: Map<string, Map<string, { sum: number; count: number }>>;
  last_s: number;
}

/** A pause longer than this ends a session: the phone may have been carried elsewhere. */
export const SESSION_GAP_S = 120;
/** Anonymous bursts are tied to each other over no longer a pause than one procedure and its retries. */
const ANONYMOUS_GAP_S = 30;
/** A phone may be carried: levels are those of the last seconds, or of so many bursts at least. */
const RECENT_S = 3;
const LEAST_RECENT = 3;
/** Sensors in common without which levels cannot tell two phones apart. */
const LEAST_COMMON = 3;

/**
 * Groups bursts, given by rising time, into sessions. An identity decides where there is one (a second identity opens a
 * second session); bursts without one join the open session whose levels, less their common shift, agree best within the
 * 99 % gate. A session that is named later is named as a whole.
 */
export class Sessions {
  private open: Session[] = [];
  private readonly burst_db: (prison_id: string) => number;

  /** `burst_db`: sd of one burst's level about the session's. */
  constructor(burst_db: (prison_id: string) => number) {
    this.burst_db = burst_db;
  }

  /** Sessions that ended before this burst. */
  take(burst: Burst): Session[] {
    const ended = this.open.filter((session) => burst.at_s - session.last_s > SESSION_GAP_S);
    if (ended.length > 0) this.open = this.open.filter((session) => burst.at_s - session.last_s <= SESSION_GAP_S);
    const session = this.sessionOf(burst);
    if (session) join(session, burst);
    else this.open.push(join({ bursts: [], imsi: undefined, imei14: undefined, levels: new Map(), last_s: 0 }, burst));
    return ended;
  }

  rest(): Session[] {
    const { open } = this;
    this.open = [];
    return open;
  }

  private sessionOf(burst: Burst): Session | undefined {
    let best: Session | undefined;
    let bestDistance = Infinity;
    for (const session of this.open) {
      const first = session.bursts[0]!;
      if (first.prison_id !== burst.prison_id || first.building_id !== burst.building_id) continue;
      const same =
        (burst.imsi !== undefined && burst.imsi === session.imsi) ||
        (burst.imei14 !== undefined && burst.imei14 === session.imei14);
      if (same) return session;
      if (conflicts(burst.imsi, session.imsi) || conflicts(burst.imei14, session.imei14)) continue;
      if (burst.at_s - session.last_s > ANONYMOUS_GAP_S) continue;
      const distance = this.distance(session, burst);
      if (distance < bestDistance) [best, bestDistance] = [session, distance];
    }
    return best;
  }

  /** Squared distance of mean-removed levels over its 99 % point; Infinity beyond it, or with too few sensors in common. */
  private distance(session: Session, burst: Burst): number {
    const levels = session.levels.get(burst.band);
    if (!levels) return Infinity;
    const differences: number[] = [];
    const variances: number[] = [];
    burst.sensor_ids.forEach((sensor_id, i) => {
      const known = levels.get(sensor_id);
      if (!known) return;
      differences.push(burst.rssi_dbm[i]! - known.sum / known.count);
      variances.push(this.burst_db(burst.prison_id) ** 2 * (1 + 1 / known.count));
    });
    const m = differences.length;
    if (m < LEAST_COMMON || m < 0.6 * Math.min(levels.size, burst.sensor_ids.length)) return Infinity;
    let weight = 0;
    let shift = 0;
    for (let i = 0; i < m; i++) {
      weight += 1 / variances[i]!;
      shift += differences[i]! / variances[i]!;
    }
    shift /= weight;
    let squared = 0;
    for (let i = 0; i < m; i++) squared += (differences[i]! - shift) ** 2 / variances[i]!;
    const ratio = squared / chiSquare99(m - 1);
    return ratio <= 1 ? ratio : Infinity;
  }
}

const conflicts = (a: string | undefined, b: string | undefined): boolean =>
  a !== undefined && b !== undefined && a !== b;

/** 99 % point of chi-square (Wilson & Hilferty 1931). */
export function chiSquare99(freedom: number): number {
  const h = 2 / (9 * freedom);
  return freedom * (1 - h + 2.3263 * Math.sqrt(h)) ** 3;
}

function join(session: Session, burst: Burst): Session {
  const passed_s = session.bursts.length > 0 ? burst.at_s - session.last_s : 0;
  session.bursts.push(burst);
  session.imsi ??= burst.imsi;
  session.imei14 ??= burst.imei14;
  session.last_s = burst.at_s;
  let levels = session.levels.get(burst.band);
  if (!levels) session.levels.set(burst.band, (levels = new Map()));
  const kept = Math.exp(-passed_s / RECENT_S);
  for (const known of levels.values()) {
    const count = Math.max(Math.min(known.count, LEAST_RECENT), known.count * kept);
    known.sum *= count / known.count;
    known.count = count;
  }
  burst.sensor_ids.forEach((sensor_id, i) => {
    const known = levels.get(sensor_id) ?? { sum: 0, count: 0 };
    known.sum += burst.rssi_dbm[i]!;
    known.count++;
    levels.set(sensor_id, known);
  });
  return session;
}
