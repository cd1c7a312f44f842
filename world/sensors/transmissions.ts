import { localHour } from '../clock.ts';
import { SMS, DATA } from '../legs.ts';
import { placeAt } from '../movement-of-classes.ts';
import { luhn } from '../numbering.ts';
import { MODELS } from '../handset-models.ts';
import type { Device, Stay } from '../people.ts';
import { ROOM_DEPTH_M, ROOM_WIDTH_M, planToArea, type Area } from '../places.ts';
import { hash32, Random } from '../random.ts';
import type { SitePlace } from '../radio/index.ts';
import type { World } from '../world.ts';
import { BANDS, type Band } from './bands.ts';
import type { SensorNetwork } from './hang-sensors.ts';
import type { Ears, Reading } from './hear.ts';

/** One transmission of a phone that at least one sensor heard. */
export interface Heard {
  /** Seconds UTC, with thousandths. */
  readonly at: number;
  readonly device: number;
  /** True room; 'outside' for phones that are in none. */
  readonly cell_id: string;
  /** Of the building whose sensors heard it best. */
  readonly building: number;
  readonly band: Band;
  readonly kind: 'access' | 'traffic';
  readonly readings: readonly Reading[];
  /** Empty unless the burst showed it. */
  readonly imsi: string;
  readonly imei: string;
}

/** A receiver listens to one carrier after another: most bursts pass while it listens elsewhere. */
const CAUGHT = 0.4;
/** A phone that nobody uses still says where it is, so often a day. */
const UPDATES_A_DAY = 5;
/** A location update may show the subscriber, now and then the equipment (TS 24.008, identity request). */
const SHOWS_IMSI = 0.14;
const SHOWS_IMEI = 0.03;
/** A request for service names the subscriber where the network has no temporary identity for it. */
const SERVICE_BY_IMSI = 0.2;
/** Phones further from every building are not heard. */
const REACH_M = 60;

/** Everything that the sensors of one prison heard in the window, by time. */
export function transmissions(world: World, network: SensorNetwork, ears: Ears): Heard[] {
  const { options, calendar, legs, devices, numbering } = world;
  const { area, sensors } = network;
  const random = new Random(options.seed, 'transmissions');
  const heard: Heard[] = [];

  const send = (
    device: Device,
    sim: number,
    at: number,
    kind: Heard['kind'],
    band: Band,
    less_db: number,
    shows: boolean,
  ): void => {
    // Drawn even where nobody is there to hear it, so that one phone more moves no other.
    const caught = random.chance(CAUGHT);
    const [imsiShown, imeiShown] = [random.chance(SHOWS_IMSI), random.chance(SHOWS_IMEI)];
    if (!caught || at < calendar.from || at >= calendar.until) return;
    const where = placeOf(world, area, device, at);
    if (where === undefined) return;
    const readings = ears.hear(random, { at, place: where.place, band, power_dbm: BANDS[band].power_dbm - less_db });
    if (readings.length === 0) return;
    const best = readings.reduce((a, b) => (b.rssi_dbm > a.rssi_dbm ? b : a));
    const names = shows && device.hiddenIn === undefined && !isProtected(world, sim);
    const imei14 = device.imeis[0] ?? '';
    heard.push({
      at: Math.round(at * 1000) / 1000,
      device: device.index,
      cell_id: where.cell_id,
      building: sensors[best.sensor]?.building ?? 0,
      band,
      kind,
      readings,
      imsi: names && imsiShown ? (numbering.sims[sim]?.imsi ?? '') : '',
      imei: names && imeiShown && device.filler !== true ? `${imei14}${luhn(imei14)}` : '',
    });
  };

  for (const leg of legs.inTimeOrder()) {
    const device = devices[legs.device[leg] as number];
    if (device === undefined) continue;
    const t = legs.time[leg] as number;
    const sim = legs.sim[leg] as number;
    const band = bandOf(world, legs.cell[leg] as number, device);
    const asksAnew = random.chance(SERVICE_BY_IMSI);
    send(device, sim, t - random.between(0.5, 3), 'access', band, openLoop_db(random, band), asksAnew);
    const service = legs.service[leg] as number;
    const bursts =
      service === SMS ? 1 : Math.min(service === DATA ? 3 : 5, 1 + Math.floor((legs.duration_s[leg] as number) / 20));
    // Behind walls the network asks for nearly all the power there is.
    const less_db = 2 * random.below(6);
    for (let i = 0; i < bursts; i++)
      send(device, sim, t + random.between(1, 18) + 20 * i, 'traffic', band, less_db, false);
  }
  for (const device of devices) {
    if (device.stays === undefined) continue;
    const days = Math.ceil((Math.min(device.until, calendar.until) - Math.max(device.from, calendar.from)) / 86_400);
    for (let i = 0; i < UPDATES_A_DAY * days; i++) {
      const at = Math.max(device.from, calendar.from) + random.unit() * days * 86_400;
      const spell = device.sims.find((s) => at >= s.from && at < s.until);
      if (spell === undefined || at >= device.until) continue;
      const band: Band = random.chance(0.6) ? 'GSM900' : 'GSM1800';
      send(device, spell.sim, at, 'access', band, 0, true);
    }
  }
  return heard.sort((a, b) => a.at - b.at);
}

