import { describe, expect, it } from 'vitest';
import type { WalkReading } from '../../model/case.ts';
import { aWing } from './a-wing.testing.ts';
import { sensorSite } from './site.ts';
import { walkTestPlan } from './walk-test-plan.ts';

const wing = aWing({ perSide: 3, sensors: 5 });
const planOf = (documents: typeof wing) => {
  const site = sensorSite(documents, 'P1', 'B1', { at_s: 1 });
  return { site, plan: walkTestPlan(site, site.today, { power: site.powerOf('traffic'), bursts: 5 }) };
};

describe('what a walk-test must cover', () => {
  it('is every cell of a building that nobody has walked, and corridors', () => {
    const { site, plan } = planOf(wing);
    expect(plan.rooms.map(({ room }) => room).toSorted((a, b) => a - b)).toEqual(
      site.grid.rooms.map((_, room) => room),
    );
    expect(plan.points).toBe(6);
    expect(plan.corridorPoints).toBeGreaterThan(1);
  });

  it('promises a better map and a better worst pair, most first', () => {
    const { site, plan } = planOf(wing);
    const gains = plan.rooms.map(({ worst_nats, worstAfter_nats }) => worstAfter_nats - worst_nats);
    expect(gains).toEqual(gains.toSorted((a, b) => b - a));
    for (const gain of gains) expect(gain).toBeGreaterThan(0);
    const frozen = plan.site.errors.frozen_db ** 2 - site.errors.frozen_db ** 2;
    const inRooms = [...site.grid.room.keys()].filter((g) => site.grid.room[g]! >= 0);
    plan.columns.forEach((column, s) => {
      for (const g of inRooms) {
        expect(column.map_db2[g]!).toBeGreaterThanOrEqual(0);
        expect(column.map_db2[g]! + frozen).toBeLessThan(site.today[s]!.map_db2[g]!);
      }
    });
  });

  it('leaves out what was walked', () => {
    const walkTest = wing.rooms.slice(0, 2).flatMap((room, i): WalkReading[] =>
      wing.sensors!.map(({ sensor_id }, s) => ({
        prison_id: 'P1',
        building_id: 'B1',
        cell_id: room.cell_id,
        level: 0,
        x_m: i * 3 + 1.5,
        y_m: 2,
        at_s: i,
        band: 'GSM900',
        tx_power_dbm: 33,
        sensor_id,
        rssi_dbm: -40 - 3 * s,
      })),
    );
    const { plan } = planOf({ ...wing, walkTest });
    expect(plan.rooms.map(({ room }) => room).toSorted((a, b) => a - b)).toEqual([2, 3, 4, 5]);
  });
});
