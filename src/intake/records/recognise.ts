import { createReadStream } from 'node:fs';
import { gunzipped, isGzip } from '../gzip.ts';
import type { AntennaTable, Profile } from './profile.ts';
import { encodingOf, headAsUtf8, utf16Of } from './utf16.ts';

export const HEAD_BYTES = 65_536;

/** The first bytes of a file, unpacked, UTF-16 as UTF-8; as many as can be read of a damaged one. */
export async function headOf(filePath: string, bytes = HEAD_BYTES): Promise<Buffer> {
  // First: of a file that cannot be opened nobody would hear the stream's own error.
  const gzip = await isGzip(filePath);
  const source = createReadStream(filePath, { highWaterMark: HEAD_BYTES });
  const stream = gzip ? gunzipped(source) : source;
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of stream) {
      chunks.push(chunk as Buffer);
      length += (chunk as Buffer).length;
      // Of UTF-16 twice as many give as much text.
      if (length >= bytes * (utf16Of(Buffer.concat(chunks.slice(0, 2))) === undefined ? 1 : 2)) break;
    }
  } catch {
    // A damaged file is recognised by what can be read of it, and then refused by whoever reads it.
  } finally {
    source.destroy();
  }
  return headAsUtf8(Buffer.concat(chunks)).subarray(0, bytes);
}

export interface DelimitedLayout {
  readonly delimiter: string;
  readonly encoding: string;
  readonly title_lines: number;
  readonly header: readonly string[];
}

/** Splits one line as RFC 4180 says: quotes protect delimiters, two quotes are one. */
export function splitLine(line: string, delimiter: string): string[] {
  if (!line.includes('"')) return line.split(delimiter);
  const fields: string[] = [];
  let at = 0;
  while (at <= line.length) {
    if (line[at] === '"') {
      let text = '';
      at++;
      while (at < line.length) {
        const quote = line.indexOf('"', at);
        if (quote < 0) {
          text += line.slice(at);
          at = line.length;
          break;
        }
        text += line.slice(at, quote);
        at = quote + 1;
        if (line[at] !== '"') break;
        text += '"';
        at++;
      }
      fields.push(text);
      const next = line.indexOf(delimiter, at);
      if (next < 0) break;
      at = next + 1;
    } else {
      const next = line.indexOf(delimiter, at);
      fields.push(next < 0 ? line.slice(at) : line.slice(at, next));
      if (next < 0) break;
      at = next + 1;
    }
  }
  return fields;
}

function hasHeader(head: Buffer, layout: DelimitedLayout): boolean {
  const line = new TextDecoder(encodingOf(head, layout.encoding))
    .decode(head)
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)[layout.title_lines];
  if (line === undefined) return false;
  const names = splitLine(line, layout.delimiter).map((name) => name.trim());
  return names.length === layout.header.length && names.every((name, i) => name === layout.header[i]);
}

/**
 * Local name of the document element. Forward only: as one pattern, a few thousand blanks before no element took minutes.
 * A document type that only names itself is passed over; one with declarations of its own (entities) hides the element.
 */
function documentElement(text: string): string | undefined {
  const before = /\s+|<\?[^>]*\?>|<!--[\s\S]*?-->|<!DOCTYPE\s(?:[^<>[\]"']|"[^"]*"|'[^']*')*>/y;
  const element = /<(?:[\w.-]+:)?([\w.-]+)[\s>/]/y;
  while (before.test(text)) element.lastIndex = before.lastIndex;
  return element.exec(text)?.[1];
}

export type Recognised =
  | { readonly as: 'records'; readonly profile: Profile }
  | { readonly as: 'antennas'; readonly profile: Profile; readonly table: AntennaTable }
  | { readonly as: 'sheet' }
  | { readonly as: 'unknown' };

/** Which profile's fingerprint a file bears: its line of column names, or its document element. */
export function recognise(path: string, head: Buffer, profiles: readonly Profile[]): Recognised {
  if (/(^|\/)(SHEET|README|NOTICE)[^/]*\.(txt|md|pdf)$/i.test(path)) return { as: 'sheet' };
  const root = documentElement(head.toString('utf8', 0, 4096));
  for (const profile of profiles) {
    if (profile.records.kind === 'xml') {
      if (root === profile.records.root) return { as: 'records', profile };
    } else if (hasHeader(head, profile.records)) return { as: 'records', profile };
    if (profile.antennas !== undefined && hasHeader(head, profile.antennas))
      return { as: 'antennas', profile, table: profile.antennas };
  }
  return { as: 'unknown' };
}
