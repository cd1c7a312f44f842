import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { SaxesParser } from 'saxes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { luhn } from './numbering.ts';
import { makeWorld } from './make-world.ts';

const SMALL = { seed: 21, prisons: 2, placebos: 1, days: 9, scale: 0.5 };
const root = mkdtempSync(join(tmpdir(), 'world-'));
const dirs = { a: join(root, 'a'), b: join(root, 'b'), c: join(root, 'c') };
let rows = 0;

beforeAll(async () => {
  rows = (await makeWorld(dirs.a, SMALL)).rows;
  await makeWorld(dirs.b, SMALL);
  await makeWorld(dirs.c, { ...SMALL, seed: 22, dirt: false, reference: false });
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const files = (dir: string): string[] =>
  readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((e) => e.isFile())
    .map((e) => join(e.parentPath, e.name).slice(dir.length + 1))
    .sort();
const text = (path: string): string => {
  const raw = readFileSync(path);
  const bytes = path.endsWith('.gz') ? gunzipSync(raw) : raw;
  return bytes.toString(path.includes('brumatel') && path.includes('.csv') ? 'latin1' : 'utf8');
};
const table = (dir: string, name: string): Record<string, string>[] => parse(text(join(dir, name)), { columns: true });

/** Refusals expected in one file, by line. */
const expectedIn = (dir: string, file: string): Map<number, string> =>
  new Map(
    table(dir, 'truth/refused_expected.csv')
      .filter((r) => r.file === file)
      .map((r) => [Number(r.line), String(r.kind)]),
  );

describe('a small world', () => {
  it('is the same to the byte for the same options, and another for another seed', () => {
    const hash = (dir: string): string[] =>
      files(dir).map(
        (f) =>
          `${f} ${createHash('sha256')
            .update(readFileSync(join(dir, f)))
            .digest('hex')}`,
      );
    expect(hash(dirs.a)).toEqual(hash(dirs.b));
    expect(text(join(dirs.a, 'case/prisons/rolls.csv'))).not.toBe(text(join(dirs.c, 'case/prisons/rolls.csv')));
  });

  it('has as many rows in its files as the truth says, and every clean row parses', () => {
    const truth = JSON.parse(text(join(dirs.a, 'truth/events.json'))) as {
      total: Record<string, number>;
      files: { file: string; records: number; lines: number }[];
    };
    let legs = 0;
    for (const { file, records, lines } of truth.files) {
      const body = text(join(dirs.a, 'case', file));
      expect(body.endsWith('\n')).toBe(true);
      const all = body.slice(0, -1).split('\n');
      expect(all.length).toBe(lines);
      const expected = expectedIn(dirs.a, file);
      const forbidden = expected.has(0);
      const read = file.includes('.xml') ? xmlRows(body) : textRows(all, file, expected);
      expect(read.records).toBe(records);
      if (!forbidden) legs += read.legs;
    }
    expect(legs).toBe(truth.total.rows);
    expect(legs).toBe(rows);
    const refusals = table(dirs.a, 'truth/refused_expected.csv').filter(
      (r) => r.line !== '0' && String(r.file).includes('s_'),
    );
    const count = (kinds: string[]): number => refusals.filter((r) => kinds.includes(String(r.kind))).length;
    expect(count(['COLUMNS', 'DATE', 'SCIENTIFIC', 'LEADING_ZEROS'])).toBe(truth.total.rows_refusable);
    expect(count(['AUTHORITY_PERIOD'])).toBe(truth.total.rows_outside_period);
    expect(truth.total.rows).toBe(
      (truth.total.rows_refusable ?? 0) +
        (truth.total.rows_outside_period ?? 0) +
        (truth.total.legs_distinct ?? 0) +
        (truth.total.duplicate_rows ?? 0),
    );
  });

  it('counts for each handset the distinct legs that a reader of the CSV layout finds', () => {
    // An independent count: one operator's handset file and cell files, by reference and IMEI.
    const bad = (f: string): Map<number, string> => expectedIn(dirs.a, f);
    const seen = new Map<string, Set<string>>();
    for (const f of files(join(dirs.a, 'case/operators/arcavel')).filter((x) => /^(cells|handsets)_/.test(x))) {
      const refused = bad(`operators/arcavel/${f}`);
      text(join(dirs.a, 'case/operators/arcavel', f))
        .trimEnd()
        .split('\n')
        .forEach((line, i) => {
          if (
            i === 0 ||
            ['COLUMNS', 'DATE', 'SCIENTIFIC', 'LEADING_ZEROS', 'AUTHORITY_PERIOD'].includes(refused.get(i + 1) ?? '')
          )
            return;
          const c = line.split(',');
          const imei = String(c[7]).slice(0, 14);
          (seen.get(imei) ?? seen.set(imei, new Set()).get(imei))?.add(`${c[0]}/${c[5]}`);
        });
    }
    const arcavel = (
      JSON.parse(text(join(dirs.a, 'truth/events.json'))) as {
        operators: { operator: string; legs_distinct: number }[];
      }
    ).operators[0];
    expect([...seen.values()].reduce((sum, s) => sum + s.size, 0)).toBe(arcavel?.legs_distinct);
  });

  it('is internally consistent', () => {
    const rooms = new Set(table(dirs.a, 'case/prisons/cells.csv').map((r) => r.cell_id));
    const inmates = new Set(table(dirs.a, 'case/prisons/rolls.csv').map((r) => r.inmate_id));
    const devices = new Set(table(dirs.a, 'truth/handsets.csv').map((r) => r.device));
    for (const r of table(dirs.a, 'truth/cells.csv'))
      expect([rooms.has(r.cell), String(r.from) < String(r.until)]).toEqual([true, true]);
    for (const r of table(dirs.a, 'truth/users.csv'))
      expect([inmates.has(r.inmate), devices.has(r.device)]).toEqual([true, true]);
    const sold = table(dirs.a, 'truth/ledger.csv').filter((r) => r.device !== '');
    expect(sold.length).toBeGreaterThan(0);
    expect(sold.filter((r) => !devices.has(r.device))).toEqual([]);
    for (const r of table(dirs.a, 'case/reference/handsets.csv'))
      expect(luhn(String(r.imei).slice(0, 14))).toBe(Number(String(r.imei)[14]));
    const classes = new Set(table(dirs.a, 'truth/handsets.csv').map((r) => r.class));
    for (const c of [
      'inside',
      'neighbour',
      'homebody',
      'fixed',
      'staff',
      'visitor',
      'delivery',
      'passer',
      'neighbour-far',
    ])
      expect(classes.has(c)).toBe(true);
  });

  it('lets forbidden identifiers stand nowhere else', () => {
    const leaks = JSON.parse(text(join(dirs.a, 'truth/leaks.json'))) as {
      file: string;
      imei14: string;
      imsis: string[];
      numbers: string[];
    }[];
    expect(new Set(leaks.map((l) => l.file)).size).toBe(2);
    const words = leaks.flatMap((l) => [
      l.imei14,
      ...l.imsis,
      ...l.numbers.flatMap((n) => [n.slice(1), `0${n.slice(3)}`]),
    ]);
    const allowed = new Set(leaks.map((l) => `case/${l.file}`));
    const elsewhere = files(dirs.a).filter((f) => !allowed.has(f) && f !== 'truth/leaks.json');
    expect(
      elsewhere.filter((f) => {
        const body = text(join(dirs.a, f));
        return words.some((w) => body.includes(w));
      }),
    ).toEqual([]);
  });

  it('without dirt and reference has neither', () => {
    expect(existsSync(join(dirs.c, 'case/reference'))).toBe(false);
    expect(table(dirs.c, 'truth/refused_expected.csv').filter((r) => r.kind !== 'AMBIGUOUS_TIME')).toEqual([]);
    expect(files(join(dirs.c, 'case')).some((f) => /spontaneous|supplement/.test(f))).toBe(false);
  });
});

const scorer = resolve(import.meta.dirname, '../../shared/score/score.mjs');
if (!existsSync(scorer))
  console.warn('SKIPPED: ../shared/score is not there, so the scorer did not read the pretend world');
describe.skipIf(!existsSync(scorer))('the scorer', () => {
  it('prints its baselines for the world', () => {
    const out = execFileSync(process.execPath, [scorer, '--case', dirs.a], { encoding: 'utf8' });
    const score = JSON.parse(out.slice(0, out.indexOf('\n}\n') + 2)) as {
      baselines: { devices: Record<string, number> };
    };
    expect(score.baselines.devices.inside).toBeGreaterThan(5);
    expect(score.baselines.devices.neighbour).toBeGreaterThan(20);
  });
});

/** Checks each row that ought to be usable against the layout's own grammar. */
function textRows(
  all: readonly string[],
  file: string,
  expected: ReadonlyMap<number, string>,
): { records: number; legs: number } {
  const head = file.includes('brumatel') ? 2 : 1;
  const grammar = file.includes('arcavel')
    ? /^[0-9a-f]{10},\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ,\d+,(?:VOICE,M[OT]|SMS,M[OT]|DATA,),\+33\d{9},\d{15},\d{14}0,(?:\+33\d{9})?,(?:001-(?:01-[0-9a-f]{4}-[0-9a-f]{4}|01-[0-9a-f]{7}|99-dead-beef))?,[24]G$/
    : file.includes('brumatel')
      ? /^0\d{9};(?:0\d{9})?;(?:VS|VE|SS|SE|DA);\d\d\/\d\d\/\d{4} \d\d:\d\d:\d\d;\d+;(?:\d+,\d\d)?;\d{15};\d{16};(?:K\d{6})?$/
      : /^\d\d\/\d\d\/\d{4}\t\d\d:\d\d:\d\d\t\d+\t\w+\t(?:Incoming|Outgoing|)\t33\d{9}\t(?:33\d{9})?\t\d{15}\t\d{14}(?:\t[-\d.]*){10}$/;
  const wrong = all.slice(head).flatMap((line, i) => {
    const kind = expected.get(i + head + 1);
    const spoilt = kind !== undefined && ['COLUMNS', 'SCIENTIFIC', 'LEADING_ZEROS'].includes(kind);
    return grammar.test(line) === spoilt ? [`${file} line ${i + head + 1}, ${kind ?? 'clean'}`] : [];
  });
  expect(wrong).toEqual([]);
  return { records: all.length - head, legs: all.length - head };
}

/** Well-formed, and counts legs: parties with an IMSI, and data sessions. */
function xmlRows(body: string): { records: number; legs: number } {
  const parser = new SaxesParser();
  const seen = { records: 0, legs: 0 };
  parser.on('error', (e) => {
    throw e;
  });
  parser.on('opentag', (tag) => {
    if (tag.name === 'ResponseRecord') seen.records++;
    if (tag.name === 'iMSI') seen.legs++;
  });
  parser.write(body).close();
  return seen;
}
