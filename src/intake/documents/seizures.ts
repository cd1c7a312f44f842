import type { Seizure } from '../../model/case.ts';
import type { Table } from './read-table.ts';

/**
 * searches/seizures.csv: what was found. A thing found in a yard has no room, one thrown over a wall no search; both
 * cells may be empty.
 */
export const SEIZURES: Table<Seizure> = {
  required: ['seizure_id', 'search_id', 'at', 'prison_id', 'cell_id', 'kind', 'imei'],
  optional: ['iccid', 'model', 'hiding_place', 'attributed_inmate_id', 'powered', 'seal'],
  row: (fields) => ({
    seizure_id: fields.text('seizure_id'),
    search_id: fields.note('search_id'),
    at_s: fields.time('at'),
    prison_id: fields.text('prison_id'),
    cell_id: fields.note('cell_id'),
    kind: fields.oneOf('kind', ['handset', 'sim', 'charger', 'other']),
    imei14s: fields.imeis('imei'),
    iccid: fields.note('iccid'),
    model: fields.note('model'),
    hiding_place: fields.note('hiding_place'),
    attributed_inmate_id: fields.note('attributed_inmate_id'),
  }),
  observedAt: (row) => row.at_s,
  subjects: (row) => [...row.imei14s, row.iccid, row.attributed_inmate_id],
};
