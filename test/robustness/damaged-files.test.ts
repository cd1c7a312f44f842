import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeScratch, seeded, seedFor } from './chain.testing.ts';
import { basesOf, placesOf, type Base } from './mutated-files.ts';
import { openReader, type FileReader, type FileReading } from './read-file.testing.ts';

/** Seconds for one small file: a bomb or a backtracking pattern takes far more. */
const PATIENCE_S = 10;

describe('files of operators that are damaged as a whole', () => {
  const scratch = makeScratch();
  let reader: FileReader;
  let bases: Base[];
  let csv: Base;
  let xml: Base;
  beforeAll(async () => {
    const { caseDir } = await scratch.world({ seed: 9, prisons: 1, placebos: 1, days: 7, scale: 0.4 });
    reader = await openReader(scratch.fresh('reader'));
    bases = await basesOf(reader, caseDir, 300);
    [csv, xml] = [bases[0] as Base, bases[3] as Base];
  });
  afterAll(async () => {
    await reader.close();
    scratch.remove();
  });

  const latin = (text: string): Buffer => Buffer.from(text, 'latin1');
  const expectRefusedWhole = (reading: FileReading, code: string): void => {
    expect(reading.refusals.map((r) => r.code)).toEqual([code]);
    expect(reading.rows_used).toBe(0);
    expect(reading.stored.size).toBe(0);
    expect(reading.duration_s).toBeLessThan(PATIENCE_S);
  };
  /** Every line after the names is used or refused once, and what is used is what the unharmed file gave. */
  const expectReadButFor = (
    reading: FileReading,
    base: Base,
    bytes: Buffer,
    changed: (place: number) => boolean,
  ): void => {
    const places = placesOf(bytes, base.skip);
    expect(reading.rows_in).toBe(places.length);
    expect(reading.rows_used + reading.rows_refused - reading.refusals.length).toBe(places.length);
    for (const place of places)
      if (!changed(place)) expect(reading.stored.get(place)).toEqual(base.reading.stored.get(place));
    expect(reading.duration_s).toBeLessThan(PATIENCE_S);
  };

  it('says that a file is empty, and that noise has no known layout', { timeout: 300_000 }, async () => {
    expect.hasAssertions();
    const random = seeded(1);
    const unknown: Buffer[] = [
      latin('\t \r\n'.repeat(20_000)),
      latin(`${'<!---->'.repeat(580)}!`),
      latin(`${'<!---->'.repeat(580)}<`),
      latin('<?x?>'.repeat(900)),
      latin('<'.repeat(10_000)),
      Buffer.alloc(50_000),
      latin('a'.repeat(5_000_000)),
      Buffer.from(Array.from({ length: 100_000 }, () => Math.floor(random() * 256))),
    ];
    for (const bytes of unknown)
      for (const name of ['cells.csv', 'cells.xml.gz'])
        expectRefusedWhole(await reader.read(name, bytes), 'LAYOUT_UNKNOWN');
    for (const bytes of [Buffer.alloc(0), latin('\n'), latin(' '.repeat(60_000)), gzipSync(Buffer.alloc(0))]) {
      const reading = await reader.read('cells.csv', bytes);
      expectRefusedWhole(reading, 'FILE_UNREADABLE');
      expect(reading.refusals[0]?.found).toBe('an empty file');
    }
    for (const bytes of [latin('\x1f\x8b'), gzipSync(csv.bytes).subarray(0, 12)])
      expectRefusedWhole(await reader.read('cells.csv', bytes), 'FILE_UNREADABLE');
  });

  it('says so where the line of names is missing or has been changed', async () => {
    expect.hasAssertions();
    for (const base of bases.slice(0, 3)) {
      const lines = base.bytes.toString('latin1').split('\n');
      const without = latin(lines.filter((_, i) => i !== base.skip - 1).join('\n'));
      expectRefusedWhole(await reader.read(base.name, without), 'LAYOUT_UNKNOWN');
      const swapped = (lines[base.skip - 1] ?? '').split(base.delimiter).reverse().join(base.delimiter);
      expectRefusedWhole(
        await reader.read(base.name, latin(lines.with(base.skip - 1, swapped).join('\n'))),
        'LAYOUT_UNKNOWN',
      );
    }
    const untitled = bases[1] as Base;
    const text = untitled.bytes.toString('latin1');
    expectRefusedWhole(await reader.read(untitled.name, latin(text.slice(text.indexOf('\n') + 1))), 'LAYOUT_UNKNOWN');
  });

  it('reads names without rows, with a byte order mark, other ends of lines, other endings of names', async () => {
    expect.hasAssertions();
    for (const base of bases.slice(0, 3)) {
      const text = base.bytes.toString('latin1');
      const names = text.split('\n').slice(0, base.skip).join('\n');
      for (const bytes of [latin(names), latin(`${names}\n`), latin(`${names}\r\n\r\n\n`)]) {
        const reading = await reader.read(base.name, bytes);
        expect([reading.rows_in, reading.rows_used, reading.refusals.length]).toEqual([0, 0, 0]);
      }
      const same: [string, Buffer][] = [
        [base.name, latin(text.replaceAll('\n', '\r\n'))],
        [base.name, latin(text.slice(0, -1))],
        [base.name, latin(`${text}\n\n\r\n`)],
        [`${base.name}.gz`, base.bytes],
        ['cells.xml', base.bytes],
        ['cells', gzipSync(base.bytes)],
        ['cells.pdf', Buffer.concat([gzipSync(base.bytes.subarray(0, 5000)), gzipSync(base.bytes.subarray(5000))])],
      ];
      if (base.delimiter !== ';') same.push([base.name, latin(`\xef\xbb\xbf${text}`)]);
      for (const [name, bytes] of same) {
        const reading = await reader.read(name, bytes);
        expect(reading.refusals).toEqual([]);
        expect([...reading.stored].join()).toBe([...base.reading.stored].join());
      }
    }
  });

  it('reads a table that is cut off anywhere up to the cut', async () => {
    expect.hasAssertions();
    const random = seeded(seedFor('cut tables', 3));
    for (const base of bases.slice(0, 3))
      for (let i = 0; i < 5; i++) {
        const from = base.bytes.indexOf(10, base.bytes.indexOf(10) + 1) + 1;
        const bytes = base.bytes.subarray(0, from + Math.floor(random() * (base.bytes.length - from)));
        const last = placesOf(bytes, base.skip).at(-1);
        expectReadButFor(await reader.read(base.name, bytes), base, bytes, (place) => place === last);
      }
  });

  it('refuses a cut or altered gzip file whole, whatever of it could be unpacked', async () => {
    expect.hasAssertions();
    const random = seeded(seedFor('damaged gzip', 4));
    for (const base of bases)
      for (let i = 0; i < 6; i++) {
        const packed = gzipSync(base.bytes);
        const at = 20 + Math.floor(random() * (packed.length - 20));
        if (i % 2 === 1) packed[at] = (packed[at] ?? 0) ^ (1 << Math.floor(random() * 8));
        expectRefusedWhole(
          await reader.read(`${base.name}.gz`, i % 2 === 1 ? packed : packed.subarray(0, at)),
          'FILE_UNREADABLE',
        );
      }
  });

  it('reads an XML delivery up to where it breaks, and says after which record', async () => {
    expect.hasAssertions();
    const random = seeded(seedFor('broken XML', 5));
    const text = xml.bytes.toString('utf8');
    const start = text.indexOf('<ResponseRecord>');
    for (let i = 0; i < 24; i++) {
      const at = start + Math.floor(random() * (text.length - start - 10));
      const damage = ['', '\0', '<', '&', '</x>', '<x a=1>', '&bomb;', ']]>', '<!DOCTYPE x>'][i % 9] ?? '';
      const bytes = Buffer.from(damage === '' ? text.slice(0, at) : text.slice(0, at) + damage + text.slice(at));
      const reading = await reader.read('cells.xml', i % 3 === 0 ? gzipSync(bytes) : bytes);
      const before = text.slice(0, at).split('</ResponseRecord>').length - 1;
      expect(reading.refusals.map((r) => `${r.code} ${r.place}`)).toEqual([`XML_MALFORMED record ${before + 1}`]);
      expect(reading.stored.size).toBe(before);
      for (const [place, stored] of reading.stored) expect(stored).toEqual(xml.reading.stored.get(place));
    }
  });

  it('expands no entity, drowns in no depth and follows no document type', async () => {
    expect.hasAssertions();
    const text = xml.bytes.toString('utf8');
    const lines = ['<!DOCTYPE RetainedDataMessage [', '<!ENTITY a0 "lol">'];
    for (let i = 1; i < 30; i++) lines.push(`<!ENTITY a${i} "${`&a${i - 1};`.repeat(10)}">`);
    lines.push('<!ENTITY file SYSTEM "file:///etc/hostname">', ']>');
    const typed = text.replace('?>', `?>${lines.join('')}`);
    // A delivery has no document type: one that brings its own is no layout that anybody described.
    for (const entity of ['', '&a29;', '&file;']) {
      const bomb = typed.replace('<partyNumber>', `<partyNumber>${entity}`);
      expectRefusedWhole(await reader.read('cells.xml', Buffer.from(bomb)), 'LAYOUT_UNKNOWN');
    }
    const late = text
      .replace('<responsePayload>', `${lines.join('')}<responsePayload>`)
      .replace('<partyNumber>', '<partyNumber>&a29;');
    expectRefusedWhole(await reader.read('cells.xml', Buffer.from(late)), 'XML_MALFORMED');
    const deep = '<x>'.repeat(100_000) + '</x>'.repeat(100_000);
    for (const place of ['<recordPayload>', '<responsePayload>']) {
      const reading = await reader.read('cells.xml', Buffer.from(text.replace(place, `${place}${deep}`)));
      expect(reading.refusals).toEqual([]);
      // Beside the records it is something that nobody reads, and counts as one.
      const unread = place === '<responsePayload>' ? 1 : 0;
      expect((reading.rows_in ?? 0) - (xml.reading.rows_in ?? 0)).toBe(unread);
      expect(reading.rows_used).toBe(xml.reading.rows_used);
      expect(reading.duration_s).toBeLessThan(PATIENCE_S);
    }
    const open = await reader.read(
      'cells.xml',
      Buffer.from(text.replace('<recordPayload>', `<recordPayload>${'<x>'.repeat(200_000)}`)),
    );
    expect(open.refusals.map((r) => r.code)).toEqual(['XML_MALFORMED']);
    expect(open.duration_s).toBeLessThan(PATIENCE_S);
  });

  it('counts records of another name as rows that it refuses, and takes a document type that declares nothing', async () => {
    expect.hasAssertions();
    const text = xml.bytes.toString('utf8');
    let n = 0;
    const renamed = text.replaceAll(/<(\/?)ResponseRecord>/g, (tag, end: string) => {
      if (end === '') n++;
      return n % 3 === 0 ? `<${end}ResponseRecordV2>` : tag;
    });
    const reading = await reader.read('cells.xml', Buffer.from(renamed));
    expect(n).toBeGreaterThan(20);
    expect(reading.rows_refused - xml.reading.rows_refused).toBeGreaterThanOrEqual(
      Math.floor(n / 3) - xml.reading.rows_refused,
    );
    expect(reading.rows_in).toBe(reading.rows_used + reading.rows_refused);
    const none = await reader.read('cells.xml', Buffer.from(text.replaceAll('ResponseRecord>', 'ResponseRecordV2>')));
    expect([none.rows_in, none.rows_used, none.rows_refused]).toEqual([n, 0, n]);
    const typed = text.replace('?>', '?><!DOCTYPE RetainedDataMessage SYSTEM "file:///etc/hostname">');
    const same = await reader.read('cells.xml', Buffer.from(typed));
    expect([...same.stored].join()).toBe([...xml.reading.stored].join());
  });

  it('reads very long lines and fields', async () => {
    expect.hasAssertions();
    for (const base of bases.slice(0, 3)) {
      const lines = base.bytes.toString('latin1').split('\n');
      const at = base.skip + 5;
      for (const long of ['x'.repeat(8_000_000), '"'.repeat(500_000), base.delimiter.repeat(500_000)]) {
        const bytes = latin(lines.with(at, long).join('\n'));
        expectReadButFor(await reader.read(base.name, bytes), base, bytes, (place) => place === at + 1);
      }
    }
  });
});
