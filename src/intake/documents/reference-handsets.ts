import { REFERENCE_CLASSES } from '../../model/case.ts';
import type { ReferenceHandset } from '../../model/case.ts';
import type { Table } from './read-table.ts';

/** reference/handsets.csv: handsets whose truth was established otherwise. `prison_id` may name a placebo area. */
export const REFERENCE_HANDSETS: Table<ReferenceHandset> = {
  required: ['imei', 'prison_id', 'class', 'from', 'until'],
  optional: ['basis'],
  row: (fields) => {
    const { from_s, until_s } = fields.interval();
    return {
      imei14: fields.imei('imei'),
      area_id: fields.text('prison_id'),
      class: fields.oneOf('class', REFERENCE_CLASSES),
      from_s,
      until_s,
      basis: fields.note('basis'),
    };
  },
  subjects: (row) => [row.imei14],
};
