import { gzipSync } from 'node:zlib';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LEDGER } from './ledger.ts';
import { readDeviceProfiles } from './device-profiles.ts';
import { readTable } from './read-table.ts';
import { wrongDelimiter, wrongEncoding } from './wrong-form.ts';

const header = [...LEDGER.required].join(',');
const text = `${header}\r\n${LEDGER.required.map(() => 'x').join(',')}\r\n`;
const found = async (bytes: Buffer): Promise<string | undefined> => {
  const file = { path: 'supply/ledger.csv', bytes: Readable.from([bytes]), acts: [], country: 'FR' };
  return (await readTable(file, LEDGER)).refusals.find(({ place }) => place === '')?.found;
};

describe('a document in another form', () => {
  it.each([
    ['semicolons', Buffer.from(text.replaceAll(',', ';')), 'columns separated by semicolons, not by commas'],
    [
      'quoted names and tabs',
      Buffer.from(`"${header.split(',').join('"\t"')}"\n`),
      'columns separated by tabs, not by commas',
    ],
    ['UTF-16 with a mark', Buffer.from(`\uFEFF${text}`, 'utf16le'), 'UTF-16 text, not UTF-8'],
    ['UTF-16 without a mark', Buffer.from(text, 'utf16le'), 'UTF-16 text, not UTF-8'],
    ['gzip', gzipSync(text), 'gzip bytes under a name without .gz'],
    ['an archive', Buffer.from('PK\u0003\u0004\u0014\0\0\0'), 'a ZIP archive (a spreadsheet is one as well)'],
    ['nothing', Buffer.from(''), 'an empty file'],
  ])('is told what it is: %s', async (_what, bytes, words) => {
    expect(await found(bytes)).toBe(words);
  });

  it('is told the columns that are missing where the form is right', async () => {
    expect(await found(Buffer.from('order_id;x,line,product\n'))).toMatch(/^columns missing: order_id, /);
    expect(await found(Buffer.from('x;y;z\n'))).toMatch(/^columns missing: /);
  });

  it('is told so of a JSON document as well', async () => {
    const read = async (bytes: Buffer) =>
      (await readDeviceProfiles({ path: 'device-profiles.json', bytes: Readable.from([bytes]) })).refusals[0]?.found;
    expect(await read(Buffer.from('[]', 'utf16le'))).toBe('UTF-16 text, not UTF-8');
    expect(await read(gzipSync('[]'))).toBe('gzip bytes under a name without .gz');
    expect(await read(Buffer.from('[{'))).toBe('no JSON');
    expect(await read(Buffer.from(' \n'))).toBe('an empty file');
  });

  it('is never seen in plain text, nor a delimiter in a right header', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[ -~àéü;,|]{1,200}$/), (line) => {
        expect(wrongEncoding(line.replace(/^PK/, ''))).toBeUndefined();
        expect(wrongDelimiter(`${header},${line.replaceAll(/[;|]/g, '')}`, LEDGER.required)).toBeUndefined();
      }),
    );
  });
});
