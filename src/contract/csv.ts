export type Field = string | number | undefined;

/** RFC 4180: quoted where a delimiter, quote or line break stands in it. */
export function csvField(value: Field): string {
  if (value === undefined) return '';
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : '';
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

/**
 * Whether a spreadsheet that opens the table would compute a cell and not show it (OWASP, "CSV injection"). A signed number is none.
 * What is masked keeps too little to be one, and is not asked.
 */
export const isFormula = (text: string): boolean => /^[=@\t\r]|^[+-](?!\d*[.]?\d+$)./.test(text);

export interface CsvLines {
  readonly header: string;
  readonly line: (row: readonly Field[]) => string;
  /** Cells by column that begin like a formula of a spreadsheet; columns without any are not there. */
  readonly formulas: Readonly<Record<string, number>>;
}

/**
 * The one way to the lines of a table that anybody may open. Cells that begin like a formula are written as they came (the
 * contract is that ids are those of the case) and counted, so that whoever asked can be told.
 *
 * @param masked columns whose cells keep too little of what stood there to be a formula
 */
export function csvLines(columns: readonly string[], masked: readonly string[] = []): CsvLines {
  const formulas: Record<string, number> = {};
  return {
    header: `${columns.map(csvField).join(',')}\n`,
    line: (row) => {
      for (const [i, value] of row.entries()) {
        const column = columns[i] ?? '';
        if (typeof value === 'string' && !masked.includes(column) && isFormula(value))
          formulas[column] = (formulas[column] ?? 0) + 1;
      }
      return `${row.map(csvField).join(',')}\n`;
    },
    formulas,
  };
}
