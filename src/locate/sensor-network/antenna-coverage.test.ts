import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aWing } from './a-wing.testing.ts';
import { antennaCoverage, threshold_db, type Antenna } from './antenna-coverage.ts';
import { sensorSite } from './site.ts';

const site = sensorSite({ ...aWing({ perSide: 4 }), sensors: [], walls: [] }, 'P1', 'B1', { at_s: 1 });
const antenna = (about: Partial<Antenna> = {}): Antenna => ({
  antenna_id: 'J',
  level: 0,
  x_m: 6,
  y_m: 5.25,
  kind: 'jammer',
  band: 'GSM900',
  eirp_dbm: 0,
  ...about,
});
const serving = [{ band: 'GSM900', cell_id: '', level_dbm: -75 }];

describe("antennas' coverage", () => {
  it('is free space in the first metre and the formula from there', () => {
    const far = antennaCoverage(site, [antenna({ x_m: 1000, y_m: 2 })], serving)[0]!;
    // Friis at 900 MHz and 1 m: 31.5 dB; exponent 2 is the prior's; what stands between is at least one room's edge.
    const friis_dbm = -(20 * Math.log10(900) - 27.55) - 20 * Math.log10(997.5);
    expect(far.level_dbm).toBeLessThan(friis_dbm + 0.5);
    expect(far.level_dbm).toBeGreaterThan(friis_dbm - 40);
    const near = antennaCoverage(site, [antenna({ x_m: -2, y_m: 2 })], serving);
    const at2m = near.find(({ room }) => room === 0)!;
    expect(Math.abs(at2m.level_dbm - (-31.5 - 20 * Math.log10(3.5) - 3))).toBeLessThan(2);
  });

  it('rises with power and with every antenna, falls with the public network', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -30, max: 40, noNaN: true }),
        fc.double({ min: 0.1, max: 20, noNaN: true }),
        (eirp_dbm, more) => {
          const chance = (antennas: Antenna[], level_dbm = -75) =>
            antennaCoverage(site, antennas, [{ band: 'GSM900', cell_id: '', level_dbm }]).map((row) => row.chance);
          const one = chance([antenna({ eirp_dbm })]);
          const stronger = chance([antenna({ eirp_dbm: eirp_dbm + more })]);
          const two = chance([antenna({ eirp_dbm }), antenna({ eirp_dbm })]);
          const busy = chance([antenna({ eirp_dbm })], -75 + more);
          one.forEach((value, k) => {
            expect(stronger[k]!).toBeGreaterThanOrEqual(value);
            expect(two[k]!).toBeGreaterThanOrEqual(value - 1e-3);
            expect(busy[k]!).toBeLessThanOrEqual(value);
          });
        },
      ),
      { numRuns: 20 },
    );
  });

  it('covers the near cell and not the far one, and tells what gets outside', () => {
    const rows = antennaCoverage(site, [antenna({ x_m: 1.5, y_m: 2, eirp_dbm: -25 })], serving);
    const chance = (cell_id: string) => rows.find(({ room }) => site.grid.rooms[room]?.cell_id === cell_id)!.chance;
    expect(chance('0S1')).toBeGreaterThan(chance('0N4') + 0.2);
    expect(rows.find(({ room }) => room < 0)).toBeDefined();
  });

  it('needs more over the network for LTE and managed access than for GSM', () => {
    expect(threshold_db('jammer', 'GSM900')).toBe(-9);
    expect(threshold_db('jammer', 'LTE1800')).toBe(6);
    expect(threshold_db('managed-access', 'GSM900')).toBeGreaterThan(threshold_db('jammer', 'GSM900'));
  });

  it('uses the level measured in a cell before the one assumed elsewhere', () => {
    const rows = antennaCoverage(site, [antenna()], [...serving, { band: 'GSM900', cell_id: '0S1', level_dbm: -20 }]);
    expect(rows.find(({ room }) => room === 0)!.serving_dbm).toBe(-20);
    expect(rows.find(({ room }) => room === 1)!.serving_dbm).toBe(-75);
  });

  it('judges nothing where no level of the network is stated', () => {
    expect(antennaCoverage(site, [antenna({ band: 'LTE800' })], serving)).toEqual([]);
  });
});
