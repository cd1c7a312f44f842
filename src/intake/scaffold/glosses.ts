import { meaningOf, type DirectionName, type ServiceName } from './words.ts';

const escape = (text: string): string => text.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&');

/** The part of a sheet that speaks of one column: from the line that begins with its name to the next such line. */
export function sheetOf(sheet: string, header: readonly string[], column: string): string {
  const lines = sheet.split(/\r?\n/);
  const begins = (line: string, name: string): boolean =>
    name !== '' && new RegExp(`^[\\s*•-]*["']?${escape(name)}(?![\\p{L}\\p{N}])`, 'u').test(line);
  const from = lines.findIndex((line) => begins(line, column));
  if (from < 0) return '';
  const rest = lines.slice(from + 1);
  const length = rest.findIndex(
    (line) => line.trim() === '' || header.some((name) => name !== column && begins(line, name)),
  );
  return lines.slice(from, length < 0 ? undefined : from + 1 + length).join('\n');
}

/** What always ends the explanation of a code: the next item of any list. */
const HARD = /[,;|•·▪‣?)\r\n\t]|\s{2,}|\.(?=\s|$)/u;
/** What may stand between two items, or within one explanation; hyphens as well. */
const WITHIN = /\/|\s(?:und|and|et|oder|or|ou|sowie|bzw\.?|resp\.?|y|ed?)\s/iu;
const SOFT = new RegExp(`${WITHIN.source}|\\s[–—-]\\s`, 'iu');
/** A sign that explains what stands before it. A hyphen within a word is none, nor one far from it: that begins an item. */
const SIGN = /^["'”»]?(?:[^\S\r\n]*(?:=>?|:|→|->|\()|[^\S\r\n]?[–—-](?=\s)|[^\S\r\n][–—-])[^\S\r\n]*["'“«]?/u;
/** "1) outgoing" numbers an item; "calls (1) messages" does not. */
const NUMBERED = /^\)[^\S\r\n]*/u;
const firstOf = (text: string, ...ends: readonly RegExp[]): number =>
  Math.min(text.length, ...ends.map((end) => end.exec(text)?.index ?? text.length));

/** Any of the codes, as a word of its own; nothing where there are none. */
const anyCode = (codes: readonly string[]): string =>
  codes.length === 0
    ? '(?!)'
    : `(?<![\\p{L}\\p{N}])(?:${[...codes]
        .sort((a, b) => b.length - a.length)
        .map(escape)
        .join('|')})(?![\\p{L}\\p{N}])`;

/** Two readings of one explanation: up to the nearest thing that may end it, and up to what surely does. */
interface Gloss {
  readonly short: string;
  readonly long: string;
}

/**
 * What the operator's sheet says of one code, wherever it says something. Only an explanation counts: a sign after the
 * code (= : - ( or a number of a list), or, for a code that is no word, the words after it where it begins an item.
 * What stands beside a code in a list explains nothing, whatever separates the items.
 */
