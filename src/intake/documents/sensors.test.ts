import { describe, expect, it } from 'vitest';
import { readLinesOf, refusedIn } from './read-one.fixture.ts';
import { HEARTBEATS, SENSORS, WALK_TEST } from './sensors.ts';
import { WALLS } from './walls.ts';

describe('sensors', () => {
  it('reads places and thresholds where they are stated', async () => {
    const reading = await readLinesOf(SENSORS, [
      'sensor_id,prison_id,building_id,level,x_m,y_m,threshold_dbm,from,until',
      'S1,P1,B1,0,1.5,2,-65,2025-01-01T00:00:00Z,',
      'S2,P1,B1,1,,,,,',
      'S3,P1,B1,0,east,2,-65,,',
    ]);
    expect(reading.rows).toMatchObject([
      { sensor_id: 'S1', x_m: 1.5, threshold_dbm: -65, from_s: 1_735_689_600, until_s: Infinity },
      { sensor_id: 'S2', x_m: undefined, threshold_dbm: undefined },
    ]);
    expect(refusedIn(reading)).toEqual(['line 4 FIELD_FORM']);
  });

  it('takes storeys from 20 below ground to 200 above it, and refuses what is none, such as a level in dBm', async () => {
    const levels = ['-20', '200', '-21', '201', '-65', '0.5'];
    const sensors = await readLinesOf(SENSORS, [
      'sensor_id,prison_id,building_id,level,x_m,y_m,threshold_dbm,from,until',
      ...levels.map((level, i) => `S${i},P1,B1,${level},1,2,,,`),
    ]);
    const walk = await readLinesOf(WALK_TEST, [
      'prison_id,building_id,cell_id,level,x_m,y_m,at,band,tx_power_dbm,sensor_id,rssi_dbm',
      ...levels.map((level) => `P1,B1,,${level},1,2,2025-01-01T02:00:00Z,GSM900,33,S1,-31`),
    ]);
    for (const reading of [sensors, walk]) {
      expect(reading.rows.map(({ level }) => level)).toEqual([-20, 200]);
      expect(refusedIn(reading)).toEqual([4, 5, 6, 7].map((line) => `line ${line} FIELD_FORM`));
    }
  });

  it('reads walk-tests, heartbeats and walls, and refuses what is no number', async () => {
    const walk = await readLinesOf(WALK_TEST, [
      'prison_id,building_id,cell_id,level,x_m,y_m,at,band,tx_power_dbm,sensor_id,rssi_dbm',
      'P1,B1,,0,1,2,2025-01-01T02:00:00Z,GSM900,33,S1,-31',
      'P1,B1,,0,1,2,2025-01-01T02:00:00Z,GSM900,,S1,loud',
    ]);
    expect(walk.rows).toMatchObject([{ tx_power_dbm: 33, rssi_dbm: -31, cell_id: '' }]);
    expect(refusedIn(walk)).toEqual(['line 3 FIELD_FORM']);
    const beats = await readLinesOf(HEARTBEATS, [
      'sensor_id,from,until',
      'S1,2025-01-01T00:00:00Z,2025-01-02T00:00:00Z',
    ]);
    expect(beats.rows).toEqual([{ sensor_id: 'S1', from_s: 1_735_689_600, until_s: 1_735_776_000 }]);
    const walls = await readLinesOf(WALLS, ['building_id,level,material,x1_m,y1_m,x2_m,y2_m', 'B1,0,,0,0,4,0']);
    expect(walls.rows).toEqual([{ building_id: 'B1', level: 0, material: '', x1_m: 0, y1_m: 0, x2_m: 4, y2_m: 0 }]);
  });
});
