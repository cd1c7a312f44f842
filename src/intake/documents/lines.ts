import type { Readable } from 'node:stream';
import { gunzipped } from '../gzip.ts';

export interface Line {
  /** First line is 1. */
  readonly number: number;
  readonly text: string;
  /** Longer than LINE_LIMIT; `text` holds only the beginning. */
  readonly tooLong: boolean;
}

/** Characters. No row of any known document comes near; without a limit a file of one line would be held in memory. */
export const LINE_LIMIT = 1 << 20;

/** The bytes as they were before compression; `path` ends in `.gz` when there was any. */
export function decompressed(path: string, bytes: Readable): Readable {
  return path.endsWith('.gz') ? gunzipped(bytes) : bytes;
}

/**
 * Physical lines of UTF-8 text, ended by LF, CRLF or CR; a byte-order mark is taken off. Holds one line and one chunk
 * in memory. Throws what the stream throws (a truncated gzip file, a failing disk), after the last whole line before it.
 */
export async function* readLines(path: string, bytes: Readable): AsyncGenerator<Line> {
  const decoder = new TextDecoder('utf-8');
  let number = 0;
  let rest = '';
  let tooLong = false;
  let afterCarriageReturn = false;
  const line = (text: string): Line => {
    const result = { number: ++number, text: rest + text, tooLong };
    rest = '';
    tooLong = false;
    return result;
  };
  for await (const chunk of decompressed(path, bytes)) {
    const text = decoder.decode(chunk as Uint8Array, { stream: true });
    let start = 0;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code === 10 && afterCarriageReturn) {
        start = i + 1;
      } else if (code === 10 || code === 13) {
        yield line(text.slice(start, i));
        start = i + 1;
      }
      afterCarriageReturn = code === 13;
    }
    rest += text.slice(start);
    if (rest.length > LINE_LIMIT) {
      rest = rest.slice(0, LINE_LIMIT);
      tooLong = true;
    }
  }
  rest += decoder.decode();
  if (rest !== '') yield line('');
}
