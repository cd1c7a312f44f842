import type { Readable } from 'node:stream';
import { CellsweepError } from '../../model/errors.ts';
import type { Refusal } from '../../model/refusal.ts';
import { decompressed } from './lines.ts';
import type { Problem } from './fields.ts';
import { QualityTally } from './quality.ts';
import type { FileQuality } from './quality.ts';
import { breakInWords, isStreamError } from './read-table.ts';
import { wrongEncoding } from './wrong-form.ts';

/** Bytes after decompression. JSON must be read whole, so a file that is no document is cut off here. */
export const JSON_LIMIT_BYTES = 256 * 2 ** 20;

/** The text of a small file. Throws what the stream throws, and a RangeError with code TOO_LONG beyond the limit. */
export async function readText(path: string, bytes: Readable, limit_bytes = JSON_LIMIT_BYTES): Promise<string> {
  const chunks: Uint8Array[] = [];
  let total = 0;
  for await (const chunk of decompressed(path, bytes)) {
    total += (chunk as Uint8Array).length;
    if (total > limit_bytes) throw Object.assign(new RangeError('file too long'), { code: 'TOO_LONG' });
    chunks.push(chunk as Uint8Array);
  }
  return new TextDecoder('utf-8').decode(Buffer.concat(chunks));
}

/** One item of a JSON document: a row, nothing to keep, or what is wrong with it. */
export type ItemVerdict<Row> = { readonly row: Row } | { readonly skipped: true } | { readonly problem: Problem };

export interface JsonResult<Row> {
  readonly rows: Row[];
  readonly refusals: Refusal[];
  readonly quality: FileQuality;
}

/** Reads a JSON document that is a list of items (`record 1` is the first). Wrong content never throws. */
export async function readJsonItems<Row>(
  file: { readonly path: string; readonly bytes: Readable },
  itemsOf: (document: unknown) => readonly unknown[] | undefined,
  expected: string,
  read: (item: unknown) => ItemVerdict<Row>,
): Promise<JsonResult<Row>> {
  const tally = new QualityTally();
  const rows: Row[] = [];
  const refusals: Refusal[] = [];
  const unreadable = (found: string) => {
    tally.complete = false;
    refusals.push({ file: file.path, place: '', code: 'FILE_UNREADABLE', expected, found });
    return { rows, refusals, quality: tally.finish(file.path) };
  };
  let items: readonly unknown[] | undefined;
  let text = '';
  try {
    text = await readText(file.path, file.bytes);
    items = itemsOf(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError)
      return unreadable(text.trim() === '' ? 'an empty file' : (wrongEncoding(text) ?? 'no JSON'));
    if (error instanceof CellsweepError || !isStreamError(error)) throw error;
    return unreadable(breakInWords(error));
  }
  if (!items) return unreadable('another structure');
  for (const [index, item] of items.entries()) {
    const verdict = read(item);
    if ('problem' in verdict) {
      tally.refuse(verdict.problem.code);
      refusals.push({ file: file.path, place: `record ${index + 1}`, ...verdict.problem });
      continue;
    }
    tally.use();
    if ('row' in verdict) rows.push(verdict.row);
  }
  return { rows, refusals, quality: tally.finish(file.path) };
}

/** The structural part of a refusal: which field failed, not what it held. */
export const structureProblem = (path: readonly PropertyKey[], expected: string): Problem => ({
  code: 'FIELD_FORM',
  expected,
  found: `something else at "${path.filter((part) => typeof part !== 'symbol').join('.')}"`,
});
