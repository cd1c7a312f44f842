/** Ways in which a row or a file of an operator gets damaged. All take a source of uniform numbers, so all can be repeated. */
export type Random = () => number;

const below = (random: Random, n: number): number => Math.floor(random() * n);
const pick = <T>(random: Random, from: readonly T[]): T => from[below(random, from.length)] as T;
const splice = (line: Buffer, at: number, remove: number, insert: Buffer | string = ''): Buffer =>
  Buffer.concat([line.subarray(0, at), Buffer.from(insert as string, 'latin1'), line.subarray(at + remove)]);
const latin = (text: string): Buffer => Buffer.from(text, 'latin1');

/** Bytes that have a meaning somewhere: separators, quotes, ends of lines, zero, broken UTF-8, signs of numbers. */
const NASTY = [
  '\0', '"', '""', "'", ',', ';', '\t', '\n', '\r', '\r\n', ' ', '\\', '\xff', '\xc3(', '\xed\xa0\x80', '\xef\xbb\xbf', '\xa0', '\x1a',
  '+', '-', '.', 'e', '0', '00', '%', '{', '}', '*', '<', '&', '=', '\x0b', '\x0c', '\x85', '\xe2\x80\xa8',
]; // prettier-ignore
const VALUES = [
  '', ' ', '0', '-1', '3.5E+14', '3,5E+14', '1e999', 'NaN', 'null', '99999999999999999999999', '18446744073709551616', '4294967296',
  '1960-01-01T00:00:00Z', '2161-11-14T06:28:16Z', '9999-12-31T23:59:59Z', '31/02/2025 25:61:61', '12/31/1960', '24:00:00', '0000-00-00',
  '2025-10-26 02:30:00', '26/10/2025 02:30:00', '35123456789012', '+33639980001', '0033639980001', 'ABCDEF', '١٢٣٤', 'NULL', '\\N', '=1+1',
]; // prettier-ignore

type RowMutation = (line: Buffer, delimiter: string, random: Random) => Buffer;

const onFields =
  (change: (fields: string[], at: number, random: Random) => string[]): RowMutation =>
  (line, delimiter, random) => {
    const fields = line.toString('latin1').split(delimiter);
    return latin(change(fields, below(random, fields.length), random).join(delimiter));
  };

export const ROW_MUTATIONS: Readonly<Record<string, RowMutation>> = {
  bitFlipped: (line, _, random) => {
    const copy = Buffer.from(line);
    const at = below(random, line.length);
    copy[at] = (copy[at] ?? 0) ^ (1 << below(random, 8));
    return copy;
  },
  byteReplaced: (line, _, random) => splice(line, below(random, line.length), 1, pick(random, NASTY)),
  byteDeleted: (line, _, random) => splice(line, below(random, line.length), 1),
  byteDoubled: (line, _, random) => {
    const at = below(random, line.length);
    return splice(line, at, 0, line.subarray(at, at + 1));
  },
  byteInserted: (line, _, random) => splice(line, below(random, line.length + 1), 0, pick(random, NASTY)),
  cutOff: (line, _, random) => line.subarray(0, below(random, line.length)),
  fieldsSwapped: onFields((fields, at, random) => {
    const other = below(random, fields.length);
    return fields.map((field, i) => (i === at ? fields[other] : i === other ? fields[at] : field) ?? '');
  }),
  fieldDeleted: onFields((fields, at) => fields.filter((_, i) => i !== at)),
  fieldDoubled: onFields((fields, at) => fields.flatMap((field, i) => (i === at ? [field, field] : [field]))),
  fieldReplaced: onFields((fields, at, random) => fields.with(at, pick(random, VALUES))),
  fieldHuge: onFields((fields, at, random) => fields.with(at, pick(random, ['9', 'x', '"', ' ']).repeat(2000))),
  fieldQuoted: onFields((fields, at) => fields.with(at, `"${fields[at] ?? ''}"`)),
  fieldWithDelimiterQuoted: (line, delimiter, random) =>
    onFields((fields, at) => fields.with(at, `"${delimiter}"`))(line, delimiter, random),
  quoteOpened: onFields((fields, at) => fields.with(at, `"${fields[at] ?? ''}`)),
  quoteClosed: onFields((fields, at) => fields.with(at, `${fields[at] ?? ''}"`)),
  textAfterQuote: onFields((fields, at) => fields.with(at, `"${fields[at] ?? ''}"7`)),
  carriageReturn: (line) => splice(line, line.length, 0, '\r'),
  blank: (_, __, random) => latin(pick(random, ['', '\r', ' ', '\t', '\0'])),
  noise: (_, __, random) => Buffer.from(Array.from({ length: 1 + below(random, 300) }, () => below(random, 256))),
};

export interface MutatedFile {
  readonly bytes: Buffer;
  /** Line numbers (from 1) in the mutated file of rows that were not touched, with their line in the original. */
  readonly untouched: ReadonlyMap<number, number>;
  /** Rows that were touched, added, doubled or removed. */
  readonly mutations: number;
  readonly kinds: Readonly<Record<string, number>>;
}

/** Lines without their line feeds; a last line feed ends the last line. */
export function linesOf(bytes: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  let at = 0;
  for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, at)) {
    lines.push(bytes.subarray(at, end));
    at = end + 1;
  }
  if (at < bytes.length) lines.push(bytes.subarray(at));
  return lines;
}

/** Touches about a share of the rows after the first `skip` lines. */
export function mutateRows(
  lines: readonly Buffer[],
  options: { skip: number; delimiter: string; share: number; kinds?: readonly string[] },
  random: Random,
): MutatedFile {
  const out: Buffer[] = [];
  const untouched = new Map<number, number>();
  const kinds: Record<string, number> = {};
  const names = options.kinds ?? Object.keys(ROW_MUTATIONS);
  let feeds = 0;
  let mutations = 0;
  const put = (line: Buffer): void => {
    out.push(line, Buffer.from('\n'));
    feeds += 1;
    for (let at = line.indexOf(10); at >= 0; at = line.indexOf(10, at + 1)) feeds++;
  };
  lines.forEach((line, i) => {
    if (i < options.skip) return put(line);
    if (random() >= options.share) {
      untouched.set(feeds + 1, i + 1);
      return put(line);
    }
    mutations++;
    const chance = random();
    if (chance < 0.02) {
      kinds['rowRemoved'] = (kinds['rowRemoved'] ?? 0) + 1;
      return;
    }
    const name = pick(random, names);
    kinds[name] = (kinds[name] ?? 0) + 1;
    const touched = (ROW_MUTATIONS[name] as RowMutation)(line, options.delimiter, random);
    put(touched);
    if (chance < 0.04) put(touched);
  });
  return { bytes: Buffer.concat(out), untouched, mutations, kinds };
}
