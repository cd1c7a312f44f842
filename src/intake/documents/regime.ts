import type { LockupPeriod } from '../../model/case.ts';
import type { Fields } from './fields.ts';
import type { Table } from './read-table.ts';

/** prisons/regime.csv: lock-up hours by local wall clock. */
export const REGIME: Table<LockupPeriod> = {
  required: ['prison_id', 'wing', 'weekday', 'lockup_from', 'lockup_until'],
  row: (fields) => ({
    prison_id: fields.text('prison_id'),
    wing: fields.note('wing'),
    weekday: fields.whole('weekday', 1, 7),
    lockup_from_min: wallClockMinutes(fields, 'lockup_from'),
    lockup_until_min: wallClockMinutes(fields, 'lockup_until'),
  }),
};

/** Minutes since midnight, 0..1440 (`24:00` is the end of the day). */
function wallClockMinutes(fields: Fields, column: string): number {
  const match = /^(\d{1,2}):(\d{2})(?::00)?$/.exec(fields.note(column));
  const minutes = match ? Number(match[1]) * 60 + Number(match[2]) : Number.NaN;
  if (!(minutes <= 1440) || Number(match?.[2]) > 59) fields.refuse('TIME_IMPOSSIBLE', `${column}: HH:MM`, column);
  return minutes;
}
