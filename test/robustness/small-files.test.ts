import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ANY_ACT } from '../../src/authority/made-act.testing.ts';
import { actsFor, permits } from '../../src/authority/index.ts';
import {
  listRefusals,
  loadDeliveries,
  openLoads,
  readProfiles,
  reportIntake,
  type DeliveryFile,
} from '../../src/intake/index.ts';
import type { Act, CaseManifest } from '../../src/model/case.ts';
import { openRecords, type RecordStore } from '../../src/store/records.ts';
import { makeScratch } from './chain.testing.ts';
import { linesOf } from './mutations.testing.ts';

// Operators send one file for each warrant and cell. Such files are loaded together; nothing may show that they were.

const WHOLE = [
  ['arcavel/cells_P1.csv.gz', 1],
  ['arcavel/handsets_cells.csv.gz', 1],
  ['brumatel/cells_P1.csv.gz', 2],
  ['cordiane/cells_P1.txt.gz', 1],
  ['delphone/cells_P1.xml.gz', 0],
] as const;
const PARTS = 9;
const DAY_S = 86_400;
const FROM_S = Date.UTC(2025, 9, 5) / 1000;

const act = (id: string, file: string, more: Partial<Act> = {}): Act => ({
  ...ANY_ACT,
  id,
  from_s: FROM_S - 1000 * DAY_S,
  until_s: FROM_S + 1000 * DAY_S,
  covers: [file],
  ...more,
});

/** A delivery in parts, each with the lines that stand above the rows; and by how many lines each part's rows moved. */
function parts(bytes: Buffer, skip: number): { bytes: Buffer; moved: number }[] {
  if (skip === 0) {
    const [head = '', ...records] = bytes.toString('utf8').split(/(?=<ResponseRecord>)/);
    const end = '</ResponseRecord>';
    const last = records.at(-1) ?? '';
    const tail = last.slice(last.lastIndexOf(end) + end.length);
    records[records.length - 1] = last.slice(0, last.length - tail.length);
    return Array.from({ length: PARTS }, (_, i) => {
      const own = records.slice((i * records.length) / PARTS, ((i + 1) * records.length) / PARTS);
      return { bytes: Buffer.from(head + own.join('') + tail), moved: 0 };
    });
  }
  const lines = linesOf(bytes).map((line) => Buffer.concat([line, Buffer.from('\n')]));
  const rows = lines.slice(skip);
  return Array.from({ length: PARTS }, (_, i) => {
    const from = Math.floor((i * rows.length) / PARTS);
    const to = Math.floor(((i + 1) * rows.length) / PARTS);
    return { bytes: Buffer.concat([...lines.slice(0, skip), ...rows.slice(from, to)]), moved: from };
  });
}

/** Every tenth row loses all but its first field. */
function spoilt(bytes: Buffer, skip: number): Buffer {
  if (skip === 0) return bytes;
  const lines = linesOf(bytes).map((line, i) => (i % 10 === 9 && line.length > 5 ? line.subarray(0, 5) : line));
  return Buffer.concat(lines.flatMap((line, i) => (i === 0 ? [line] : [Buffer.from('\n'), line])));
}

const stored = z.strictObject({ load_id: z.int(), place: z.int(), stored: z.string() });
const inline = (sql: string) => ({ file: 'inline', sql, parameters: z.strictObject({}), row: stored });
const rowsOf = [
  inline(
    'SELECT load_id, place, toJSONString(tuple(* EXCEPT (load_id, place))) AS stored FROM leg_in_force ORDER BY load_id, place, stored',
  ),
  inline(
    "SELECT load_id, place, toJSONString(tuple(code, found)) AS stored FROM refused_row WHERE load_id IN (SELECT load_id FROM load FINAL WHERE state = 'readable') ORDER BY load_id, place, stored",
  ),
];
const left = {
  file: 'inline',
  sql: "SELECT count() AS n FROM leg WHERE load_id NOT IN (SELECT load_id FROM load FINAL WHERE state = 'readable')",
  parameters: z.strictObject({}),
  row: z.strictObject({ n: z.coerce.number() }),
};

