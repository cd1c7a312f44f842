import type { CaseDocuments } from '../model/case.ts';
import { HOUR_BINS, hourBins } from '../detect/index.ts';
import { createLocalClock } from '../model/local-clock.ts';
import { withBlocks } from './block-posterior.ts';
import type { RoomLook } from './follow-phone.ts';
import type { Sites } from './learn-sites.ts';
import type { BuildingLocator } from './locate-building.ts';
import { smoothRooms } from './room-filter.ts';
import { isCarried } from './session-steps.ts';
import type { Session } from './sessions.ts';

/** A line of rooms.csv. The p of one subject and interval add up to 1. */
export interface RoomRow {
  /** IMEI-14 (IMSI where several devices carry that IMEI), else IMSI, else the first burst_id of an anonymous track. */
  readonly subject: string;
  /** Undefined where no identity or no operator's record tells. */
  readonly device: LocatedDevice | undefined;
  readonly prison_id: string;
  /** A listed room, `outside` or `none`. */
  readonly cell_id: string;
  readonly from_s: number;
  readonly until_s: number;
  readonly p: number;
  /** Mean position inside that room; undefined outside and for none. */
  readonly x_m: number | undefined;
  readonly y_m: number | undefined;
}

/** One of the devices that carry an IMEI. */
export interface LocatedDevice {
  readonly imei14: string;
  /** 0 = not known which of them. */
  readonly component: number;
  /** True when the identifier is cloned: it alone does not name a device. */
  readonly shared: boolean;
}

export interface LocateInput {
  /** Locate tracks without an identity as well: most sessions are such, and each costs some milliseconds. */
  readonly tracks?: boolean;
  /** The device that used these identities at a time, where operators' records tell; without them IMEI, else IMSI is the subject. */
  readonly deviceOf?: (imei14: string | undefined, imsi: string | undefined, at_s: number) => LocatedDevice | undefined;
  /**
   * How much likelier each wing is by the operators' records of a handset than a wing on average (BlockModel.ratios);
   * undefined where they cannot tell. One factor beside the sensors', weak.
   */
  readonly wingRatios?: (device: LocatedDevice, prison_id: string) => ReadonlyMap<string, number> | undefined;
}

/** Rooms less probable than this are left out, and the others made to add up to 1. */
const LEAST_P = 5e-4;

interface Ended {
  readonly subject: string;
  readonly from_s: number;
  readonly until_s: number;
  readonly look: RoomLook;
}

/**
 * From which room each phone was used: one set of rows for each session. Tracks without an identity come as they end;
 * phones with one at the end, smoothed over all their sessions. Reads the bursts once. Memory: maps, open sessions and the looks of named
 * phones.
 */
export async function* locateRooms(sites: Sites, input: LocateInput = {}): AsyncGenerator<RoomRow> {
  const fused = (device: LocatedDevice | undefined, locator: BuildingLocator, p: Float64Array): Float64Array => {
    const ratios = device && input.wingRatios?.(device, locator.prison_id);
    return ratios === undefined ? p : withBlocks(p, (room) => locator.rooms[room]?.wing, ratios);
  };
  const named = new Map<string, { device: LocatedDevice | undefined; locator: BuildingLocator; ended: Ended[] }>();
  const take = function* (session: Session): Generator<RoomRow> {
    const first = session.bursts[0]!;
    const locator = sites.locatorOf(first);
    if (!locator) return;
    const device = input.deviceOf?.(session.imei14, session.imsi, first.at_s);
    const handset = device?.imei14 ?? session.imei14 ?? session.imsi;
    if (handset === undefined && input.tracks !== true) return;
    const subject = (device?.shared === true ? session.imsi : undefined) ?? handset ?? first.burst_id;
    if (isCarried(session.bursts)) {
      // One answer for each step. Where it was carried to says little of where it is kept: no look of the smoothing.
      for (const step of locator.follow(session))
        yield* rowsOf(device, locator, { subject, ...step }, fused(device, locator, step.look.p));
      return;
    }
    const ended = { subject, from_s: first.at_s, until_s: Math.floor(session.last_s) + 1, look: locator.look(session) };
    if (handset === undefined) {
      yield* rowsOf(undefined, locator, ended, ended.look.p);
      return;
    }
    // Two devices with one identifier are two phones, and where the one was says nothing of the other.
    const key = `${handset}|${device?.component ?? 1}|${first.prison_id}|${first.building_id}`;
    const known = named.get(key);
    if (known) known.ended.push(ended);
    else named.set(key, { device, locator, ended: [ended] });
  };
  for await (const ended of sites.sessions()) yield* take(ended);

  const openHours = openHoursOf(sites.documents);
  for (const [, { device, locator, ended }] of [...named].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const looks = ended.map(({ from_s, until_s, look }) => ({ from_s, until_s, p: look.p }));
    const smoothed = smoothRooms(looks, {
      prior: locator.roomPrior,
      openHours: (from_s, until_s) => openHours(locator.prison_id, from_s, until_s),
      alike: locator.alike,
    });
    for (const [index, one] of ended.entries()) {
      yield* rowsOf(device, locator, one, fused(device, locator, smoothed[index]!));
    }
  }
}

function* rowsOf(
  device: LocatedDevice | undefined,
  locator: BuildingLocator,
  ended: Ended,
  p: Float64Array,
): Generator<RoomRow> {
  const { rooms, listed } = locator;
  const { subject, look, from_s, until_s } = ended;
  const shown = p.map((value, k) => (value >= LEAST_P || k >= listed ? value : 0));
  const total = shown.reduce((sum, value) => sum + value, 0);
  const common = { subject, device, prison_id: locator.prison_id, from_s, until_s };
  for (let k = 0; k < listed; k++) {
    if (!(shown[k]! > 0)) continue;
    const { cell_id } = rooms[k]!;
    const at = Number.isNaN(look.x_m[k]!) ? undefined : { x_m: look.x_m[k]!, y_m: look.y_m[k]! };
    yield { ...common, cell_id, p: shown[k]! / total, x_m: at?.x_m, y_m: at?.y_m };
  }
  yield { ...common, cell_id: 'outside', p: shown[rooms.length]! / total, x_m: undefined, y_m: undefined };
  // Whoever is on a landing is in none of the rooms that a search could open.
  const onLandings = shown.subarray(listed, rooms.length).reduce((sum, value) => sum + value, 0);
  yield {
    ...common,
    cell_id: 'none',
    p: (shown[rooms.length + 1]! + onLandings) / total,
    x_m: undefined,
    y_m: undefined,
  };
}

/** Hours in which doors stand open in a prison between two instants, by its regime. */
function openHoursOf(documents: CaseDocuments) {
  const { manifest, regime } = documents;
  const clock = createLocalClock(manifest.timezone, manifest);
  const open = HOUR_BINS.indexOf('open');
  const bins = new Map<string, Uint8Array>();
  const STEP_S = 900;
  return (prison_id: string, from_s: number, until_s: number): number => {
    let own = bins.get(prison_id);
    if (!own) bins.set(prison_id, (own = hourBins(regime, prison_id)));
    // A week holds every hour there is; longer pauses are as good as endless.
    const end = Math.min(until_s, from_s + 7 * 86_400);
    let steps = 0;
    for (let at_s = from_s; at_s < end; at_s += STEP_S) if (own[clock.minuteOfWeek(at_s)] === open) steps++;
    return steps === 0 ? 0 : Math.min((steps * STEP_S) / 3600, (end - from_s) / 3600);
  };
}
