import { zonedSeconds } from '../records/wall-clock.ts';
import { shareOf } from './table.ts';

/** How a time is written, as a profile says it. */
export interface TimeForm {
  readonly format: string;
  readonly offset: boolean;
}

const DAY_S = 86_400;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

const TOKENS: Record<string, string> = {
  yyyy: '(?<y>\\d{4})',
  yy: '(?<y>\\d{2})',
  MMM: '(?<mon>[A-Za-z]{3})',
  MM: '(?<M>\\d{2})',
  M: '(?<M>\\d{1,2})',
  dd: '(?<d>\\d{2})',
  d: '(?<d>\\d{1,2})',
  HH: '(?<H>\\d{2})',
  H: '(?<H>\\d{1,2})',
  hh: '(?<h>\\d{2})',
  h: '(?<h>\\d{1,2})',
  mm: '(?<m>\\d{2})',
  ss: '(?<s>\\d{2})',
  SSS: '\\d{3}',
  a: '(?<a>[AaPp][Mm])',
};

const patterns = new Map<string, RegExp>();

function patternOf(form: TimeForm): RegExp {
  const key = `${form.format}|${form.offset}`;
  let pattern = patterns.get(key);
  if (pattern === undefined) {
    const body = (form.format.match(/'[^']*'|([a-zA-Z])\1*|./g) ?? [])
      .map((token) => {
        const literal = token.startsWith("'") ? token.slice(1, -1) : token;
        return token.startsWith("'") || TOKENS[token] === undefined
          ? literal.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&')
          : TOKENS[token];
      })
      .join('');
    pattern = new RegExp(`^${body}${form.offset ? '(?:\\.\\d+)?(?<z>Z|[+-]\\d\\d:?\\d\\d)' : ''}$`);
    patterns.set(key, pattern);
  }
  return pattern;
}

/**
 * Reads a time as the wall clock shows it, as if it were UTC; with an offset in the text, the instant itself.
 * Undefined where the text is not of this form or names no time that exists.
 */
export function readNaive(text: string, form: TimeForm): number | undefined {
  if (form.format === 'unix-s') return /^\d{10}$/.test(text) ? Number(text) : undefined;
  if (form.format === 'unix-ms') return /^\d{13}$/.test(text) ? Math.floor(Number(text) / 1000) : undefined;
  const g = patternOf(form).exec(text)?.groups;
  if (g === undefined) return undefined;
  const month = g['mon'] === undefined ? Number(g['M'] ?? 1) : MONTHS.indexOf(g['mon'].toLowerCase()) + 1;
  const year = Number(g['y'] ?? 1970) + (g['y']?.length === 2 ? 2000 : 0);
  let hour = Number(g['H'] ?? 0);
  if (g['h'] !== undefined) {
    if (Number(g['h']) < 1 || Number(g['h']) > 12) return undefined;
    hour = (Number(g['h']) % 12) + (/^p/i.test(g['a'] ?? '') ? 12 : 0);
  }
  const at_s = zonedSeconds(year, month, Number(g['d'] ?? 1), hour, Number(g['m'] ?? 0), Number(g['s'] ?? 0), 'UTC');
  const zone = g['z'];
  if (at_s === undefined || zone === undefined || zone === 'Z') return at_s;
  const digits = zone.slice(1).replace(':', '');
  return at_s - (zone.startsWith('-') ? -1 : 1) * (Number(digits.slice(0, 2)) * 3600 + Number(digits.slice(2)) * 60);
}

/** The instant that a naive time names in a zone; undefined in the hour that summer time skips. */
export function inZone(naive_s: number, zone: string): number | undefined {
  if (zone === 'UTC') return naive_s;
  const at = new Date(naive_s * 1000);
  return zonedSeconds(
    at.getUTCFullYear(),
    at.getUTCMonth() + 1,
    at.getUTCDate(),
    at.getUTCHours(),
    at.getUTCMinutes(),
    at.getUTCSeconds(),
    zone,
  );
}

const DATES = [
  'yyyy-MM-dd',
  'yyyy/MM/dd',
  'yyyy.MM.dd',
  'yyyyMMdd',
  'dd/MM/yyyy',
  'MM/dd/yyyy',
  'dd.MM.yyyy',
  'MM.dd.yyyy',
  'dd-MM-yyyy',
  'MM-dd-yyyy',
  'dd MM yyyy',
  'ddMMyyyy',
  'MMddyyyy',
  'dd/MM/yy',
  'MM/dd/yy',
  'dd.MM.yy',
  'dd-MM-yy',
  'MM-dd-yy',
  'yy/MM/dd',
  'yyMMdd',
  'd/M/yyyy',
  'M/d/yyyy',
  'd.M.yyyy',
  'd-M-yyyy',
  'M-d-yyyy',
  'd/M/yy',
  'M/d/yy',
  'dd-MMM-yyyy',
  'dd MMM yyyy',
  'dd/MMM/yyyy',
  'dd-MMM-yy',
  'd-MMM-yyyy',
  'd MMM yyyy',
];
const CLOCKS = [
  'HH:mm:ss',
  'HH:mm',
  'HHmmss',
  'H:mm:ss',
  'H:mm',
  'HH.mm.ss',
  'HH:mm:ss.SSS',
  'hh:mm:ss a',
  'h:mm:ss a',
  'hh:mm a',
  'HHmm',
  "HH'h'mm",
];
const JOINTS = [' ', "'T'", '', '_', '  ', '-'];

const WHOLE: TimeForm[] = [
  { format: 'unix-s', offset: false },
  { format: 'unix-ms', offset: false },
  ...DATES.flatMap((date) =>
    CLOCKS.flatMap((clock) =>
      JOINTS.flatMap((joint) => [
        { format: `${date}${joint}${clock}`, offset: false },
        ...(clock === 'HH:mm:ss' || clock === 'HHmmss'
          ? [
              { format: `${date}${joint}${clock}`, offset: true },
              { format: `${date}${joint}${clock} `, offset: true },
            ]
          : []),
      ]),
    ),
  ),
];
const ONLY_DATE: TimeForm[] = DATES.map((format) => ({ format, offset: false }));
const ONLY_CLOCK: TimeForm[] = CLOCKS.map((format) => ({ format, offset: false }));

export interface TimeReading {
  readonly form: TimeForm;
  /** Share of the values that are of this form and fall into the window. */
  readonly share: number;
  /** Another order of day and month reads as many of the values. */
  readonly ambiguous: boolean;
}

function bestOf(values: readonly string[], forms: readonly TimeForm[], fits: (naive_s: number) => boolean) {
  const filled = values.filter((value) => value !== '');
  const probe = filled.slice(0, 5);
  const candidates = forms.filter((form) => probe.some((value) => readNaive(value, form) !== undefined));
  const scored = candidates
    .map((form) => ({
      form,
      share: shareOf(filled, (value) => {
        const at_s = readNaive(value, form);
        return at_s !== undefined && fits(at_s);
      }),
    }))
    .sort((a, b) => b.share - a.share);
  const best = scored[0];
  if (best === undefined || best.share === 0) return undefined;
  const reads = (form: TimeForm): string => filled.map((value) => readNaive(value, form) ?? '-').join();
  const rivals = scored.slice(1).filter((other) => other.share >= best.share - 0.01);
  const own = reads(best.form);
  return { ...best, ambiguous: rivals.some((rival) => reads(rival.form) !== own) };
}

/** The form of a column of whole times that fall into `[from_s, until_s)`, a day of slack on either side for the zone. */
export function timeForm(values: readonly string[], from_s: number, until_s: number): TimeReading | undefined {
  return bestOf(values, WHOLE, (at_s) => at_s >= from_s - DAY_S && at_s < until_s + DAY_S);
}

export function dateForm(values: readonly string[], from_s: number, until_s: number): TimeReading | undefined {
  return bestOf(values, ONLY_DATE, (at_s) => at_s >= from_s - DAY_S && at_s < until_s + DAY_S);
}

export function clockForm(values: readonly string[]): TimeReading | undefined {
  return bestOf(values, ONLY_CLOCK, () => true);
}

/** The form of dates of validity, which may lie long before the case; day and month as in the records where both fit. */
export function validityForm(values: readonly string[], recordFormat: string): string | undefined {
  const filled = values.filter((value) => value !== '');
  if (filled.length === 0) return undefined;
  const iso = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/;
  if (filled.every((value) => iso.test(value))) return 'iso8601';
  // The reader of antenna tables knows these fields, and reads a text that ends early as the beginning of its day.
  const fields = (format: string): boolean => /^(?:yyyy|MM|dd|HH|mm|ss|'T'|[^A-Za-z])+$/.test(format);
  const forms = [...ONLY_DATE, ...WHOLE].filter((form) => !form.offset && fields(form.format));
  const fit = forms.filter((form) => filled.every((value) => readNaive(value, form) !== undefined));
  const monthFirst = recordFormat.startsWith('M');
  return (fit.find((form) => form.format.startsWith('M') === monthFirst) ?? fit[0])?.format;
}
