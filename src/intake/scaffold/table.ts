import { splitLine } from '../records/recognise.ts';

/** One file of an operator whose layout is to be found out. */
export interface SampleFile {
  readonly path: string;
  /** Its first bytes, unpacked. */
  readonly head: Buffer;
}

/** What a delimited text looks like: where its columns begin, what they are called, what stands in them. */
export interface SampledTable {
  readonly path: string;
  readonly delimiter: string;
  readonly encoding: 'utf-8' | 'iso-8859-1';
  readonly title_lines: number;
  readonly titles: readonly string[];
  readonly header: readonly string[];
  /** Rows with as many columns as the header. */
  readonly rows: readonly (readonly string[])[];
  /** Rows of the sample with another number of columns. */
  readonly misfits: number;
}

export type Sniffed = { readonly table: SampledTable } | { readonly table?: undefined; readonly found: string };

const DELIMITERS = [';', '\t', '|', ','] as const;
const MIN_COLUMNS = 4;
const MIN_ROWS = 3;

function decode(head: Buffer): { text: string; encoding: SampledTable['encoding'] } {
  // The cut may have split the last line, and its last character; a sample can do without that line.
  const end = head.lastIndexOf(10) + 1;
  const whole = end > 0 ? head.subarray(0, end) : head;
  try {
    return {
      text: new TextDecoder('utf-8', { fatal: true }).decode(whole).replace(/^\uFEFF/, ''),
      encoding: 'utf-8',
    };
  } catch {
    return { text: new TextDecoder('iso-8859-1').decode(whole), encoding: 'iso-8859-1' };
  }
}

/** Text that only a value can be: a long number, a time, a decimal. Column names are none of these. */
const isValue = (text: string): boolean => /^[+-]?\d[\d .,:/TZ+-]*$/.test(text) && /\d{2}/.test(text);

function modal(counts: readonly number[]): { count: number; share: number } {
  const seen = new Map<number, number>();
  for (const count of counts) seen.set(count, (seen.get(count) ?? 0) + 1);
  const best = [...seen].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? [0, 0];
  return { count: best[0], share: counts.length === 0 ? 0 : best[1] / counts.length };
}

/** Words for what a file is that no delimited layout can describe. */
function otherKind(head: Buffer, text: string): string {
  if (head.length === 0) return 'an empty file';
  if (head.subarray(0, 2).toString('latin1') === 'PK') return 'a ZIP container, as XLSX files are (save it as CSV)';
  if (head.subarray(0, 4).toString('latin1') === '%PDF')
    return 'a PDF document (ask the operator for the table itself)';
  if (head.subarray(0, 8).toString('hex') === 'd0cf11e0a1b11ae1') return 'an old XLS workbook (save it as CSV)';
  if (/^\s*[[{]/.test(text)) return 'JSON';
  const root = /<(?:[\w.-]+:)?([\w.-]+)[\s>/]/.exec(text.replace(/<\?[^>]*\?>|<!--[\s\S]*?-->/g, ''))?.[1];
  if (/^\s*</.test(text)) return `XML whose document element is ${root ?? 'unreadable'}`;
  const lines = text.split(/\r?\n/).filter((line) => line !== '');
  if (lines.length > 5 && new Set(lines.slice(1).map((line) => line.length)).size === 1)
    return 'lines of one length without delimiter: columns of fixed width';
  return 'text without columns that a comma, semicolon, tab or bar separates';
}

/** Finds delimiter, encoding, title lines and column names of a text; says what it is when it is no such table. */
export function sniffTable(file: SampleFile): Sniffed {
  const { text, encoding } = decode(file.head);
  const lines = text.split(/\r?\n/);
  if (text.endsWith('\n')) lines.pop();
  if (/^\s*[<[{]/.test(text) || file.head.includes(0)) return { found: otherKind(file.head, text) };
  let best: { delimiter: string; count: number; score: number } | undefined;
  for (const delimiter of DELIMITERS) {
    const counts = lines.filter((line) => line.trim() !== '').map((line) => splitLine(line, delimiter).length);
    const { count, share } = modal(counts);
    const score = share * count;
    if (count >= MIN_COLUMNS && share >= 0.8 && (best === undefined || score > best.score))
      best = { delimiter, count, score };
  }
  if (best === undefined) return { found: otherKind(file.head, text) };
  const { delimiter, count } = best;
  // Values stay untrimmed, as the reader takes them: padding must be seen, not hidden.
  const split = lines.map((line) => splitLine(line, delimiter));
  const title_lines = split.findIndex((fields) => fields.length === count);
  const header = (split[title_lines] ?? []).map((name) => name.trim());
  if (header.filter(isValue).length > 0.2 * header.filter((name) => name !== '').length)
    return { found: 'a table without a line of column names, which a profile needs to know it again' };
  const body = split.slice(title_lines + 1).filter((fields) => fields.length > 1 || fields[0] !== '');
  const rows = body.filter((fields) => fields.length === count);
  if (rows.length < MIN_ROWS) return { found: 'a table of too few rows to be read from its content' };
  return {
    table: {
      path: file.path,
      delimiter,
      encoding,
      title_lines,
      titles: lines.slice(0, title_lines),
      header,
      rows,
      misfits: body.length - rows.length,
    },
  };
}

/** Text of one column in all rows. */
export const columnOf = (table: Pick<SampledTable, 'rows'>, index: number): string[] =>
  table.rows.map((row) => row[index] ?? '');

/** Share of the non-empty values that pass; 0 when there are none. */
export function shareOf(values: readonly string[], passes: (value: string) => boolean): number {
  let filled = 0;
  let passed = 0;
  for (const value of values) {
    if (value === '') continue;
    filled++;
    if (passes(value)) passed++;
  }
  return filled === 0 ? 0 : passed / filled;
}

export const filledShare = (values: readonly string[]): number =>
  values.length === 0 ? 0 : values.filter((value) => value !== '').length / values.length;
