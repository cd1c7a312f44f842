import { DAMAGED_GZIP, isDamagedGzip } from '../gzip.ts';
import type { DeliveryFile } from './load-records.ts';
import { HEAD_BYTES } from './recognise.ts';
import { isUnmarkedUtf16 } from './utf16.ts';

const EMPTY = { place: '', code: 'FILE_UNREADABLE', expected: 'records or antennas', found: 'an empty file' } as const;
const UNMARKED_UTF16 = {
  place: '',
  code: 'FILE_UNREADABLE',
  expected: 'UTF-8, the encoding of a profile, or UTF-16 with its byte-order mark',
  found: 'UTF-16 text without a byte-order mark',
} as const;

/** What makes a file one of no layout at all; undefined where a profile might describe it. */
export async function unusableFile(
  { original }: Pick<DeliveryFile, 'original'>,
  head: Buffer,
): Promise<typeof DAMAGED_GZIP | typeof EMPTY | typeof UNMARKED_UTF16 | undefined> {
  if (await isDamagedGzip(original)) return DAMAGED_GZIP;
  if (isUnmarkedUtf16(head)) return UNMARKED_UTF16;
  // Of a longer file, what comes after so many blanks nobody has seen.
  return head.length < HEAD_BYTES && head.toString('latin1').trim() === '' ? EMPTY : undefined;
}
