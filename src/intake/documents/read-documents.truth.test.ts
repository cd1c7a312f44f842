import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { parseActs } from '../../authority/index.ts';
import { LOGGED } from '../../model/logged-reads.testing.ts';
import { listCaseFiles } from './list-files.ts';
import { readCaseDocuments, readCaseManifest, readOwnFile } from './read-documents.ts';

const CASES = '../shared/cases';
const present = existsSync(CASES);
if (!present) console.warn(`SKIPPED: ${CASES} is not there; documents are not compared with a known truth.`);

const CODE_OF_KIND: Readonly<Record<string, string>> = {
  ROLL_OVERLAP: 'BED_CONTRADICTORY',
  ROLL_FUTURE: 'ROW_FUTURE',
  ROLL_UNKNOWN_CELL: 'BED_UNKNOWN',
};

describe.skipIf(!present).each(['alpha', 'beta'])('the documents of case %s', (name) => {
  const folder = join(CASES, name, 'case');
  const readAll = async () => {
    const source = { paths: await listCaseFiles(folder), open: (path: string) => createReadStream(join(folder, path)) };
    const acts = parseActs(await readOwnFile(source, 'authorisations.json'));
    const { until_s } = await readCaseManifest(source);
    const reading = await readCaseDocuments(source, acts, until_s);
    return { ...reading, documents: reading.documents.open(LOGGED.documents) };
  };

  it('refuses the rows that the truth names, with their kinds, and nothing else', async () => {
    const { refusals } = await readAll();
    const truth = readFileSync(join(CASES, name, 'truth/refused_expected.csv'), 'utf8')
      .trim()
      .split('\n')
      .slice(1);
    const expected = truth
      .map((line) => line.split(','))
      .filter(([file]) => file?.startsWith('operators/') === false)
      .map(([file, line, , kind]) => `${file} line ${line} ${CODE_OF_KIND[kind ?? ''] ?? kind}`);
    expect(expected.length).toBeGreaterThan(0);
    expect(refusals.map(({ file, place, code }) => `${file} ${place} ${code}`)).toEqual(expected);
  });

  it('uses every other row', async () => {
    const { documents, quality, filesRead } = await readAll();
    const linesOf = (path: string) => readFileSync(join(folder, path), 'utf8').trimEnd().split('\n').length;
    expect(filesRead).toHaveLength(18);
    for (const file of quality) {
      const refused = Object.values(file.refused).reduce((sum, count) => sum + count, 0);
      expect(file.complete).toBe(true);
      expect(file.rows_in).toBe(file.rows_used + refused);
    }
    const tables = quality.filter(({ file }) => file.endsWith('.csv'));
    expect(tables.map((file) => file.rows_in)).toEqual(tables.map(({ file }) => linesOf(file) - 1));
    expect(documents.rolls).toHaveLength(linesOf('prisons/rolls.csv') - 1 - 6);
    // Inmates call their lawyers: counted, and not handed on.
    const masked = tables.find(({ file }) => file === 'prisons/contacts.csv')?.remarks.NUMBER_PROTECTED ?? 0;
    expect(masked).toBeGreaterThan(0);
    expect(documents.contacts).toHaveLength(linesOf('prisons/contacts.csv') - 1 - masked);
    expect(documents.ledger).toHaveLength(linesOf('supply/ledger.csv') - 1);
    expect(documents.references).toHaveLength(linesOf('reference/handsets.csv') - 1);
    expect(documents.areas.filter((area) => area.kind === 'prison').length).toBeGreaterThanOrEqual(2);
    const orders = parse<Record<string, string>>(readFileSync(join(folder, 'supply/ledger.csv')), { columns: true });
    const withPhone = orders.filter((order) => order['buyer_phone'] !== '').length;
    expect(documents.ledger.filter((line) => /^33\d{9}$/.test(line.buyer_phone ?? ''))).toHaveLength(withPhone);
  });

  it('counts identified transmissions once, however many sensors heard them', async () => {
    const { documents } = await readAll();
    const { gunzipSync } = await import('node:zlib');
    const text = gunzipSync(readFileSync(join(folder, 'sensors/detections.csv.gz'))).toString();
    const rows = text
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => line.split(','));
    const identified = new Set(
      rows.filter((cells) => cells[8] !== '' || cells[9] !== '').map((cells) => `${cells[0]} ${cells[8]} ${cells[9]}`),
    );
    const total = documents.identifiedBursts.reduce((sum, one) => sum + one.bursts, 0);
    expect(total).toBe(identified.size);
  });
});