/** Room and hiding place of a phone inside; where another one is, if that is near. Undefined where no sensor could hear it. */
function placeOf(
  world: World,
  area: Area,
  device: Device,
  at: number,
): { place: SitePlace; cell_id: string } | undefined {
  if (device.stays !== undefined) {
    const n = device.stays.findIndex((s) => at >= s.from && at < s.until);
    const stay = device.stays[n];
    if (stay === undefined || stay.area !== area.index) return undefined;
    return { place: hidingPlace(area, device, stay, n, at), cell_id: stay.roomId };
  }
  const spot = device.path === undefined ? undefined : world.places.list[placeAt(device.path, at)];
  if (spot === undefined || spot.area !== area.ground) return undefined;
  const x_m = spot.x_m - area.east_m;
  const near = area.buildings.some((b) => Math.hypot(b.x_m - x_m, b.y_m - spot.y_m) < b.length_m / 2 + REACH_M);
  return near ? { place: { x_m, y_m: spot.y_m, level: 0 }, cell_id: 'outside' } : undefined;
}

/** By day it lies at the window, by night under the mattress: two places of a room, the same ones for a whole stay. */
function hidingPlace(area: Area, device: Device, stay: Stay, n: number, at: number): SitePlace {
  const room = area.rooms.find(({ id }) => id === stay.roomId);
  const plan = area.buildings[room?.building ?? 0] as Area['buildings'][number];
  const hour = localHour(at);
  const night = hour >= 21 || hour < 7;
  const draw = hash32(device.index * 64 + n * 2 + Number(night), HIDING);
  const part = (shift: number): number => ((draw >>> shift) & 255) / 255 - 0.5;
  const [x_m, y_m] = planToArea(
    plan,
    (room?.x_m ?? 0) + 0.8 * ROOM_WIDTH_M * part(0),
    (room?.y_m ?? 0) + 0.8 * ROOM_DEPTH_M * part(8),
  );
  return { x_m, y_m, level: room?.level ?? 0 };
}
/** Tells this draw from others. */
const HIDING = 0x41de;

function bandOf(world: World, cell: number, device: Device): Band {
  const { rat, siteIndex } = world.cells[cell] ?? { rat: 2, siteIndex: 0 };
  const low = siteIndex % 5 < 3;
  const band: Band = rat === 4 ? (low ? 'LTE800' : 'LTE1800') : low ? 'GSM900' : 'GSM1800';
  return MODELS[device.model]?.bands.includes(band) === true ? band : 'GSM900';
}

/** GSM asks for access at full power; LTE with no more than the path needs (TS 36.213, 6.1). */
const openLoop_db = (random: Random, band: Band): number => (band.startsWith('LTE') ? random.between(0, 15) : 0);

function isProtected({ numbering }: World, sim: number): boolean {
  return numbering.isProtected[numbering.sims[sim]?.number ?? -1] === true;
}
