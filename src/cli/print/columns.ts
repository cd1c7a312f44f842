/** Text in a column of a printed table, to the left. */
export const pad = (text: string | number, width: number): string => String(text).padEnd(width);
/** A figure in a column of a printed table, to the right. */
export const left = (text: string | number, width: number): string => String(text).padStart(width);
