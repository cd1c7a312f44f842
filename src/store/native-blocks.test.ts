import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readBlocks, type Block } from './native-blocks.ts';

/** The Native format, written after ClickHouse's own description of it. */
function native(columns: readonly (readonly [name: string, type: string, values: readonly bigint[]])[]): Buffer {
  const varint = (n: number): number[] => (n < 128 ? [n] : [(n % 128) + 128, ...varint(Math.floor(n / 128))]);
  const text = (s: string): Buffer => Buffer.concat([Buffer.from(varint(s.length)), Buffer.from(s, 'latin1')]);
  const rows = columns[0]?.[2].length ?? 0;
  return Buffer.concat([
    Buffer.from([...varint(columns.length), ...varint(rows)]),
    ...columns.flatMap(([name, type, values]) => {
      const width = type === 'UInt8' ? 1 : type === 'UInt64' ? 8 : 4;
      const data = Buffer.alloc(rows * width);
      values.forEach((value, i) => {
        if (width === 8) data.writeBigUInt64LE(value, i * 8);
        else data.writeUIntLE(Number(value), i * width, width);
      });
      return [text(name), text(type), data];
    }),
  ]);
}

async function read(bytes: Buffer, cuts: readonly number[]): Promise<Block[]> {
  const ends = [...new Set([...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length])].sort((a, b) => a - b);
  async function* chunks(): AsyncGenerator<Uint8Array> {
    let from = 0;
    for (const end of ends) {
      yield bytes.subarray(from, end);
      from = end;
    }
  }
  const blocks: Block[] = [];
  for await (const block of readBlocks(chunks())) blocks.push(block);
  return blocks;
}

const rowsOf = (blocks: readonly Block[]): [number, number, bigint][] =>
  blocks.flatMap(({ rows, columns }) =>
    Array.from({ length: rows }, (_, i): [number, number, bigint] => {
      const wide = columns.get('wide') ?? [];
      return [
        columns.get('small')?.[i] ?? -1,
        columns.get('time')?.[i] ?? -1,
        BigInt(wide[2 * i] ?? 0) + (BigInt(wide[2 * i + 1] ?? 0) << 32n),
      ];
    }),
  );

const row = fc.tuple(fc.nat(255), fc.nat(2 ** 31), fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }));

describe('readBlocks', () => {
  it('gives every row back, wherever the stream is cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(row, { maxLength: 200 }), { maxLength: 4 }),
        fc.array(fc.nat()),
        async (blocks, cuts) => {
          const bytes = Buffer.concat(
            blocks.map((rows) =>
              native([
                ['small', 'UInt8', rows.map(([a]) => BigInt(a))],
                ['time', "DateTime('UTC')", rows.map(([, b]) => BigInt(b))],
                ['wide', 'UInt64', rows.map(([, , c]) => c)],
              ]),
            ),
          );
          expect(rowsOf(await read(bytes, cuts))).toEqual(blocks.flat());
        },
      ),
    );
  });

  it('reads lengths of one, two and three bytes', async () => {
    for (const rows of [...Array.from({ length: 130 }, (_, n) => 126 + n), 256, 16_383, 16_384, 40_000]) {
      const bytes = native([['small', 'UInt8', Array.from({ length: rows }, (_, n) => BigInt(n % 256))]]);
      const blocks = await read(bytes, []);
      expect(blocks.map((block) => [block.rows, block.columns.get('small')?.length])).toEqual([[rows, rows]]);
    }
  });

  it('refuses an answer that ends within a block, and a column that is no plain number', async () => {
    const bytes = native([['wide', 'UInt64', [1n, 2n]]]);
    await expect(read(bytes.subarray(0, -1), [])).rejects.toThrow('within a block');
    await expect(read(native([['word', 'String', [1n]]]), [])).rejects.toThrow('String');
  });
});
