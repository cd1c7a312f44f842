import { csvLines } from '../../contract/csv.ts';
import type { NextRequest } from '../next-requests.ts';
import { formulasInWords } from './formulas-in-words.ts';

const COLUMNS = ['rank', 'operator', 'kind', 'subject', 'bits', 'act', 'reason'] as const;

/** What to ask for next as a table, and what whoever opens it must know. */
export function requestsCsv(requests: readonly NextRequest[]): { text: string; warnings: readonly string[] } {
  const { header, line, formulas } = csvLines(COLUMNS);
  const text = header + requests.map((r) => line(COLUMNS.map((c) => r[c]))).join('');
  return { text, warnings: formulasInWords({ path: 'this table', formulas }) };
}
