import { codeMeaning, sheetOf } from './glosses.ts';
import { columnOf, type SampledTable } from './table.ts';
import type { DirectionName, ServiceName } from './words.ts';

const MAX_CODES = 16;

export interface CodeColumn {
  readonly i: number;
  readonly name: string;
  readonly values: readonly string[];
  readonly codes: readonly string[];
  readonly service: ReadonlyMap<string, ServiceName>;
  readonly direction: ReadonlyMap<string, DirectionName>;
  /** Codes of which only the sheet says it. */
  readonly told: { readonly service: ReadonlySet<string>; readonly direction: ReadonlySet<string> };
  /** Codes of which the sheet says something else than their own words. */
  readonly contrary: { readonly service: readonly string[]; readonly direction: readonly string[] };
}

/** Columns of few different values that are not numbers of anything, with what words and sheet say of each value. */
export function codeColumns(table: SampledTable, skip: ReadonlySet<number>, sheet: string): CodeColumn[] {
  return table.header.flatMap((name, i) => {
    const values = columnOf(table, i);
    const codes = [...new Set(values)].sort();
    if (skip.has(i) || codes.length > MAX_CODES || codes.length < 2 || codes.length > table.rows.length / 3) return [];
    const own = sheetOf(sheet, table.header, name);
    const service = new Map<string, ServiceName>();
    const direction = new Map<string, DirectionName>();
    const told = { service: new Set<string>(), direction: new Set<string>() };
    const contrary = { service: [] as string[], direction: [] as string[] };
    for (const code of codes) {
      if (code === '') continue;
      // A letter may be a code here and a word elsewhere in the sheet: where the column has its part, only that counts.
      const text = own !== '' ? own : /^\d+$/.test(code) || code.length === 1 ? '' : sheet;
      const means = codeMeaning(text, code, codes);
      if (means.service === 'contrary') contrary.service.push(code);
      else if (means.service !== undefined) {
        service.set(code, means.service.is);
        if (means.service.by === 'sheet') told.service.add(code);
      }
      if (means.direction === 'contrary') contrary.direction.push(code);
      else if (means.direction !== undefined) {
        direction.set(code, means.direction.is);
        if (means.direction.by === 'sheet') told.direction.add(code);
      }
    }
    return [{ i, name, values, codes, service, direction, told, contrary }];
  });
}

/** Codes by their text; what looks like a number of somebody is not repeated. */
export const quoted = (codes: readonly string[]): string =>
  codes.map((code) => (/\d{5}/.test(code) ? 'a long number' : `"${code}"`)).join(', ');
