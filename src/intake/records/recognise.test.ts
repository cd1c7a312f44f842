import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readProfiles } from './profile.ts';
import { recognise, splitLine } from './recognise.ts';

const quote = (field: string): string => `"${field.replaceAll('"', '""')}"`;

describe('splitLine', () => {
  it('gives back the fields of any RFC 4180 line', () => {
    const field = fc.string({ unit: fc.constantFrom('a', '1', ' ', ',', ';', '"', 'é') });
    fc.assert(
      fc.property(
        fc.array(field, { minLength: 1, maxLength: 8 }),
        fc.constantFrom(',', ';', '\t'),
        (fields, delimiter) => {
          const line = fields.map((f) => (f.includes(delimiter) || f.includes('"') ? quote(f) : f)).join(delimiter);
          expect(splitLine(line, delimiter)).toEqual(fields);
        },
      ),
    );
  });
});

describe('recognise', () => {
  const profiles = readProfiles();
  const headed = (names: readonly string[], delimiter: string, title = 0): Buffer =>
    Buffer.from(`${'a title\n'.repeat(title)}${names.join(delimiter)}\n1\n`, 'latin1');
  it('knows every shipped layout by its line of names or document element', () => {
    for (const profile of profiles) {
      const { records, antennas } = profile;
      const head =
        records.kind === 'xml'
          ? Buffer.from(`<?xml version="1.0"?>\n<x:${records.root} xmlns:x="urn:any">`)
          : headed(records.header, records.delimiter, records.title_lines);
      expect(recognise('operators/x/y.csv', head, profiles)).toMatchObject({
        as: 'records',
        profile: { id: profile.id },
      });
      const table = antennas ?? { header: [], delimiter: ',', title_lines: 0 };
      const found = recognise('operators/x/z.csv', headed(table.header, table.delimiter, table.title_lines), profiles);
      expect(found.as).toBe(antennas === undefined ? 'unknown' : 'antennas');
    }
  });
  it('takes the description of a layout that somebody gave before the shipped one', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'cellsweep-own-profile-'));
    try {
      const shipped = profiles.find(({ records }) => records.kind === 'delimited');
      if (shipped?.records.kind !== 'delimited') throw new Error('no delimited profile is shipped');
      const { header, delimiter, title_lines } = shipped.records;
      writeFileSync(path.join(folder, 'own.json'), JSON.stringify({ ...shipped, id: 'own' }));
      const found = recognise('operators/x/y.csv', headed(header, delimiter, title_lines), readProfiles([folder]));
      expect(found).toMatchObject({ as: 'records', profile: { id: 'own' } });
      writeFileSync(path.join(folder, 'own.json'), JSON.stringify({ ...shipped, title: 'ours' }));
      expect(readProfiles([folder]).filter(({ id }) => id === shipped.id)).toMatchObject([{ title: 'ours' }]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
  it('passes over a document type that declares nothing, and over no other', () => {
    const found = (before: string) =>
      recognise('operators/x/y.xml', Buffer.from(`<?xml version="1.0"?>${before}<RetainedDataMessage>`), profiles).as;
    for (const type of [
      '<!DOCTYPE R>',
      "<!DOCTYPE R SYSTEM 'a>b'>",
      '<!DOCTYPE R PUBLIC "-//[x]//" "http://x">\n<!-- c -->',
    ])
      expect(found(type)).toBe('records');
    for (const type of [
      '<!DOCTYPE R []>',
      '<!DOCTYPE R [<!ENTITY a "b">]>',
      '<!DOCTYPE R "',
      `<!DOCTYPE ${'"'.repeat(4001)}`,
    ])
      expect(found(type)).toBe('unknown');
  });
  it('does not take a layout with one name more, one less or another order for a known one', () => {
    for (const { records } of profiles) {
      if (records.kind === 'xml') continue;
      const { header, delimiter, title_lines } = records;
      for (const other of [[...header, 'more'], header.slice(1), header.toReversed()])
        expect(recognise('operators/x/y.csv', headed(other, delimiter, title_lines), profiles).as).toBe('unknown');
    }
  });
});