export function glossesOf(sheet: string, code: string, codes: readonly string[]): Gloss[] {
  if (code === '') return [];
  const others = codes.filter((other) => other !== '' && other !== code);
  const other = anyCode(others);
  const same = new Set(others.map((text) => text.toLowerCase()));
  const glosses: Gloss[] = [];
  // Longer codes first: within one of them a shorter code is only a part of it.
  for (const found of sheet.matchAll(new RegExp(anyCode([code, ...others]), 'gu'))) {
    if (found[0] !== code) continue;
    const line = sheet.slice(0, found.index).split(/\r?\n/).at(-1) ?? '';
    const after = sheet.slice(found.index + code.length);
    // On the right of a sign it explains, or is a part of a longer name.
    if (/(?:=>?|→)\s*["'“«]?$|[\p{L}\p{N}][-_]$/u.test(line)) continue;
    const sign =
      SIGN.exec(after)?.[0] ??
      (/^\d+$/.test(code) && !line.endsWith('(') ? NUMBERED.exec(after)?.[0] : undefined) ??
      (isOpaque(code) && /(?:^\s*[–—-]?\s*|\s{2,}|[,;|•·▪‣:/(\t]\s*)["'“«]?$/u.test(line)
        ? /^["'”»]? (?=\p{L})/u.exec(after)?.[0]
        : undefined);
    if (sign === undefined) continue;
    const text = after.slice(sign.length);
    const item = text.slice(
      0,
      firstOf(
        text,
        HARD,
        new RegExp(`${other}["'”»]?\\s*[=:(→]|(?:${SOFT.source})\\s*["'“«]?${other}`, 'iu'),
        /[^\s=/]+\s*(?:=|→)/u,
      ),
    );
    const weak = !/[=:()→>]/u.test(sign);
    // Hyphens between the items of a list explain nothing; nor do blanks after a code that stands to the right of its words.
    if (weak && /\S/u.test(sign) && /\s[–—-]\s/u.test(text.slice(0, firstOf(text, HARD, WITHIN)))) continue;
    if (weak && (/\S\s+[–—-]\s+["'“«]?$/u.test(line) || isExplained(line))) continue;
    // Words before their codes: "1 - incoming: 2".
    if (new RegExp(`[=:(→]\\s*["'“«]?(?:${other}|\\p{L}*\\p{N}[\\p{L}\\p{N}]*\\s*$)`, 'u').test(item)) continue;
    if (!/\S/u.test(sign) && new RegExp(other, 'iu').test(item)) continue;
    const short = item.slice(0, firstOf(item, SOFT)).trim();
    if (short === '' || same.has(short.toLowerCase())) continue;
    glosses.push({ short, long: item.trim() });
  }
  return glosses;
}

/** Whether words that mean something and a colon stand right before: "incoming: 2". */
function isExplained(line: string): boolean {
  const before = /([^,;|•·▪‣?)\t]*):\s*["'“«]?$/u.exec(line)?.[1];
  return before !== undefined && Object.keys(meaningOf(before)).length > 0;
}

/** Letters that say nothing by themselves, as VS and VE do. Numbers need a sign: a sheet is full of other numbers. */
function isOpaque(code: string): boolean {
  const { service, direction } = meaningOf(code);
  return /^\p{L}[\p{L}\p{N}_]{0,7}$/u.test(code) && service === undefined && direction === undefined;
}

/** What one of the two things that a code may say is, and who says so. */
export interface Said<Name> {
  readonly is: Name;
  readonly by: 'code' | 'sheet';
}
export interface CodeMeaning {
  readonly service: Said<ServiceName> | 'contrary' | undefined;
  readonly direction: Said<DirectionName> | 'contrary' | undefined;
}

function said<Name>(own: Name | undefined, told: ReadonlySet<Name>): Said<Name> | 'contrary' | undefined {
  const [first, second] = own === undefined ? [...told] : [own, ...[...told].filter((name) => name !== own)];
  if (first === undefined) return undefined;
  return second === undefined ? { is: first, by: own === undefined ? 'sheet' : 'code' } : 'contrary';
}

/** What a code means by its own words, and by the sheet where they are silent; contrary where the two do not agree. */
export function codeMeaning(sheet: string, code: string, codes: readonly string[]): CodeMeaning {
  const own = meaningOf(code);
  const told = glossesOf(sheet, code, codes).map(({ short, long }) => {
    const [a, b] = [meaningOf(short), meaningOf(long)];
    return {
      service: a.service === b.service ? a.service : undefined,
      direction: a.direction === b.direction ? a.direction : undefined,
    };
  });
  const service = said(own.service, new Set(told.flatMap((t) => t.service ?? [])));
  if (typeof service === 'object' && service.is === 'data')
    return { service, direction: { is: 'none', by: service.by } };
  // Data perhaps, and then without direction.
  if (own.direction === 'none') return { service, direction: undefined };
  return {
    service,
    direction: said(
      own.direction,
      new Set(told.flatMap((t) => (t.direction === undefined || t.direction === 'none' ? [] : t.direction))),
    ),
  };
}
