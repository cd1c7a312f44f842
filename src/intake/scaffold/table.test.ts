import { describe, expect, it } from 'vitest';
import { sniffTable } from './table.ts';

const sniff = (head: string | Buffer) => sniffTable({ path: 'operators/x/a', head: Buffer.from(head) });
const found = (head: string | Buffer): string | undefined => {
  const sniffed = sniff(head);
  return 'found' in sniffed ? sniffed.found : undefined;
};

describe('a file that is no table', () => {
  it.each([
    ['nothing', '', 'an empty file'],
    ['XLSX', 'PK\x03\x04\0\0', 'a ZIP container, as XLSX files are (save it as CSV)'],
    ['PDF', '%PDF-1.7\0', 'a PDF document (ask the operator for the table itself)'],
    ['XLS', Buffer.from('d0cf11e0a1b11ae10000', 'hex'), 'an old XLS workbook (save it as CSV)'],
    ['JSON', ' [{"a":1}]', 'JSON'],
    [
      'XML',
      '<?xml version="1.0"?><!-- <no/> --><x:calls a="1"><call/></x:calls>',
      'XML whose document element is calls',
    ],
    ['XML that begins with nothing', '<>', 'XML whose document element is unreadable'],
    [
      'fixed width',
      ['heading', ...Array.from({ length: 5 }, (_, i) => `3363998000${i} 0060 AB`), ''].join('\n'),
      'lines of one length without delimiter: columns of fixed width',
    ],
    [
      'too few lines to tell',
      ['heading', ...Array.from({ length: 4 }, (_, i) => `3363998000${i} 0060 AB`), ''].join('\n'),
      'text without columns that a comma, semicolon, tab or bar separates',
    ],
    ['prose', 'Dear Sir,\nplease find\nenclosed', 'text without columns that a comma, semicolon, tab or bar separates'],
  ])('is named: %s', (_what, head, words) => {
    expect(found(head)).toBe(words);
  });
});

describe('a table', () => {
  const rows = Array.from({ length: 30 }, (_, i) => [`3363998${1000 + i}`, '2025-01-13 10:00:00', String(i), 'cell']);
  const text = (delimiter: string, ...title: string[]): string =>
    [...title, ['number', 'time', 'seconds', 'cell'].join(delimiter), ...rows.map((row) => row.join(delimiter))].join(
      '\n',
    );

  it('is found by its delimiter, under its title lines', () => {
    for (const delimiter of [',', ';', '\t', '|'])
      for (const title of [[], ['Delivery of 13 January'], ['Delivery', 'Second line']]) {
        const sniffed = sniff(text(delimiter, ...title));
        expect('table' in sniffed ? sniffed.table : undefined).toMatchObject({
          delimiter,
          title_lines: title.length,
          encoding: 'utf-8',
        });
      }
  });

  it('is not read without a line of names, nor from too few rows', () => {
    const nameless = text(';').split('\n').slice(1).join('\n');
    expect(found(nameless)).toContain('without a line of column names');
    expect(found(text(';').split('\n').slice(0, 2).join('\n'))).toContain('too few rows');
  });
});
