import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { allCaseQueries } from '../src/store/case-store.ts';
import { allQueries, personalFiles } from '../src/store/query.ts';
import { isSelect, withoutComments } from './bind-query.ts';
import { defineAllQueries, filesUnder, queryFiles, read, ROOT } from './source-files.ts';

/**
 * Statements that read personal data and give nothing that tells of a person: counts, files, hours. Each with the columns that it may
 * give; what gives another is either defined by definePersonalQuery, so that nobody has it unlogged, or named here for a reason.
 */
const TELLS_OF_NOBODY: Readonly<Record<string, readonly string[]>> = {
  'src/intake/records/count-refused-rows.sql': ['load_id', 'code', 'rows'],
  'src/intake/records/events-by-quarter.sql': ['operator', 'quarter', 'legs'],
  // What the layout of a file is like, before any row of it is read.
  'src/intake/records/has-quotes.sql': [
    'has_quotes',
    'has_other_bytes',
    'has_wide',
    'has_signs',
    'has_semicolons',
    'has_bracketed_zero',
  ],
  // Which parts are on disk.
  'src/intake/records/leftover-loads.sql': ['load_id'],
  'src/intake/records/hours-of-use.sql': ['quarter', 'weight'],
  'src/intake/records/legs-in-hours.sql': ['load_id', 'rows'],
  'src/intake/records/load-cells.sql': ['load_id', 'without_cell', 'unknown_cell'],
  'src/intake/records/longest-gaps.sql': ['load_id', 'rows', 'first_s', 'until_s', 'gap_s', 'gap_from_s'],
  // The first two characters of what was refused, and its length.
  'src/intake/records/refused-rows.sql': ['load_id', 'place', 'code', 'found'],
  // For the log itself.
  'src/intake/records/rows-by-act.sql': ['act', 'rows'],
  'src/intake/records/rows-of-handsets.sql': ['act', 'rows'],
  'src/intake/records/shifted-deliveries.sql': ['load_a', 'load_b', 'shift_s', 'rows', 'handsets', 'both'],
  // When some calls were and which way they went, to learn the layout of a delivery that is being loaded: nobody sees them.
  'src/intake/scaffold/known-pairs.sql': ['naive_s', 'lasted', 'code', 'known_s', 'direction'],
};

/** The two places that log, and so can say that a reading is logged. */
const LOGGERS = ['src/cli/chain/log-reads.ts', 'src/cli/standing-log.ts'];

/** What opens the kept original of a document: to keep it, or to read it by readCaseDocuments and readBursts. */
const OPENERS = [
  'src/cli/chain/keep-files.ts',
  // The acts of the last run.
  'src/cli/chain/told-by-log.ts',
  'src/cli/explain/reference.ts',
  'src/cli/sensors/read-sensors.ts',
  // The id in case.json.
  'src/cli/tables/results-folder.ts',
];

const schema = [...filesUnder('schema/clickhouse', '.sql'), ...filesUnder('schema/postgres', '.sql')];
const tables = schema.flatMap((file) =>
  [...read(file).matchAll(/((?:^--.*\n)+)^CREATE TABLE IF NOT EXISTS (\w+)/gm)].map(([, comment = '', name = '']) => ({
    name,
    says: /\b(No personal|Personal) data\./.exec(comment.replaceAll('\n-- ', ' '))?.[1],
  })),
);

const namesOneOf = (names: readonly string[], sql: string): boolean =>
  new RegExp(`\\b(?:${names.join('|')})\\b`).test(withoutComments(sql));

/** Tables of personal data, and the views that look into them or into a file as it was delivered. */
function personalNames(): string[] {
  const names = tables.filter(({ says }) => says === 'Personal').map(({ name }) => name);
  const views = schema
    .flatMap((file) => read(file).split(/;\s*$/m))
    .filter((sql) => namesOneOf([...names, 'file'], sql.replace(/^[\s\S]*?\bAS\n/, '')))
    .flatMap((sql) => /CREATE OR REPLACE VIEW (\w+)/.exec(sql)?.[1] ?? []);
  return [...new Set([...names, ...views])];
}

const tellsOfPersons = (sql: string): boolean => isSelect(sql) && namesOneOf(personalNames(), sql);

const inRepository = (file: string): string => path.relative(ROOT, file).replaceAll(path.sep, '/');
const columnsOf = (row: z.ZodType): string[] => (row instanceof z.ZodObject ? Object.keys(row.shape) : []);
const sources = (): string[] => filesUnder('src', '.ts').filter((file) => !/\.(test|testing|fixture)\.ts$/.test(file));
const sourcesWith = (text: RegExp): string[] => sources().filter((file) => text.test(read(file)));

beforeAll(defineAllQueries, 60_000);

describe('each table', () => {
  it.each(tables)('$name says whether it holds personal data', ({ says }) => {
    expect(says).toBeDefined();
  });

  it('of personal data is known with the views that look into it', () => {
    expect(personalNames().sort()).toEqual([
      'finding_block',
      'incoming_line',
      'leg',
      'leg_in_force',
      'parsed_row',
      'refused_row',
      'staged_line',
    ]);
  });
});

describe('a statement that tells of persons', () => {
  it.each(queryFiles().filter((file) => tellsOfPersons(read(file))))(
    '%s is given for a logged reading alone, or tells of nobody',
    (file) => {
      const isPersonal = [...personalFiles].some((one) => inRepository(one) === file);
      if (isPersonal) return;
      const query = [...allQueries, ...allCaseQueries].find((one) => inRepository(one.file) === file);
      expect(TELLS_OF_NOBODY[file]).toBeDefined();
      expect(query && columnsOf(query.row)).toEqual(TELLS_OF_NOBODY[file]);
    },
  );

  it('is seen (the test can fail)', () => {
    expect(tellsOfPersons('SELECT imei14 FROM leg_in_force')).toBe(true);
    expect(tellsOfPersons('WITH 1 AS x SELECT findings FROM finding_block')).toBe(true);
    expect(tellsOfPersons('-- of a leg\nSELECT day FROM day_count')).toBe(false);
    expect(tellsOfPersons('INSERT INTO day_count SELECT count() FROM leg_in_force')).toBe(false);
  });

  it('needs every exception that is made', () => {
    for (const file of Object.keys(TELLS_OF_NOBODY)) {
      expect(tellsOfPersons(read(file)), file).toBe(true);
      expect([...personalFiles].map(inRepository)).not.toContain(file);
    }
  });
});

describe('the log of a reading', () => {
  it('is written in two places, and nowhere else', () => {
    expect(sourcesWith(/\bLoggedReads\s*\.\s*write\b/)).toEqual(LOGGERS);
    expect(sourcesWith(/type: 'read'/)).toEqual([...LOGGERS, 'src/model/logged-reads.ts']);
    // Nothing is passed off as one.
    expect(sourcesWith(/\bas (?:unknown as )?(?:LoggedReads|Unlogged)\b/)).toEqual([]);
  });

  it('cannot be left out by whoever opens what was received', () => {
    expect(sourcesWith(/\boriginals\.path\(/)).toEqual(OPENERS);
  });
});
