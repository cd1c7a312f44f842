import { describe, expect, it } from 'vitest';
import { createRandom } from '../../statistics/index.ts';
import { judgeReceivers } from './health-watch.ts';
import { aWing } from './a-wing.testing.ts';
import { leftOutReadings } from './left-out-receiver.ts';
import { placeScatter, type HealthNote } from './residual-shifts.ts';
import { sensorHealth } from './sensor-health.ts';
import { sensorSite } from './site.ts';

const DAYS = 40;
/** Residuals of one receiver in some rooms, a few a day; `shift` by room from day 20 on. */
function notesOf(shift: (room: number) => number, rooms = 8, seed = 1): HealthNote[] {
  const random = createRandom(seed, 'notes');
  const usual = Array.from({ length: rooms }, () => 2 * random.normal());
  return Array.from({ length: DAYS * 8 }, (_, i): HealthNote => {
    const day = Math.floor(i / 8);
    const room = random.int(rooms);
    const residual_db = usual[room]! + 3 * random.normal() + (day >= 20 ? shift(room) : 0);
    return { sensor: 0, day, room, residual_db, variance_db2: 9 };
  });
}

describe('health of a receiver', () => {
  it('is steady where nothing changed, as a rule', () => {
    const verdicts = Array.from(
      { length: 60 },
      (_, seed) =>
        sensorHealth(
          notesOf(() => 0, 8, seed),
          0,
        ).verdict,
    );
    expect(verdicts.filter((verdict) => verdict !== 'steady').length).toBeLessThanOrEqual(3);
  });

  it('has drifted where all rooms shifted alike, by as much, since then', () => {
    const health = sensorHealth(
      notesOf(() => -5),
      0,
    );
    expect(health.verdict).toBe('drifted');
    expect(Math.abs(health.shift_db + 5)).toBeLessThan(2.5 * health.shiftSe_db);
    expect(health.since_day).toBeGreaterThanOrEqual(17);
    expect(health.since_day).toBeLessThanOrEqual(24);
  });

  it('is found as soon, and as sure, in a receiver that reads too little as in one that reads too much', () => {
    let alarms = 0;
    for (let seed = 0; seed < 40; seed++) {
      const notes = notesOf(() => 2.5, 8, seed);
      const more = sensorHealth(notes, 0);
      const less = sensorHealth(
        notes.map((note) => ({ ...note, residual_db: -note.residual_db })),
        0,
      );
      expect({ ...less, shift_db: -less.shift_db }).toEqual({ ...more, shift_db: expect.closeTo(more.shift_db, 9) });
      if (more.alarm_day !== undefined) alarms++;
    }
    expect(alarms).toBeGreaterThan(10);
  });

  it('was displaced where the shift depends on the room', () => {
    expect(
      sensorHealth(
        notesOf((room) => (room % 2 === 0 ? 10 : -2)),
        0,
      ).verdict,
    ).toBe('displaced');
  });

  it('has changed in a way that two rooms cannot tell', () => {
    expect(
      sensorHealth(
        notesOf(() => 9, 2),
        0,
      ).verdict,
    ).toBe('changed');
  });

  it('cannot be told from a handful of sessions', () => {
    expect(sensorHealth(notesOf(() => 9).slice(0, 6), 0).verdict).toBe('too little heard');
  });

  it('is judged with the wandering of rooms in mind', () => {
    const random = createRandom(4);
    const wander = Array.from({ length: 8 * 8 }, () => 4 * random.normal());
    const wandering = Array.from({ length: 12 }, (_, s) =>
      notesOf(() => 0, 8, s).map((note) => {
        const phone = wander[(note.room * 5 + s + Math.floor(note.day / 5)) % wander.length]!;
        return { ...note, sensor: s, residual_db: note.residual_db + phone };
      }),
    );
    const place_db = placeScatter(wandering);
    expect(place_db).toBeGreaterThanOrEqual(3);
    expect(placeScatter(Array.from({ length: 12 }, (_, s) => notesOf(() => 0, 8, s)))).toBeLessThanOrEqual(1.5);
    const alarms = (options: { place_db?: number }) =>
      wandering.filter((notes, s) => sensorHealth(notes, s, options).alarm_day !== undefined).length;
    expect(alarms({ place_db })).toBeLessThan(alarms({}));
  });
});

