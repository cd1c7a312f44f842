import { sheetOf } from './glosses.ts';
import { percent, type Notebook } from './reading.ts';
import { columnOf, filledShare, type SampledTable } from './table.ts';
import { clockForm, dateForm, readNaive, timeForm, type TimeForm } from './time.ts';
import { speaksFor, zoneStated } from './words.ts';

export interface TimeColumns {
  readonly columns: readonly number[];
  readonly form: TimeForm;
  readonly zone: string;
  /** Whether somebody states the zone (the text's own offset, a name, the sheet), or it is the case's as a guess. */
  readonly zoneFrom: 'offset' | 'column name' | 'title' | 'sheet' | 'guess';
}

export interface Period {
  readonly timezone: string;
  readonly from_s: number;
  readonly until_s: number;
  /** The period is a wide one that was assumed, no case's; neither is the zone a case's then. */
  readonly assumedPeriod?: boolean;
}

export const timeTexts = (table: Pick<SampledTable, 'rows'>, columns: readonly number[]): string[] =>
  table.rows.map((row) => columns.map((c) => row[c] ?? '').join(' '));

const nameOf = (period: Period): string =>
  period.assumedPeriod === true ? 'the last ten years (no case was given)' : 'the period of the case';

/** Which column or pair of columns is the start, how it is written and in which zone. */
export function findTime(table: SampledTable, sheet: string, period: Period, notes: Notebook): TimeColumns | undefined {
  interface Found {
    readonly columns: number[];
    readonly form: TimeForm;
    readonly share: number;
    readonly ambiguous: boolean;
  }
  const found: Found[] = [];
  const dates: { i: number; share: number; form: TimeForm; ambiguous: boolean }[] = [];
  table.header.forEach((_, i) => {
    const values = columnOf(table, i);
    if (filledShare(values) < 0.9) return;
    const whole = timeForm(values, period.from_s, period.until_s);
    if (whole !== undefined && whole.share >= 0.8) found.push({ columns: [i], ...whole });
    const date = dateForm(values, period.from_s, period.until_s);
    if (date !== undefined && date.share >= 0.8) dates.push({ i, ...date });
  });
  for (const date of dates)
    table.header.forEach((name, i) => {
      if (i === date.i) return;
      const values = columnOf(table, i);
      // A duration looks like a time of day; only a name tells which is which.
      if (speaksFor('duration', name) || (!speaksFor('clock', name) && i !== date.i + 1)) return;
      if ((clockForm(values)?.share ?? 0) < 0.95) return;
      const both = timeForm(timeTexts(table, [date.i, i]), period.from_s, period.until_s);
      if (both !== undefined && both.share >= 0.8) found.push({ columns: [date.i, i], ...both });
    });
  const text = (f: Found): string => f.columns.map((c) => table.header[c] ?? '').join(' ');
  const first = (f: Found): number[] => timeTexts(table, f.columns).map((t) => readNaive(t, f.form) ?? Number.NaN);
  // Several times in a row: the start is never after another, and its name does not say end.
  const ranked = found
    .map((f) => ({ f, at: first(f), end: speaksFor('end_time', text(f)) }))
    .sort(
      (a, b) =>
        Number(a.end) - Number(b.end) ||
        a.at.filter((t, i) => t > (b.at[i] ?? t)).length - b.at.filter((t, i) => t > (a.at[i] ?? t)).length ||
        Number(speaksFor('time', text(b.f))) - Number(speaksFor('time', text(a.f))),
    );
  const best = ranked[0]?.f;
  if (best === undefined) {
    notes.fields.push({
      field: 'time',
      columns: [],
      strength: 'none',
      why: `no column of times within ${nameOf(period)}`,
    });
    return undefined;
  }
  const names = best.columns.map((c) => table.header[c] ?? '');
  const rival = ranked
    .slice(1)
    .find(
      (r) =>
        !r.end &&
        r.f.columns.join() !== best.columns.join() &&
        !r.f.columns.some((c) => best.columns.includes(c)) &&
        r.at.some((t, i) => Math.abs(t - (ranked[0]?.at[i] ?? t)) > 0),
    );
  if (rival !== undefined)
    notes.questions.push(
      `Column "${text(rival.f)}" holds times too. Is the start of the communication in "${names.join(' + ')}"?`,
    );
  if (best.ambiguous)
    notes.questions.push(`Column "${names.join(' + ')}": day and month cannot be told apart. Which comes first?`);
  notes.fields.push({
    field: 'time',
    columns: names,
    strength: best.share >= 0.95 && !best.ambiguous ? 'strong' : 'weak',
    why: `${percent(best.share)} of the values read as ${best.form.format} lie in ${nameOf(period)}`,
  });
  const absolute = best.form.offset || best.form.format.startsWith('unix');
  const parts = names.map((name) => sheetOf(sheet, table.header, name)).join('\n');
  const claims = [
    ['column name', zoneStated(names.join(' ')) ?? (/(_|\b)utc\b/i.test(names.join(' ')) ? 'utc' : undefined)],
    ['title', zoneStated(table.titles.join(' '))],
    // What the sheet says of this very column comes before what it says of all times, or of others.
    ['sheet', zoneStated(parts) ?? zoneStated(sheet)],
  ] as const;
  const claim = claims.find(([, zone]) => zone !== undefined);
  const stated = claim?.[1] ?? 'local';
  const zone = absolute || stated === 'utc' ? 'UTC' : stated === 'local' ? period.timezone : stated;
  if (!absolute && claim === undefined)
    notes.questions.push(
      `Time zone: nothing states it. ${period.assumedPeriod === true ? period.timezone : `The case's zone (${period.timezone})`} is a guess. Ask the operator.`,
    );
  return { columns: best.columns, form: best.form, zone, zoneFrom: absolute ? 'offset' : (claim?.[0] ?? 'guess') };
}
