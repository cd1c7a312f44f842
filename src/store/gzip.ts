import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** By its first two bytes (RFC 1952): operators call their files what they like. */
export async function isGzip(filePath: string): Promise<boolean> {
  const handle = await open(filePath);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await handle.close();
  }
}

/**
 * What gzip bytes hold, all members of it. Throws what the source or the unpacking throws. `pipeline` would call a file
 * broken that is padded with zeros: unpacking ends before the bytes do.
 */
export function gunzipped(bytes: Readable): Readable {
  const gunzip = createGunzip();
  // pipe() alone would leave the reader waiting for ever when the source fails.
  bytes.on('error', (error) => gunzip.destroy(error));
  gunzip.on('close', () => bytes.destroy());
  return bytes.pipe(gunzip);
}

/**
 * Why a gzip stream cannot be unpacked to its end; undefined where every member gives its own checksum and length (RFC
 * 1952). The checksum stands at the end, and a flipped bit unpacks as other text without a word: until the end is reached
 * nothing is known to be what was sent. So what is damaged is refused whole, and nothing of it is used.
 */
export async function gzipDamage(bytes: Readable): Promise<Error | undefined> {
  try {
    for await (const _ of gunzipped(bytes));
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error('The stream broke off.', { cause: error });
  }
}

/** Of a file by its first bytes: false where it is no gzip file, or a whole one. */
export const isDamagedGzip = async (filePath: string): Promise<boolean> =>
  (await isGzip(filePath)) && (await gzipDamage(createReadStream(filePath))) !== undefined;
