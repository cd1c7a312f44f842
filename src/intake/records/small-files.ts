import { createReadStream } from 'node:fs';
import { readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { gunzipped, isGzip } from '../gzip.ts';
import { contentOf } from './content.ts';
import { NOTHING_TO_NOTE, REFUSED_WHOLE, type LoadNotes } from './load-notes.ts';
import { spoolXml, type DeliveryFile } from './load-records.ts';
import { delimitedParameters, xmlParameters, type DeliveryContext } from './layout-parameters.ts';
import type { ReadingParameters } from './parse-rows.ts';
import type { Profile } from './profile.ts';

/** Up to so many bytes, unpacked, a file's rows take less time than a statement of its own. */
export const SMALL_BYTES = 1 << 20;
/** XML packs to a tenth or less, and is unpacked before anyone knows how long it is. */
const XML_PACKING = 8;

/** A file read into memory, so that it can be loaded together with others. */
export interface SmallFile {
  /** All its lines, each with its end; empty where nothing of the file is to be loaded. */
  readonly lines: Buffer;
  readonly lineCount: number;
  readonly how: ReadingParameters;
  readonly notes: LoadNotes;
}

const LINE_END = 0x0a;

function countLines(bytes: Buffer): number {
  let lines = 0;
  for (let at = bytes.indexOf(LINE_END); at >= 0; at = bytes.indexOf(LINE_END, at + 1)) lines++;
  return lines;
}

const ended = (bytes: Buffer): Buffer =>
  bytes.length === 0 || bytes.at(-1) === LINE_END ? bytes : Buffer.concat([bytes, Buffer.of(LINE_END)]);

/** Bytes of a file, unpacked; undefined where they are more than may be held, 'damaged' where they cannot be unpacked. */
async function smallBytes(file: string, limit: number): Promise<Buffer | undefined | 'damaged'> {
  if (!(await isGzip(file))) return readFile(file);
  const source = createReadStream(file);
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of gunzipped(source)) {
      chunks.push(chunk as Buffer);
      length += (chunk as Buffer).length;
      if (length > limit) return undefined;
    }
  } catch {
    return 'damaged';
  } finally {
    source.destroy();
  }
  return Buffer.concat(chunks);
}

/** The lines behind those of titles and column names. */
function rowsOf(bytes: Buffer, titleLines: number): Buffer {
  let from = 0;
  for (let i = 0; i <= titleLines && from < bytes.length; i++) {
    const end = bytes.indexOf(LINE_END, from);
    from = end < 0 ? bytes.length : end + 1;
  }
  return bytes.subarray(from);
}

/**
 * Reads one delivery of records where it is small; undefined where it is not, and deserves a statement of its own.
 *
 * @param spool an existing folder
 */
export async function readSmallFile(
  file: DeliveryFile,
  profile: Profile,
  context: DeliveryContext,
  spool: string,
  limit: number = SMALL_BYTES,
): Promise<SmallFile | undefined> {
  const layout = profile.records;
  const { size } = await stat(file.original);
  if (size > limit) return undefined;
  if (layout.kind === 'xml') {
    if (size * XML_PACKING > limit && (await isGzip(file.original))) return undefined;
    const rows = path.join(spool, `${file.sha256}.tsv`);
    const { notes, refused } = await spoolXml(file, rows, layout);
    const fits = (await stat(rows)).size <= limit;
    const lines = refused || !fits ? Buffer.alloc(0) : await readFile(rows);
    await rm(rows);
    if (!refused && !fits) return undefined;
    return { lines, lineCount: countLines(lines), how: xmlParameters(layout, context), notes };
  }
  const bytes = await smallBytes(file.original, limit);
  if (bytes === undefined) return undefined;
  const lines = bytes === 'damaged' ? Buffer.alloc(0) : ended(bytes);
  const rows = rowsOf(lines, layout.title_lines);
  return {
    lines,
    lineCount: countLines(lines),
    how: delimitedParameters(layout, contentOf(rows), context),
    notes: bytes === 'damaged' ? REFUSED_WHOLE : NOTHING_TO_NOTE,
  };
}
