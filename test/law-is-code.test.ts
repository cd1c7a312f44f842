import { describe, expect, it } from 'vitest';
import { withoutComments } from './bind-query.ts';
import { filesUnder, queryFiles, read } from './source-files.ts';

/** The tables whose rows may be read only as far as an act lets them, and what names them for another reason. */
const RAW = /\b(leg|antenna)\b/;
const MAY_NAME_RAW_TABLES: Readonly<Record<string, RegExp>> = {
  'src/intake/records/drop-leg.sql': /^ALTER TABLE leg DROP PARTITION/,
  'src/intake/records/drop-antenna.sql': /^ALTER TABLE antenna DROP PARTITION/,
  'src/intake/records/store-antennas.sql': /^INSERT INTO antenna\s/,
  // Which parts are on disk, never what they hold.
  'src/intake/records/leftover-loads.sql':
    /^SELECT DISTINCT toUInt32OrZero\(partition_id\) AS load_id\s+FROM system\.parts\s+WHERE database = currentDatabase\(\) AND table IN \('leg', 'refused_row', 'load_quality', 'antenna'\)/,
};

/** Where a statement names a raw table other than by an allowed beginning. */
const readsRawTable = (sql: string, allowed?: RegExp): boolean => {
  const text = withoutComments(sql).trim();
  return RAW.test(allowed === undefined ? text : text.replace(allowed, ''));
};

const STAGES = [
  'model',
  'store',
  'custody',
  'authority',
  'statistics',
  'intake',
  'trace',
  'detect',
  'locate',
  'attribute',
  'plan',
  'sweep',
  'evidence',
  'share',
  'assess',
  'contract',
  'api',
  'cli',
];

interface Table {
  readonly name: string;
  readonly writer: string | undefined;
}

/** Tables that a schema file creates, each with the writer that the comment above it names. */
function tablesOf(file: string): Table[] {
  return [...read(file).matchAll(/((?:^--.*\n)*)^CREATE TABLE IF NOT EXISTS (\w+)/gm)].map(
    ([, comment = '', name = '']) => ({
      name,
      writer: /Written by (\w+)\b/.exec(comment.replaceAll('\n-- ', ' '))?.[1],
    }),
  );
}

const tables = filesUnder('schema', '.sql').flatMap(tablesOf);

describe('the law is code', () => {
  it.each(queryFiles())('%s reads legs and antennas only as far as acts in force let it', (file) => {
    expect(readsRawTable(read(file), MAY_NAME_RAW_TABLES[file])).toBe(false);
  });

  it('reads raw tables in the schema only for the two views in force', () => {
    const readers = filesUnder('schema/clickhouse', '.sql')
      .flatMap((file) => withoutComments(read(file)).split(/;\s*$/m))
      .filter((statement) => /\b(FROM|JOIN)\s+(leg|antenna)\b/.test(statement))
      .map((statement) => /VIEW (\w+)/.exec(statement)?.[1]);
    expect(readers).toEqual(['leg_in_force', 'antenna_in_force']);
  });

  it('sees a raw read (the test can fail)', () => {
    expect(readsRawTable('SELECT 1 FROM leg -- leg_in_force')).toBe(true);
    expect(readsRawTable('SELECT 1 FROM leg_in_force AS l JOIN antenna USING cell')).toBe(true);
    expect(readsRawTable('-- every leg\nSELECT leg_id FROM leg_in_force')).toBe(false);
    expect(readsRawTable('INSERT INTO antenna SELECT * FROM antenna', /^INSERT INTO antenna\s/)).toBe(true);
  });

  it('uses every exception that it makes', () => {
    for (const [file, allowed] of Object.entries(MAY_NAME_RAW_TABLES))
      expect(withoutComments(read(file)).trim()).toMatch(allowed);
  });
});

describe('each table', () => {
  it.each(tables)('$name names the one stage that writes it', ({ writer }) => {
    expect(STAGES).toContain(writer);
  });

  it('is written by no other stage', () => {
    const writerOf = new Map(tables.map(({ name, writer }) => [name, writer]));
    const written = queryFiles().flatMap((file) =>
      [
        ...withoutComments(read(file)).matchAll(
          /\b(?:INSERT INTO|ALTER TABLE|TRUNCATE TABLE|UPDATE|DELETE FROM)\s+(\w+)/g,
        ),
      ]
        .filter(([, table = '']) => table !== 'SET')
        .map(([, table = '']) => ({ file, table, by: file.split('/')[1] })),
    );
    expect(written.length).toBeGreaterThan(8);
    expect(written.filter(({ table, by }) => writerOf.get(table) !== by)).toEqual([]);
  });
});
