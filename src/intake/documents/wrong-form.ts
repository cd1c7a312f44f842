/** Encodings and compressions by which a text that was decoded as UTF-8 gives itself away. */
export function wrongEncoding(text: string): string | undefined {
  // RFC 1952: 1f 8b; the second byte is no UTF-8. PKZIP: "PK" 03 04.
  if (text.startsWith('\u001F\uFFFD')) return 'gzip bytes under a name without .gz';
  if (text.startsWith('PK\u0003\u0004')) return 'a ZIP archive (a spreadsheet is one as well)';
  // Byte-order marks of UTF-16 (RFC 2781), or, without one, the zero byte of every ASCII character.
  if (text.startsWith('\uFFFD\uFFFD') || text.slice(0, 64).includes('\0')) return 'UTF-16 text, not UTF-8';
  return undefined;
}

const DELIMITERS: readonly (readonly [delimiter: string, words: string])[] = [
  [';', 'semicolons'],
  ['\t', 'tabs'],
  ['|', 'bars'],
];

/** What stands between the columns in place of a comma; undefined where the columns that are needed do not show so either. */
export function wrongDelimiter(line: string, required: readonly string[]): string | undefined {
  for (const [delimiter, words] of DELIMITERS) {
    const names = line.split(delimiter).map((cell) => cell.trim().replaceAll('"', '').toLowerCase());
    // One missing column besides is named once the delimiter is right.
    const found = required.filter((name) => names.includes(name)).length;
    if (names.length > 1 && found > 0 && found >= required.length / 2)
      return `columns separated by ${words}, not by commas`;
  }
  return undefined;
}
