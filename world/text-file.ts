import { createWriteStream, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { finished } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Writable } from 'node:stream';

const CHUNK = 1 << 18;
/** No UTF-8 text of n UTF-16 units needs more than 3n bytes. */
const WIDEST = 3;

/** A text file written line by line through a stream, compressed where the name ends in .gz. Lines count from 1. */
export class TextFile {
  lines = 0;
  private readonly out: Writable;
  private readonly end: Writable;
  private readonly encoding: 'utf8' | 'latin1';
  // Text goes to bytes at once: kept as strings, a few hundred thousand lines cost more to collect than to write.
  private bytes = Buffer.allocUnsafe(CHUNK);
  private used = 0;

  constructor(path: string, encoding: 'utf8' | 'latin1' = 'utf8', level = 6) {
    mkdirSync(dirname(path), { recursive: true });
    this.end = createWriteStream(path);
    this.encoding = encoding;
    if (path.endsWith('.gz')) {
      const zip = createGzip({ level, chunkSize: CHUNK });
      zip.pipe(this.end);
      this.out = zip;
    } else this.out = this.end;
  }

  /** Adds a line. True = the stream is behind: wait for `drained` before adding much more. */
  line(text: string): boolean {
    this.lines++;
    let behind = false;
    const room = WIDEST * text.length + 1;
    if (this.used + room > this.bytes.length) {
      behind = !this.flush(Math.max(CHUNK, room));
    }
    this.used +=
      this.encoding === 'utf8' ? this.bytes.write(text, this.used) : this.bytes.write(text, this.used, 'latin1');
    this.bytes[this.used++] = 10;
    return behind;
  }

  /** Resolves when the stream takes more. */
  drained(): Promise<void> {
    return new Promise((resolve) => this.out.once('drain', resolve));
  }

  /** Writes the rest and resolves when the file is complete. */
  async close(): Promise<void> {
    this.flush(0);
    this.out.end();
    await finished(this.end);
  }

  private flush(next: number): boolean {
    const ready = this.used === 0 || this.out.write(this.bytes.subarray(0, this.used));
    this.bytes = Buffer.allocUnsafe(next);
    this.used = 0;
    return ready;
  }
}

/** Writes a small text file. */
export function writeText(path: string, text: string, encoding: 'utf8' | 'latin1' = 'utf8'): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text, encoding);
}

/** CSV of RFC 4180 with a header line. */
export function csv(columns: string, rows: readonly (readonly (string | number)[])[]): string {
  const cell = (v: string | number): string => {
    const text = String(v);
    return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return `${[columns, ...rows.map((r) => r.map(cell).join(','))].join('\n')}\n`;
}