describe('many small deliveries', { timeout: 120_000 }, () => {
  const scratch = makeScratch();
  const files: (DeliveryFile & { readonly moved: number; readonly whole: string })[] = [];
  const wholes: DeliveryFile[] = [];
  /** Some of the files again, written otherwise: letters beyond ASCII in two encodings, quotation marks, one left open. */
  const odd: DeliveryFile[] = [];
  const acts: Act[] = [];
  afterAll(scratch.remove);

  beforeAll(async () => {
    const { caseDir } = await scratch.world();
    const folder = scratch.fresh('originals');
    mkdirSync(folder);
    let kept = 0;
    const keep = (name: string, bytes: Buffer): DeliveryFile => {
      const sha256 = `original-${++kept}`;
      const original = path.join(folder, sha256);
      writeFileSync(original, bytes);
      return { path: `operators/${name}`, original, sha256 };
    };
    for (const [name, skip] of WHOLE) {
      const bytes = spoilt(gunzipSync(readFileSync(path.join(caseDir, 'operators', name))), skip);
      wholes.push(keep(name, bytes));
      for (const [i, part] of parts(bytes, skip).entries()) {
        // A quote in a name must come through as well; the end of a file may lack its line end.
        const file = name.replace('.gz', '').replace('.', `_it's {${i}}\\.`);
        const open = i % 2 === 0 && skip > 0 ? part.bytes.subarray(0, -1) : part.bytes;
        const made = keep(file, i % 3 === 0 ? gzipSync(open) : open);
        files.push({ ...made, moved: part.moved, whole: `operators/${name}` });
        const text = part.bytes.toString('latin1');
        const again = (written: Buffer): void => void odd.push(keep(`${name}-odd-${odd.length}.csv`, written));
        if (name.startsWith('brumatel') && i < 6)
          again(
            Buffer.from(
              text
                .split('\n')
                .map((line, n) => (n < skip || line === '' ? line : `${line}${i % 2 === 0 ? '\xe9' : '\xc3\xa9'}`))
                .join('\n'),
              'latin1',
            ),
          );
        if (name === 'arcavel/cells_P1.csv.gz' && i < 4)
          again(Buffer.from(text.replace(/\n([^,\n]+),/g, '\n"$1",').replace(/"(?=[^"]*$)/, ''), 'latin1'));
      }
    }
  });

  /** Loads files into a store of its own; every statement that parses rows is counted. */
  async function load(chosen: readonly DeliveryFile[], under: readonly Act[], more: { smallBytes?: number } = {}) {
    const folder = scratch.fresh('store');
    mkdirSync(folder);
    const records = await openRecords({ directory: path.join(folder, 'records') });
    try {
      return await loadInto(records, folder, chosen, under, more);
    } finally {
      await records.close();
    }
  }
  async function loadInto(
    records: RecordStore,
    folder: string,
    chosen: readonly DeliveryFile[],
    under: readonly Act[],
    more: { smallBytes?: number; run?: RecordStore['run'] } = {},
  ) {
    let statements = 0;
    const run: RecordStore['run'] = async (query, parameters) => {
      if (query.file.endsWith('parse-rows.sql')) statements++;
      if (more.run === undefined) await records.run(query, parameters);
      else await more.run(query, parameters);
    };
    const ids = under.map(({ id }) => id);
    const profiles = readProfiles();
    const outcome = await loadDeliveries(
      {
        records: { ...records, run },
        loads: await openLoads({ ...records, run }, ids),
        acts: under,
        documents: {
          manifest: { timezone: 'Europe/Paris', country: 'FR' } as CaseManifest,
          protectedNumbers: [],
          areas: [],
        },
        profiles,
        spool: path.join(folder, 'spool'),
        progress: () => undefined,
        ...(more.smallBytes === undefined ? {} : { smallBytes: more.smallBytes }),
      },
      chosen,
    );
    const report = await reportIntake(records, outcome.loads, profiles, ids);
    const pathOf = new Map(outcome.loads.map((made) => [made.load_id, made.path]));
    const rows: string[][] = [];
    for (const query of rowsOf)
      rows.push(
        (await records.rows(query, {})).map((row) => `${pathOf.get(row.load_id)} ${row.place} ${row.stored}`).sort(),
      );
    const refusals: string[] = [];
    for await (const refusal of listRefusals(records, report.refusedLoads, [...outcome.refusals, ...report.refusals]))
      refusals.push(JSON.stringify(refusal));
    refusals.sort();
    const quality = report.quality.toSorted((a, b) => (a.file < b.file ? -1 : 1));
    return { rows, refusals, quality, events: report.events, statements };
  }

  const visible = ({ rows, refusals, quality, events }: Awaited<ReturnType<typeof load>>) => ({
    rows,
    refusals,
    quality,
    events,
  });

  it('are read as each of them alone, under acts of their own', async () => {
    const middle_s = FROM_S + 1.5 * DAY_S;
    for (const [i, { path: file }] of files.entries()) {
      // Acts that end within the data, two acts in turn, two at the same time, and acts that name handsets.
      if (i % 5 === 0) acts.push(act(`A${i}`, file, { until_s: middle_s + (i % 3) * DAY_S }));
      else if (i % 5 === 1)
        acts.push(act(`A${i}`, file, { until_s: middle_s }), act(`B${i}`, file, { from_s: middle_s + DAY_S / 2 }));
      else if (i % 5 === 2) acts.push(act(`B${i}`, file), act(`A${i}`, file, { until_s: middle_s }));
      else if (i % 5 === 3)
        for (const [n, imei] of imeisOf(files[i] as DeliveryFile, 3).entries())
          acts.push(act(`${'ABC'[n]}${i}`, file, { identifiers: [imei] }));
      else acts.push(act(`A${i}`, file));
    }
    for (const { path: file } of odd) acts.push(act(file, file));
    const all = [...files, ...odd].sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1));
    const together = await load(all, acts);
    const alone = await load(all, acts, { smallBytes: -1 });
    // One for each kind of delivery, for other letters and for quotation marks.
    expect([alone.statements, together.statements]).toEqual([all.length, WHOLE.length + 2]);
    expect(visible(together)).toEqual(visible(alone));
    const codes = new Set(together.refusals.map((text) => (JSON.parse(text) as { code: string }).code));
    expect(codes).toContain('AUTHORITY_PERIOD');
    expect(codes).toContain('AUTHORITY_IDENTIFIER');
    expect(codes).toContain('FIELD_FORM');
    expect(together.rows[0]?.length).toBeGreaterThan(100);
  });

  /** Each stored row with its act and what acts ask of it. */
  const seen = ({ rows }: Awaited<ReturnType<typeof load>>) =>
    (rows[0] ?? []).map((row) => {
      const at = row.lastIndexOf(' ["');
      const [owner = '', , , time = '', , , , msisdn = '', imsi = '', imei = ''] = JSON.parse(
        row.slice(at + 1),
      ) as string[];
      // As the store keeps them: digits behind a 1, a handset without its leading zeros.
      const identifiers = [msisdn.slice(1), imsi.slice(1), imei.padStart(14, '0')];
      const file = row.slice(0, row.lastIndexOf(' ', at - 1));
      return {
        file,
        subject: { at_s: Date.parse(`${time.replace(' ', 'T')}Z`) / 1000, identifiers },
        row: row.slice(0, at),
        owner,
      };
    });

  it('hold what the acts open, whichever opens it: an act about nobody opens nothing, one of January nothing of February', async () => {
    const own = files.filter(({ whole }) => whole === 'operators/arcavel/cells_P1.csv.gz').slice(0, 3);
    const named = own.map((file) => imeisOf(file, 2));
    const middle_s = FROM_S + 2 * DAY_S;
    const under = own.flatMap(
      ({ path: file }, i): Act[] =>
        [
          [act('A0', file, { until_s: middle_s }), act('B0', file, { from_s: middle_s, identifiers: named[0] ?? [] })],
          [act('A1', file, { identifiers: [] })],
          [
            act('A2', file, { identifiers: named[2]?.slice(0, 1) ?? [] }),
            act('B2', file, { identifiers: named[2]?.slice(1) ?? [] }),
          ],
        ][i] as Act[],
    );
    const open = await load(own, [act('A', 'operators/**')]);
    const limited = await load(own, under);
    const expected = seen(open).filter(({ file, subject }) => permits(actsFor(file, under), subject));
    expect(expected.length).toBeGreaterThan(10);
    expect(new Set(expected.map(({ file }) => file)).size).toBe(2);
    expect(seen(limited).map(({ row }) => row)).toEqual(expected.map(({ row }) => row));
    // Each under an act that lets it be read alone: two name different handsets of one file.
    const owners = new Set<string>();
    for (const { owner, subject } of seen(limited)) {
      owners.add(owner);
      expect(
        permits(
          under.filter(({ id }) => id === owner),
          subject,
        ),
      ).toBe(true);
    }
    expect(owners).toContain('B2');
  });

  it('are opened by a number that an act writes as its country does', async () => {
    const own = files.filter(({ whole }) => whole === 'operators/arcavel/cells_P1.csv.gz').slice(0, 1);
    const open = seen(await load(own, [act('A', 'operators/**')]));
    const [number = ''] = open.flatMap(({ subject }) => subject.identifiers.filter((one) => /^33\d{9}$/.test(one)));
    const national = `0${number.slice(2)}`.replace(/..(?=.)/g, '$& ');
    const limited = seen(await load(own, [act('A', 'operators/**', { identifiers: [national] })]));
    expect(limited.length).toBeGreaterThan(0);
    expect(limited).toEqual(open.filter(({ subject }) => subject.identifiers.includes(number)));
  });

  it('say the same as the whole deliveries that they are parts of', async () => {
    const all = [act('A', 'operators/**')];
    const many = await load(files, all);
    const one = await load(wholes, all);
    const partOf = new Map(files.map((file) => [file.path, file]));
    const moved = (text: string, pattern: RegExp, put: (whole: string, place: number) => string): string =>
      text.replace(pattern, (_, file: string, place: string) => {
        const part = partOf.get(JSON.parse(`"${file}"`) as string);
        return put(part?.whole ?? '', Number(place) + (part?.moved ?? 0));
      });
    expect(many.rows.map((rows) => rows.map(moveRow).sort())).toEqual(one.rows);
    function moveRow(text: string): string {
      const end = text.search(/ \d+ [[{(]/);
      const part = partOf.get(text.slice(0, end));
      const [place = '', ...rest] = text.slice(end + 1).split(' ');
      return [part?.whole, Number(place) + (part?.moved ?? 0), ...rest].join(' ');
    }
    const refused = many.refusals.map((text) =>
      moved(
        text,
        /"file":"((?:[^"\\]|\\.)*)","place":"line (\d+)"/,
        (file, place) => `"file":"${file}","place":"line ${place}"`,
      ).replace(/"file":"((?:[^"\\]|\\.)*)","place":"record/, (_, file: string) => {
        return `"file":"${partOf.get(JSON.parse(`"${file}"`) as string)?.whole}","place":"record`;
      }),
    );
    expect(refused.sort()).toEqual(one.refusals);
    expect(refused.length).toBeGreaterThan(50);
    expect(many.events).toEqual(one.events);
  });

  it('are not touched by a damaged one among them', async () => {
    const all = [act('A', 'operators/**')];
    const broken = files.map((file, i) => {
      if (i % PARTS !== 3) return file;
      const original = `${file.original}.broken`;
      const bytes = readFileSync(file.original);
      writeFileSync(original, bytes.subarray(0, Math.floor(bytes.length * 0.9)));
      return { ...file, original };
    });
    const bad = new Set(files.filter((_, i) => i % PARTS === 3).map((file) => file.path));
    const found = await load(broken, all);
    const expected = await load(
      files.filter((file) => !bad.has(file.path)),
      all,
    );
    expect(found.rows).toEqual(expected.rows);
    expect(found.quality.filter(({ file }) => !bad.has(file))).toEqual(expected.quality);
    const more = found.refusals.filter((text) => !expected.refusals.includes(text));
    expect(more.map((text) => (JSON.parse(text) as { file: string; code: string }).code)).toEqual(
      [...bad].map(() => 'FILE_UNREADABLE'),
    );
  });

  it('are whole or not there when a process dies among them', async () => {
    const all = [act('A', 'operators/**')];
    const expected = visible(await load(files, all));
    const folder = scratch.fresh('dying');
    mkdirSync(folder);
    const records = await openRecords({ directory: path.join(folder, 'records') });
    const dies = new Error('died');
    // Before the rows, after them, and before the state that shows them.
    for (const [last, after] of [
      ['parse-rows.sql', false],
      ['parse-rows.sql', true],
      ['set-load-states.sql', false],
    ] as const) {
      let seen = 0;
      const run: RecordStore['run'] = async (query, parameters) => {
        const isLast = query.file.endsWith(last) && ++seen === 2;
        if (isLast && !after) throw dies;
        await records.run(query, parameters);
        if (isLast) throw dies;
      };
      await expect(loadInto(records, folder, files, all, { run })).rejects.toBe(dies);
      await openLoads(records, ['A']);
      expect(await records.rows(left, {})).toEqual([{ n: 0 }]);
    }
    expect(visible(await loadInto(records, folder, files, all))).toEqual(expected);
    expect(await records.rows(left, {})).toEqual([{ n: 0 }]);
    await records.close();
  });

  /** Some of the IMEIs that stand in a file, with further digits behind the fourteen. */
  function imeisOf(file: DeliveryFile, count: number): string[] {
    const bytes = readFileSync(file.original);
    const text = (bytes[0] === 0x1f ? gunzipSync(bytes) : bytes).toString('latin1');
    return [...new Set([...text.matchAll(/(?<!\d)00\d{12,14}(?!\d)/g)].map(([imei]) => imei))].slice(0, count);
  }
});
