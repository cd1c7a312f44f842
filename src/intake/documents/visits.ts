import type { Visit } from '../../model/case.ts';
import type { Table } from './read-table.ts';

/** prisons/visits.csv: visits held. */
export const VISITS: Table<Visit> = {
  required: ['prison_id', 'inmate_id', 'visitor_id', 'from', 'until'],
  optional: ['visitor_number'],
  row: (fields) => {
    const from_s = fields.time('from');
    const { until_s } = fields.interval();
    return {
      prison_id: fields.text('prison_id'),
      inmate_id: fields.text('inmate_id'),
      visitor_id: fields.text('visitor_id'),
      visitor_number: fields.optionalNumber('visitor_number'),
      from_s,
      until_s,
    };
  },
  observedAt: (row) => row.from_s,
  subjects: (row) => [row.inmate_id, row.visitor_id, row.visitor_number],
};
