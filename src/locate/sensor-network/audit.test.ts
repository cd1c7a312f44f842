import { describe, expect, it } from 'vitest';
import { createRandom } from '../../statistics/index.ts';
import { aWing } from './a-wing.testing.ts';
import { auditSensors, groupsOf, NOT_TOLD_APART } from './audit.ts';
import { sensorSite } from './site.ts';

const wing = aWing({ perSide: 3, sensors: 3 });
const at = (sensor: NonNullable<typeof wing.sensors>[number], x_m: number, y_m: number) => ({ ...sensor, x_m, y_m });
/** Receivers on the middle line of the corridor alone: left and right are mirror images. */
const middle = { ...wing, sensors: wing.sensors!.map((one, k) => at(one, 1.5 + 3 * k, 5.25)) };
const auditOf = (documents: typeof wing) => {
  const site = sensorSite(documents, 'P1', 'B1', { at_s: 1 });
  const signal = { power: site.powerOf('traffic'), bursts: 5 };
  const phones = { kind: 'traffic', bursts: 5, worlds: 3, perRoom: 4 } as const;
  const audit = auditSensors(site, site.today, signal, phones, (stream) => createRandom(1, stream));
  const names = audit.groups.map((group) => group.map((room) => site.grid.rooms[room]!.cell_id));
  return { site, audit, names };
};

describe('audit of receivers', () => {
  const mirrored = auditOf(middle);

  it('finds that receivers in a corridor alone cannot tell its two sides apart', () => {
    for (const cell of [1, 2, 3])
      expect(mirrored.names.some((group) => group.includes(`0S${cell}`) && group.includes(`0N${cell}`))).toBe(true);
    for (const { error } of mirrored.audit.pairs) expect(error).toBeGreaterThan(NOT_TOLD_APART);
  });

  it('finds fewer such pairs, and more hits, where receivers are staggered', () => {
    const staggered = auditOf(wing);
    expect(staggered.audit.pairs.length).toBeLessThan(mirrored.audit.pairs.length);
    expect(staggered.audit.hits.mean1).toBeGreaterThan(mirrored.audit.hits.mean1);
  });

  it('prints the area for each receiver, and orders losses by what they cost', () => {
    expect(mirrored.audit.area_m2).toBeCloseTo(6 * 12, 6);
    expect(mirrored.audit.m2PerSensor).toBeCloseTo(24, 6);
    const lost = mirrored.audit.losses.map(({ lost_nats }) => lost_nats);
    expect(lost).toEqual(lost.toSorted((a, b) => b - a));
    for (const one of lost) expect(one).toBeGreaterThan(0);
  });

  it('counts a receiver without a heartbeat as dead', () => {
    const heartbeats = wing.sensors!.slice(1).map(({ sensor_id }) => ({ sensor_id, from_s: 0, until_s: 10 }));
    const dead = [{ sensor_id: wing.sensors![0]!.sensor_id, from_s: 5, until_s: 10 }];
    const site = sensorSite({ ...wing, heartbeats: [...heartbeats, ...dead] }, 'P1', 'B1', { at_s: 1 });
    expect(site.today).toHaveLength(2);
    expect(site.dead.map(({ sensor_id }) => sensor_id)).toEqual([wing.sensors![0]!.sensor_id]);
  });

  it('joins pairs to groups', () => {
    expect(
      groupsOf(7, [
        [0, 1],
        [5, 6],
        [1, 4],
      ]),
    ).toEqual([
      [0, 1, 4],
      [5, 6],
    ]);
    expect(groupsOf(3, [])).toEqual([]);
  });
});