describe('receivers judged by the others', () => {
  const wing = sensorSite(aWing({ perSide: 5, sensors: 7 }), 'P1', 'B1', { at_s: 1 });
  const points = wing.grid.x_m.length;
  const inRooms = [...wing.grid.room.keys()].filter((g) => wing.grid.room[g]! >= 0);
  const groupAt = (g: number, change: (s: number) => number, noise: () => number) => {
    const level_dbm = Float64Array.from(
      { length: 7 },
      (_, s) => wing.map.mean_db[0]![s * points + g]! - 12 + noise() + change(s),
    );
    const heard = level_dbm.map((level) => (Number.isNaN(level) ? 0 : 1));
    return { level_dbm, heard, bursts: 1, alive: new Uint8Array(7).fill(1), band: 0, carriers: 1 };
  };

  it('agree on an exact burst, and see 8 dB too much as 8 dB: who is judged has no say in where the phone is', () => {
    const power = { mean_db: -12, sd_db: 15 };
    const readings = (g: number, excess_db: number) => {
      const group = groupAt(
        g,
        (s) => (s === 3 ? excess_db : 0),
        () => 0,
      );
      return leftOutReadings(wing.map, wing.errors, group, power, wing.prior);
    };
    for (const g of [inRooms[10]!, inRooms[700]!]) {
      const exact = readings(g, 0);
      expect(exact).toHaveLength(7);
      for (const one of exact) expect(Math.abs(one.residual_db)).toBeLessThan(1.5 * Math.sqrt(one.variance_db2));
      expect(readings(g, 8)[3]!.residual_db - exact[3]!.residual_db).toBeCloseTo(8, 6);
    }
  });

  it('do not care how loud a phone is where nothing is known of its power', () => {
    const readings = (louder_db: number) => {
      const group = groupAt(
        inRooms[300]!,
        (s) => louder_db + (s % 3),
        () => 0,
      );
      return leftOutReadings(wing.map, wing.errors, group, { mean_db: 0, sd_db: 1e4 }, wing.prior);
    };
    const [soft, loud] = [readings(0), readings(25)];
    soft.forEach(({ residual_db }, i) => expect(loud[i]!.residual_db).toBeCloseTo(residual_db, 3));
  });

  it('say nothing of a burst that four heard', () => {
    const four = groupAt(
      inRooms[10]!,
      (s) => (s > 3 ? Number.NaN : 0),
      () => 0,
    );
    expect(leftOutReadings(wing.map, wing.errors, four, { mean_db: -12, sd_db: 15 }, wing.prior)).toEqual([]);
  });

  it('name the one that went deaf and the one whose gain fell, and no other', () => {
    const random = createRandom(2);
    const groups = Array.from({ length: 40 * 8 }, (_, i) => {
      const day = Math.floor(i / 8);
      const change = (s: number) => (day < 20 ? 0 : s === 1 ? Number.NaN : s === 4 ? -7 : 0);
      const g = inRooms[Math.floor(random.int(8) * (inRooms.length / 8)) + random.int(20)]!;
      return { day, group: groupAt(g, change, () => 2 * random.normal()), power_db: -12 };
    });
    const verdicts = judgeReceivers(wing, groups).map(({ verdict }) => verdict);
    expect(verdicts[1]).toBe('hears less');
    expect(['drifted', 'changed']).toContain(verdicts[4]);
    expect(verdicts.filter((verdict) => verdict !== 'steady')).toHaveLength(2);
  });
});
