import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeWorld } from '../make-world.ts';
import { withDefaults } from '../options.ts';
import { live } from '../world.ts';
import { hangSensors } from './hang-sensors.ts';
import { Ears } from './hear.ts';
import { transmissions } from './transmissions.ts';
import { walk } from './walk-test.ts';

const options = withDefaults({ seed: 17, prisons: 2, placebos: 1, days: 10, scale: 1, sensors: true });
const world = live(options);
const area = world.areas[0]!;
const network = hangSensors(world, area);
const ears = new Ears(network);
const heard = transmissions(world, network, ears);

describe('what sensors of the pretend world hear', () => {
  it('comes from where the phone lies at that moment', () => {
    let inRooms = 0;
    const moved = new Map<number, Set<string>>();
    for (const { device, at, cell_id } of heard) {
      const { stays } = world.devices[device]!;
      const stay = stays?.find((s) => at >= s.from && at < s.until);
      expect(cell_id).toBe(stays === undefined ? 'outside' : stay?.roomId);
      if (cell_id !== 'outside') inRooms++;
      moved.set(device, (moved.get(device) ?? new Set()).add(cell_id));
    }
    expect([...moved.values()].some((rooms) => rooms.size > 1)).toBe(true);
    expect(inRooms).toBeGreaterThan(200);
    expect(heard.length - inRooms).toBeGreaterThan(20);
  });

  it('is in order, within the window, above the threshold, and never of a sensor that did not work', () => {
    const times = heard.map(({ at }) => at);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    const { from, until } = world.calendar;
    for (const { at, readings } of heard) {
      expect(at >= from && at < until).toBe(true);
      for (const { sensor, rssi_dbm } of readings) {
        const { threshold_dbm, alive } = network.sensors[sensor]!;
        expect(rssi_dbm).toBeGreaterThanOrEqual(threshold_dbm);
        expect(alive.some(([a, b]) => at >= a && at < b)).toBe(true);
      }
    }
    expect(network.sensors.some(({ alive }) => alive.length > 1)).toBe(true);
  });

  it('shows few identities, those of the phone', () => {
    const shown = heard.filter(({ imsi, imei }) => imsi !== '' || imei !== '');
    for (const { device, imsi, imei } of shown) {
      const phone = world.devices[device]!;
      const own = phone.sims.map(({ sim }) => world.numbering.sims[sim]?.imsi ?? '');
      expect(['', ...own]).toContain(imsi);
      expect(['', ...phone.imeis]).toContain(imei.slice(0, 14));
    }
    expect(shown.length).toBeGreaterThan(5);
    expect(shown.length / heard.length).toBeLessThan(0.1);
  });

  it('shows none of whom no act covers, and no protected customer', () => {
    const named = (of: typeof world, device: number): number =>
      transmissions(of, network, ears).filter((one) => one.device === device && one.imsi + one.imei !== '').length;
    const { device } = heard.find(({ imsi }) => imsi !== '')!;
    expect(named(world, device)).toBeGreaterThan(0);
    const devices = world.devices.map((one) => (one.index === device ? { ...one, hiddenIn: 0 as const } : one));
    expect(named({ ...world, devices }, device)).toBe(0);
    const own = new Set(world.devices[device]!.sims.map(({ sim }) => world.numbering.sims[sim]?.number));
    const isProtected = world.numbering.numbers.map((_, number) => own.has(number));
    const numbering = Object.assign(Object.create(world.numbering) as typeof world.numbering, { isProtected });
    expect(named({ ...world, numbering }, device)).toBe(0);
  });

  it('is loudest near by: a room is walked with its own level heard best', () => {
    const looks = walk(options.seed, network, ears).filter(({ cell_id, band }) => cell_id !== '' && band === 'GSM900');
    expect(looks).toHaveLength(area.rooms.length);
    const right = looks.filter(({ building, level, readings }) => {
      const best = network.sensors[readings.reduce((a, b) => (b.rssi_dbm > a.rssi_dbm ? b : a)).sensor]!;
      return best.building === building && best.level === level;
    });
    expect(right.length / looks.length).toBeGreaterThan(0.9);
  });
});

describe('a case with sensors', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'cellsweep-sensors-'));
  const at = (...parts: string[]): string => path.join(folder, ...parts);
  const digests = (dir: string): Map<string, string> =>
    new Map(
      readdirSync(dir, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => path.join(entry.parentPath, entry.name))
        .map((file) => [path.relative(dir, file), createHash('sha256').update(readFileSync(file)).digest('hex')]),
    );
  let without = new Map<string, string>();
  let withSensors = new Map<string, string>();
  beforeAll(async () => {
    await makeWorld(at('without'), { ...options, sensors: false });
    await makeWorld(at('with'), options);
    without = digests(at('without'));
    withSensors = digests(at('with'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('differs from one without in nothing but what belongs to sensors', () => {
    const changed = [...withSensors].flatMap(([file, digest]) => (without.get(file) === digest ? [] : [file]));
    expect(changed.toSorted()).toEqual([
      'case/authorisations.json',
      'case/prisons/walls.csv',
      'case/sensors/detections.csv.gz',
      'case/sensors/heartbeats.csv',
      'case/sensors/sensors.csv',
      'case/sensors/walktest.csv',
      'truth/sensors_truth.csv',
    ]);
    expect([...without.keys()].filter((file) => !withSensors.has(file))).toEqual([]);
  });

  it('has for each burst of the file one line of truth', () => {
    const bursts = gunzipSync(readFileSync(at('with/case/sensors/detections.csv.gz')))
      .toString('utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(',')[0]);
    const truth = readFileSync(at('with/truth/sensors_truth.csv'), 'utf8').trim().split('\n').slice(1);
    expect(truth.map((line) => line.split(',')[0])).toEqual([...new Set(bursts)]);
    expect(truth).toHaveLength(heard.length);
  });
});
