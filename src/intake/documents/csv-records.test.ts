import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCsvRecords } from './csv-records.ts';
import type { CsvRecord } from './csv-records.ts';

async function records(text: string, lineBreaksInCells = true): Promise<CsvRecord[]> {
  const result: CsvRecord[] = [];
  for await (const record of readCsvRecords('f.csv', Readable.from([Buffer.from(text)]), { lineBreaksInCells }))
    result.push(record);
  return result;
}
const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;

describe('readCsvRecords', () => {
  it('reads back what was written by the rules of RFC 4180', async () => {
    const cell = fc.string({ unit: fc.constantFrom('a', ' ', ',', '"', '\n', 'é'), maxLength: 6 });
    const row = fc.tuple(cell, cell, cell);
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 8 }), async (rows) => {
        const text = ['x,y,z', ...rows.map((cells) => cells.map(quoted).join(','))].join('\r\n');
        const read = await records(text);
        expect(read.map((record) => ('cells' in record ? record.cells : record))).toEqual([['x', 'y', 'z'], ...rows]);
      }),
    );
  });

  it('numbers records by their first line and skips empty lines', async () => {
    expect(await records('a,b\n\n"x\ny",3\n4,5\n  \n')).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 3, cells: ['x\ny', '3'] },
      { line: 5, cells: ['4', '5'] },
    ]);
  });

  it('lets a quotation mark inside an unquoted cell stand', async () => {
    expect(await records('a,b\n1,5" x\n')).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 2, cells: ['1', '5" x'] },
    ]);
  });

  it('loses one line to a stray quotation mark, not the rows after it', async () => {
    const rows = Array.from({ length: 30 }, (_, i) => `${i},x`);
    const read = await records(['a,b', '1,"x', ...rows, '9,"y', '7,z'].join('\n'));
    expect(read.filter((record) => 'broken' in record).map(({ line }) => line)).toEqual([2, 33]);
    expect(read).toHaveLength(34);
    const near = await records('a,b\n1,"x\n2,y\n3,z"\n4,w');
    expect(near).toHaveLength(3);
    const otherWidth = await records('a,b\n1,"x\n2,y",3\n4,w');
    expect(otherWidth.map((record) => ('broken' in record ? record.broken : record.cells))).toEqual([
      ['a', 'b'],
      'quote never closed',
      ['2', 'y"', '3'],
      ['4', 'w'],
    ]);
    const oneLineEach = await records('a,b\n1,"x\n2,y\n3,z"\n4,w', false);
    expect(oneLineEach.map((record) => ('broken' in record ? record.broken : record.cells))).toEqual([
      ['a', 'b'],
      'quote never closed',
      ['2', 'y'],
      ['3', 'z"'],
      ['4', 'w'],
    ]);
  });

  it('accounts for every line of any text', async () => {
    const text = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n'), maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(text, async (content) => {
        const covered = (await records(content)).map((record) =>
          'broken' in record ? 1 : 1 + (record.cells.join('').match(/\n/g)?.length ?? 0),
        );
        const lines = content.split('\n').filter((line) => line.trim() !== '').length;
        const total = covered.reduce((sum, count) => sum + count, 0);
        // Empty lines inside a quoted cell are covered too, so the total may be greater, never smaller.
        expect(total).toBeGreaterThanOrEqual(lines);
      }),
    );
  });
});
