import type { DelimitedRecords } from '../records/profile.ts';
import { sheetOf } from './glosses.ts';
import type { Notebook } from './reading.ts';
import { columnOf, filledShare, shareOf, type SampledTable } from './table.ts';
import { plainWords, speaksFor } from './words.ts';

type DurationForm = DelimitedRecords['duration_form'];

const HMS = /^\d{1,3}:\d\d:\d\d$/;
const MS = /^(?:\d{1,3}:[0-5]?\d|\d{1,5}):[0-5]\d$/;
const HOURS_PER_DAY = 24;

const MINUTES = /\b(min|mins|minut\w*|minuut|minuten|mn)\b/;
const SECONDS = /\b(s|sec|secs|second\w*|seconde\w*|sek|sekunde\w*|segundo\w*|secondi|secondo)\b/;
const FRACTIONS = /\b(ms|msec|millis\w*|zehntel\w*|tenth\w*|dixieme\w*|decima\w*|centi\w*|hundertstel\w*)\b/;

/** Whether words say that whole numbers are seconds, another unit, or both; undefined where they are silent. */
export function unitStated(text: string): 'seconds' | 'other' | 'both' | undefined {
  const words = plainWords(text);
  const seconds = SECONDS.test(words);
  if (FRACTIONS.test(words)) return 'other';
  const other = MINUTES.test(words);
  return seconds && other ? 'both' : seconds ? 'seconds' : other ? 'other' : undefined;
}

/** Whether two parts of a clock are minutes and seconds: words say so, or the first is more than a day has hours. */
function minutesFirst(values: readonly string[], words: string): boolean {
  const plain = words.toLowerCase();
  const said = /\bm{1,3}:ss\b|min\w*\s*[:/']\s*s(?:e[ckg])?/.test(plain);
  const contrary = /\bh{1,2}:mm\b(?!:)|(?:hours?|heures?|stunden|std|horas|ore|uren)\s*[:/]\s*min/.test(plain);
  if (said !== contrary) return said;
  return shareOf(values, (v) => Number(v.split(':')[0]) >= HOURS_PER_DAY) >= 0.01;
}

/** The duration: whole seconds, hh:mm:ss or m:ss, by name; where no name speaks, the column that agrees with calls and messages. */
export function findDuration(
  table: SampledTable,
  skip: ReadonlySet<number>,
  sheet: string,
  notes: Notebook,
): { column: number; form: DurationForm } | undefined {
  const form = (values: readonly string[]): DurationForm | undefined => {
    if (values.every((v) => v === '')) return undefined;
    if (shareOf(values, (v) => /^\d{1,6}$/.test(v)) >= 0.99) return 's';
    if (shareOf(values, (v) => HMS.test(v)) >= 0.99) return 'hh:mm:ss';
    return shareOf(values, (v) => MS.test(v)) >= 0.99 ? 'm:ss' : undefined;
  };
  const named = table.header.flatMap((name, i) =>
    !skip.has(i) && speaksFor('duration', name) && !speaksFor('volume', name) ? [i] : [],
  );
  const fit = named.find((i) => form(columnOf(table, i)) !== undefined);
  const name = (i: number): string => table.header[i] ?? '';
  if (fit !== undefined) {
    const words = sheetOf(sheet, table.header, name(fit));
    const read = form(columnOf(table, fit)) ?? 's';
    const leftOut = (question: string, why: string): undefined => {
      notes.questions.push(`Column "${name(fit)}": ${question}`);
      notes.fields.push({
        field: 'duration',
        columns: [],
        strength: 'none',
        why: `"${name(fit)}" is left out: ${why}`,
      });
    };
    const [byName, bySheet] = [unitStated(name(fit)), unitStated(words)];
    const unit = byName === undefined ? bySheet : bySheet === 'other' && byName !== 'other' ? 'both' : byName;
    if (read === 's' && unit === 'both')
      return leftOut('name and sheet speak of several units. Are these seconds?', 'its unit is not clear');
    if (read === 's' && unit === 'other')
      return leftOut('a duration in another unit than seconds cannot be read yet.', 'not in seconds');
    if (read === 'm:ss' && !minutesFirst(columnOf(table, fit), `${name(fit)} ${words}`))
      return leftOut('minutes and seconds, or hours and minutes?', 'nothing says what its two parts are');
    notes.fields.push({
      field: 'duration',
      columns: [name(fit)],
      strength: 'strong',
      why: {
        s: 'whole numbers under a fitting name',
        'hh:mm:ss': 'hours, minutes, seconds',
        'm:ss': 'minutes, seconds',
      }[read],
    });
    return { column: fit, form: read };
  }
  if (named.length > 0)
    notes.questions.push(`Column "${named.map(name).join('", "')}": durations in a form that cannot be read.`);
  const clocks = table.header.flatMap((_, i) => (!skip.has(i) && form(columnOf(table, i)) === 'hh:mm:ss' ? [i] : []));
  const numbers = table.header.flatMap((n, i) => {
    const values = columnOf(table, i);
    return !skip.has(i) &&
      form(values) === 's' &&
      filledShare(values) >= 0.9 &&
      new Set(values).size >= 20 &&
      values.includes('0') &&
      !speaksFor('volume', n) &&
      !speaksFor('azimuth', n) &&
      !speaksFor('cell', n) &&
      !speaksFor('area', n)
      ? [i]
      : [];
  });
  const guess = clocks.length === 1 ? clocks[0] : numbers.length === 1 && named.length === 0 ? numbers[0] : undefined;
  notes.fields.push({
    field: 'duration',
    columns: guess === undefined ? [] : [name(guess)],
    strength: guess === undefined ? 'none' : 'weak',
    why: guess === undefined ? 'no column of seconds with a fitting name' : 'the only column that looks like one',
  });
  notes.questions.push(
    guess === undefined
      ? 'Durations: no column holds them; they are left out.'
      : `Is "${name(guess)}" the duration? Only its values say so.`,
  );
  return guess === undefined ? undefined : { column: guess, form: form(columnOf(table, guess)) ?? 's' };
}
