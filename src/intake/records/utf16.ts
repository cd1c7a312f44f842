import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { gunzipped, isGzip } from '../gzip.ts';

/** RFC 2781: FF FE = little-endian, FE FF = big-endian. */
export function utf16Of(head: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  return head[0] === 0xfe && head[1] === 0xff ? 'utf-16be' : undefined;
}

/** Text without such a mark shows itself by the zero byte of every second ASCII character. */
export function isUnmarkedUtf16(head: Buffer): boolean {
  const start = head.subarray(0, 64);
  const zeros = [0, 0];
  for (const [i, byte] of start.entries()) if (byte === 0) zeros[i % 2] = (zeros[i % 2] ?? 0) + 1;
  const half = Math.floor(start.length / 2);
  return half > 1 && Math.max(...zeros) > half * 0.8 && Math.min(...zeros) === 0;
}

/** The mark stays, as that of UTF-8: so whoever reads the bytes knows their encoding, whatever a layout says. */
const decoderOf = (encoding: string) => new TextDecoder(encoding, { ignoreBOM: true });

/** The beginning of a file as UTF-8; bytes of another encoding as they are. What is half a character at the end is left out. */
export function headAsUtf8(head: Buffer): Buffer {
  const encoding = utf16Of(head);
  return encoding === undefined ? head : Buffer.from(decoderOf(encoding).decode(head, { stream: true }));
}

/** What the bytes of a delimited file are written in: a mark of UTF-8 says more than the layout. */
export const encodingOf = (head: Buffer, stated: string): string =>
  head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 'utf-8' : stated;

/**
 * Reads a delivery as UTF-8: one in UTF-16 with a byte-order mark is written anew beside, unpacked, in bounded memory, and
 * removed afterwards. Line numbers stay; half a pair of surrogates becomes U+FFFD.
 *
 * @param work is given the file to read: the delivery itself, or what was written
 */
export async function withUtf8<T>(file: string, spool: string, work: (readable: string) => Promise<T>): Promise<T> {
  const gzip = await isGzip(file);
  const read = () => (gzip ? gunzipped(createReadStream(file)) : createReadStream(file));
  const encoding = await encodingBy(read());
  if (encoding === undefined) return work(file);
  await mkdir(spool, { recursive: true });
  const written = path.join(spool, `${path.basename(file)}.utf8`);
  const decoder = decoderOf(encoding);
  const decode = async function* (chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
    for await (const chunk of chunks) yield decoder.decode(chunk, { stream: true });
    yield decoder.decode();
  };
  try {
    try {
      // Not a pipeline from the source on: it would call a padded gzip file broken.
      await pipeline(decode(read()), createWriteStream(written));
    } catch (error) {
      // A damaged file is refused by whoever reads it.
      if (!gzip) throw error;
      return await work(file);
    }
    return await work(written);
  } finally {
    await rm(written, { force: true });
  }
}

async function encodingBy(stream: AsyncIterable<Buffer> & { destroy(): unknown }): Promise<ReturnType<typeof utf16Of>> {
  let head = Buffer.alloc(0);
  try {
    for await (const chunk of stream) {
      head = Buffer.concat([head, chunk]);
      if (head.length >= 2) break;
    }
  } catch {
    // Told by whoever reads the whole.
  } finally {
    stream.destroy();
  }
  return utf16Of(head);
}
