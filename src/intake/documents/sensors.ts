import type { Heartbeat, Sensor, WalkReading } from '../../model/case.ts';
import { PLAN_LIMIT_M } from './rooms.ts';
import type { Table } from './read-table.ts';

/** No receiver reads outside this, and none of these quantities makes sense there. */
export const LEVEL_LIMIT_DB = 250;

/** sensors/sensors.csv: fixed passive receivers, where and since when they stand. */
export const SENSORS: Table<Sensor> = {
  required: ['sensor_id', 'prison_id', 'building_id', 'level', 'x_m', 'y_m', 'threshold_dbm', 'from', 'until'],
  row: (fields) => ({
    sensor_id: fields.text('sensor_id'),
    prison_id: fields.text('prison_id'),
    building_id: fields.note('building_id'),
    level: fields.whole('level', -20, 200),
    x_m: fields.optionalDecimal('x_m', -PLAN_LIMIT_M, PLAN_LIMIT_M),
    y_m: fields.optionalDecimal('y_m', -PLAN_LIMIT_M, PLAN_LIMIT_M),
    threshold_dbm: fields.optionalDecimal('threshold_dbm', -LEVEL_LIMIT_DB, LEVEL_LIMIT_DB),
    ...fields.interval(),
  }),
};

/**
 * sensors/walktest.csv: levels read from the survey transmitter. A sensor without a row did not hear it. A survey is
 * about nobody, so that no act's period dates it.
 */
export const WALK_TEST: Table<WalkReading> = {
  required: ['prison_id', 'building_id', 'level', 'x_m', 'y_m', 'at', 'band', 'tx_power_dbm', 'sensor_id', 'rssi_dbm'],
  optional: ['cell_id'],
  row: (fields) => ({
    prison_id: fields.text('prison_id'),
    building_id: fields.note('building_id'),
    cell_id: fields.note('cell_id'),
    level: fields.whole('level', -20, 200),
    x_m: fields.optionalDecimal('x_m', -PLAN_LIMIT_M, PLAN_LIMIT_M),
    y_m: fields.optionalDecimal('y_m', -PLAN_LIMIT_M, PLAN_LIMIT_M),
    at_s: fields.time('at'),
    band: fields.note('band'),
    tx_power_dbm: fields.optionalDecimal('tx_power_dbm', -LEVEL_LIMIT_DB, LEVEL_LIMIT_DB),
    sensor_id: fields.text('sensor_id'),
    rssi_dbm: fields.decimal('rssi_dbm', -LEVEL_LIMIT_DB, LEVEL_LIMIT_DB),
  }),
};

/** sensors/heartbeats.csv: when each sensor was alive. */
export const HEARTBEATS: Table<Heartbeat> = {
  required: ['sensor_id', 'from', 'until'],
  row: (fields) => ({ sensor_id: fields.text('sensor_id'), ...fields.interval('empty') }),
};
