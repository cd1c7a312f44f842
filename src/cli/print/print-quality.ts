import { left, pad } from './columns.ts';
import type { RunOutcome } from '../chain/run-outcome.ts';
import { counted, REFUSED_BECAUSE } from './words.ts';

/** What was not used, in all files together: by code, the commonest first. */
export function refusalTable(outcome: Pick<RunOutcome, 'refusals' | 'refusedRows'>): string[] {
  const counts = new Map(outcome.refusedRows);
  const whole: string[] = [];
  for (const refusal of outcome.refusals) {
    if (refusal.place === '')
      whole.push(`  ${pad(refusal.code, 22)} whole file  ${refusal.file}: ${REFUSED_BECAUSE[refusal.code]}`);
    else counts.set(refusal.code, (counts.get(refusal.code) ?? 0) + 1);
  }
  return [
    ...whole,
    ...[...counts]
      .sort((a, b) => b[1] - a[1])
      .map(([code, n]) => `  ${pad(code, 22)} ${left(counted(n, 'row'), 15)}  ${REFUSED_BECAUSE[code]}`),
  ];
}

/** What was used with a remark, in all files together. */
export function remarkTable(outcome: Pick<RunOutcome, 'quality'>): string[] {
  const cost: Record<string, string> = {
    CHECK_DIGIT_WRONG: 'wrong check digit: the first 14 digits are used',
    SPARE_ZERO: '15th digit is the spare 0: nothing is lost',
    IMEISV: '16 digits with software version: the first 14 are used',
    FILLER_IMEI: 'filler IMEI: counted, never a handset',
    DURATION_UNREADABLE: 'a duration that is no number of seconds: counts as zero',
    HOUR_TWICE: 'a local time that the clocks showed twice: the second of the two is taken',
    CELL_MISSING: 'no cell: counts, places nobody',
    CELL_UNKNOWN: 'cell in no antenna table: counts, places nobody',
    COORDINATES_SWAPPED: 'longitude and latitude swapped in an antenna table: put right',
    IMEI_MISSING: 'no IMEI: counts, belongs to no handset',
  };
  const counts = new Map<string, number>();
  for (const file of outcome.quality)
    for (const [code, n] of Object.entries(file.remarks)) counts.set(code, (counts.get(code) ?? 0) + n);
  return [...counts]
    .filter(([code]) => code in cost)
    .map(([code, n]) => `  ${pad(code, 22)} ${left(counted(n, 'row'), 15)}  ${cost[code] ?? ''}`);
}
