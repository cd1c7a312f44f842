import type { WrittenFile } from '../../contract/results.ts';
import { counted } from './words.ts';

/** Nothing is changed in a table for the sake of one program that may open it: whoever opens it is told. */
export const formulasInWords = ({ path, formulas = {} }: Pick<WrittenFile, 'path' | 'formulas'>): string[] =>
  Object.entries(formulas).map(
    ([column, n]) =>
      `${path}: ${counted(n, 'cell')} of ${column} ${n === 1 ? 'begins' : 'begin'} like a FORMULA OF A SPREADSHEET (=, +, -, @ or a tab), as delivered. Do not open the table by a double click: import it with all columns as text`,
  );
