/** Text in a column of a printed table, to the left. */
export const pad = (text: string | number, width: number): string => String(text).padEnd(width);
/** A figure in a column of a printed table, to the right. */
export const left = (text: string | number, width: number): string => String(text).padStart(width);

/** A text that is longer than its column loses its middle, and shows that it did: both ends tell files and prisons apart. */
export function fitted(text: string, width: number): string {
  const signs = [...text];
  if (signs.length <= width) return text;
  const front = Math.ceil((width - 1) / 2);
  return `${signs.slice(0, front).join('')}…${signs.slice(signs.length - (width - 1 - front)).join('')}`;
}
/** As wide as the longest of these texts, within bounds. */
export const widthOf = (texts: readonly string[], least: number, most: number): number =>
  Math.min(most, Math.max(least, ...texts.map((text) => [...text].length)));
