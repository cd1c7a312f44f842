import type { Detection } from '../../model/case.ts';
import type { Fields } from './fields.ts';
import { LEVEL_LIMIT_DB } from './sensors.ts';

/** Columns of sensors/detections.csv. */
export const DETECTION_COLUMNS = [
  'burst_id',
  'at',
  'prison_id',
  'building_id',
  'band',
  'kind',
  'sensor_id',
  'rssi_dbm',
  'imsi',
  'imei',
] as const;
const KINDS = ['access', 'traffic'] as const;

/** One row, for whoever reads the file: what one reader refuses no other may use. */
export const readDetection = (fields: Fields): Detection => ({
  burst_id: fields.text('burst_id'),
  at_s: fields.time('at'),
  prison_id: fields.text('prison_id'),
  building_id: fields.note('building_id'),
  band: fields.note('band'),
  kind: fields.oneOf('kind', KINDS),
  sensor_id: fields.text('sensor_id'),
  rssi_dbm: fields.decimal('rssi_dbm', -LEVEL_LIMIT_DB, LEVEL_LIMIT_DB),
  imsi: fields.optionalImsi('imsi'),
  imei14: fields.optionalImei('imei'),
});
