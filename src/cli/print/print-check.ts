import type { LongestGap } from '../../intake/index.ts';
import { absentDocuments, absentInWords } from '../warnings/absent-documents.ts';
import { localTime } from './acts-in-words.ts';
import { fitted, left, pad, widthOf } from './columns.ts';
import { remarkTable, refusalTable } from './print-quality.ts';
import type { RunOutcome } from '../chain/run-outcome.ts';
import { warningsInWords } from './words.ts';

/** Fields of records whose names say too little. */
const STATED: Readonly<Record<string, string>> = { other: 'other party' };

/** Names of files in one table, as wide as the longest of them. */
type NameOf = (file: string) => string;
const namesOf = (files: readonly string[]): NameOf => {
  const width = widthOf(files, 44, 80);
  return (file) => pad(fitted(file, width), width);
};

type Quality = RunOutcome['quality'][number];

/** What is stated of one file: share of the rows that hold a value, where not all do. */
const statedInWords = ({ completeness }: Quality): string =>
  Object.entries(completeness)
    .filter(([, share]) => share < 0.999)
    .map(([field, share]) => `${STATED[field] ?? field} ${Math.floor(share * 100)} %`)
    .join(', ');

/** Rows used whose cell is missing or in no antenna table; empty for what holds no records. */
const withoutPlace = ({ remarks, completeness }: Quality): number | '' =>
  'cell' in completeness && 'msisdn' in completeness ? (remarks.CELL_MISSING ?? 0) + (remarks.CELL_UNKNOWN ?? 0) : '';

function fileTable(quality: RunOutcome['quality'], nameOf: NameOf): string[] {
  const row = (name: string, ...[rows, used, refused, placeless, stated]: readonly (string | number)[]): string =>
    `${nameOf(name)} ${left(rows ?? '', 9)} ${left(used ?? '', 9)} ${left(refused ?? '', 8)} ${left(placeless ?? '', 8)}  ${stated ?? ''}`.trimEnd();
  return [
    row('file', 'rows', 'used', 'refused', 'no place', 'stated'),
    ...quality.map((file) =>
      row(
        file.file,
        file.rows_in,
        file.rows_used,
        file.rows_in - file.rows_used,
        withoutPlace(file),
        statedInWords(file),
      ),
    ),
    'no place: records used whose cell is missing or in no antenna table. stated: share of the rows that hold a value, where not',
    'all do; data sessions have no other party.',
  ];
}

/** Which rows of which file were refused: by code, the commonest first. */
function refusedByFile(quality: RunOutcome['quality'], nameOf: NameOf): string[] {
  return quality.flatMap(({ file, refused }) => {
    const codes = Object.entries(refused)
      .filter(([, n]) => n > 0)
      .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
    return codes.length === 0 ? [] : [`  ${nameOf(file)}  ${codes.map(([code, n]) => `${code} ${n}`).join('  ')}`];
  });
}

/**
 * A gap is told of where chance hardly makes it: a whole day in which 20 rows were to be expected, or three hours, as at night few
 * are made, in which 200 were. Both figures are chosen, not measured.
 */
const NOTABLE: readonly (readonly [least_s: number, least_rows: number])[] = [
  [24 * 3600, 20],
  [3 * 3600, 200],
];
export const isNotable = ({ gap_s, expected_rows }: LongestGap): boolean =>
  NOTABLE.some(([least_s, least_rows]) => gap_s >= least_s && expected_rows >= least_rows);

function gapsInWords(gaps: readonly LongestGap[], timezone: string, nameOf: NameOf): string[] {
  const notable = gaps.filter(isNotable).sort((a, b) => b.expected_rows - a.expected_rows);
  if (gaps.length === 0) return [];
  if (notable.length === 0)
    return ['', 'GAPS IN TIME: none of a day in which 20 rows were to be expected, none of 3 hours with 200.'];
  return [
    '',
    `GAPS IN TIME (the longest of a file, where its other days let many rows be expected; ${timezone}): silence, or a gap of the operator?`,
    ...notable.map(
      ({ file, from_s, gap_s, expected_rows }) =>
        `  ${nameOf(file)}  from ${localTime(from_s, timezone)}, ${left(Math.round(gap_s / 3600), 4)} h, in which about ${Number(expected_rows.toPrecision(2))} rows were to be expected`,
    ),
  ];
}

type Checked = Pick<RunOutcome, 'quality' | 'refusals' | 'refusedRows' | 'gaps' | 'documents'>;

/** Data quality and refusals only. */
export function printCheck(outcome: Checked, warnings: readonly string[]): string {
  const nameOf = namesOf(outcome.quality.map(({ file }) => file));
  const lines: string[] = ['', ...warningsInWords(warnings), ...fileTable(outcome.quality, nameOf)];
  const byFile = refusedByFile(outcome.quality, nameOf);
  if (byFile.length > 0)
    lines.push('', 'ROWS NOT USED, BY FILE (what each code means and what to do: docs/errors.md)', ...byFile);
  lines.push(...gapsInWords(outcome.gaps, outcome.documents.manifest.timezone, nameOf));
  const absent = absentInWords(absentDocuments(outcome.quality));
  if (absent.length > 0) lines.push('', ...absent.slice(0, -1));
  const refused = refusalTable(outcome);
  if (refused.length > 0) lines.push('', 'NOT USED, AND WHY (what to do: docs/errors.md)', ...refused);
  const remarks = remarkTable(outcome);
  if (remarks.length > 0) lines.push('', 'USED WITH A REMARK', ...remarks);
  return `${lines.join('\n')}\n`;
}
