import { CellsweepError } from '../model/errors.ts';

/**
 * Some rows of a result, as columns. 8-bit and 32-bit columns have one element for each row; 64-bit columns have two, the
 * low half first.
 */
export interface Block {
  readonly rows: number;
  readonly columns: ReadonlyMap<string, Uint8Array | Uint32Array>;
}

/** Bytes of one value of the types that travel as plain little-endian numbers. */
function widthOf(type: string): 1 | 4 | 8 {
  if (type === 'UInt8' || type.startsWith('Enum8(')) return 1;
  if (type === 'UInt32' || type === 'DateTime' || type.startsWith('DateTime(')) return 4;
  if (type === 'UInt64') return 8;
  throw new CellsweepError('INTERNAL', `A streamed column has the type ${type}, which is no plain number.`);
}

/** What is missing before a block is whole. */
class TooShort {
  readonly bytes: number;
  constructor(bytes: number) {
    this.bytes = bytes;
  }
}

class Cursor {
  at: number;
  readonly bytes: Uint8Array;
  constructor(bytes: Uint8Array, at: number) {
    this.bytes = bytes;
    this.at = at;
  }
  take(length: number): Uint8Array {
    if (this.at + length > this.bytes.length) throw new TooShort(this.at + length);
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }
  /** LEB128. */
  varint(): number {
    let value = 0;
    for (let shift = 1; ; shift *= 128) {
      const byte = this.take(1)[0] ?? 0;
      value += (byte & 127) * shift;
      if (byte < 128) return value;
    }
  }
  text(): string {
    return Buffer.from(this.take(this.varint())).toString('latin1');
  }
}

function readBlock(cursor: Cursor): Block {
  const width = cursor.varint();
  const rows = cursor.varint();
  const columns = new Map<string, Uint8Array | Uint32Array>();
  for (let i = 0; i < width; i++) {
    const name = cursor.text();
    const size = widthOf(cursor.text());
    const bytes = cursor.take(rows * size);
    if (size === 1) columns.set(name, bytes);
    else {
      // A view needs a multiple of four to begin at.
      const whole = bytes.byteOffset % 4 === 0 ? bytes : new Uint8Array(bytes);
      columns.set(name, new Uint32Array(whole.buffer, whole.byteOffset, (rows * size) / 4));
    }
  }
  return { rows, columns };
}

/**
 * ClickHouse's Native format: for each block the numbers of columns and rows, then name, type and values of each column.
 * Blocks may be cut anywhere between chunks. A machine with big-endian numbers is not supported (Node runs on none).
 *
 * @throws CellsweepError INTERNAL for a column that is no plain number, and for an end within a block
 */
export async function* readBlocks(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Block> {
  let held: Uint8Array[] = [];
  let length = 0;
  // Not before so many bytes are there is it worth another try.
  let needed = 1;
  for await (const chunk of chunks) {
    held.push(chunk);
    length += chunk.length;
    if (length < needed) continue;
    const bytes = held.length === 1 ? chunk : Buffer.concat(held);
    let at = 0;
    needed = 1;
    while (at < bytes.length) {
      const cursor = new Cursor(bytes, at);
      let block: Block;
      try {
        block = readBlock(cursor);
      } catch (error) {
        if (!(error instanceof TooShort)) throw error;
        needed = error.bytes - at;
        break;
      }
      at = cursor.at;
      yield block;
    }
    held = at < bytes.length ? [bytes.subarray(at)] : [];
    length = bytes.length - at;
  }
  if (length > 0) throw new CellsweepError('INTERNAL', 'The record store ended its answer within a block.');
}
