import type { Readable } from 'node:stream';
import { parse } from 'csv-parse/sync';
import { readLines } from './lines.ts';
import type { Line } from './lines.ts';

/** One record of a CSV file: its cells, or what is wrong with the line. */
export type CsvRecord =
  | { readonly line: number; readonly cells: readonly string[] }
  | { readonly line: number; readonly broken: 'quote never closed' | 'line too long'; readonly text: string };

export interface CsvOptions {
  /**
   * A quoted cell may hold line breaks. Off (the default), a record is one line, and a stray quotation mark can never
   * swallow the row after it.
   */
  readonly lineBreaksInCells?: boolean;
}

/** Lines of one record at most: more is a stray quotation mark, not an address. */
const RECORD_LINES_LIMIT = 20;

/**
 * RFC 4180 records, each with the number of its first line. Lines without anything in them are skipped.
 *
 * A stray quotation mark must not swallow the rows after it. So even where line breaks are allowed, a record may run
 * over several lines only when it then has as many cells as the first record (the header); otherwise its first line
 * stands alone and reading goes on with the second.
 */
export async function* readCsvRecords(
  path: string,
  bytes: Readable,
  options: CsvOptions = {},
): AsyncGenerator<CsvRecord> {
  const linesLimit = options.lineBreaksInCells === true ? RECORD_LINES_LIMIT : 1;
  const lines = readLines(path, bytes);
  const ahead: Line[] = [];
  const lineAt = async (index: number): Promise<Line | undefined> => {
    while (ahead.length <= index) {
      const next = await lines.next();
      if (next.done === true) return undefined;
      ahead.push(next.value);
    }
    return ahead[index];
  };
  let width: number | undefined;
  try {
    for (;;) {
      const first = await lineAt(0);
      if (!first) return;
      let taken = 1;
      if (first.tooLong) yield { line: first.number, broken: 'line too long', text: first.text };
      else if (!first.text.includes('"')) {
        if (first.text.trim() !== '') {
          const cells = first.text.split(',');
          width ??= cells.length;
          yield { line: first.number, cells };
        }
      } else {
        let cells = parseRecord(first.text);
        if (cells === undefined) {
          let text = first.text;
          for (let count = 2; count <= linesLimit && cells === undefined; count++) {
            const more = await lineAt(count - 1);
            if (!more || more.tooLong) break;
            text += `\n${more.text}`;
            // Only a line with a quotation mark can close the cell; trying others would cost the square of the length.
            if (!more.text.includes('"')) continue;
            cells = parseRecord(text);
            taken = count;
          }
          if (cells?.length !== (width ?? cells?.length)) cells = undefined;
        }
        if (cells === undefined) {
          taken = 1;
          yield { line: first.number, broken: 'quote never closed', text: first.text };
        } else {
          width ??= cells.length;
          yield { line: first.number, cells };
        }
      }
      ahead.splice(0, taken);
    }
  } finally {
    await lines.return(undefined);
  }
}

/** Undefined when a quoted cell is still open at the end of the text. */
function parseRecord(text: string): string[] | undefined {
  try {
    const records = parse(text, { relax_column_count: true, relax_quotes: true, record_delimiter: '\0' });
    return records.length === 1 ? records[0] : undefined;
  } catch {
    return undefined;
  }
}
