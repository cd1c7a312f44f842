import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { ANY_ACT } from '../../authority/made-act.testing.ts';
import type { Act } from '../../model/case.ts';
import { CellsweepError } from '../../model/errors.ts';
import { LOGGED, NOTHING_LOGGED } from '../../model/logged-reads.testing.ts';
import { readCaseDocuments } from './read-documents.ts';

const MANIFEST = JSON.stringify({
  format: 'cellsweep-case/1',
  id: 'T',
  title: 'a test',
  timezone: 'Europe/Paris',
  country: 'FR',
  from: '2025-01-13T00:00:00+01:00',
  until: '2025-02-10T00:00:00+01:00',
});
const NOW_S = Date.parse('2025-02-10T00:00:00+01:00') / 1000;
const act = (changes: Partial<Act> = {}): Act => ({
  ...ANY_ACT,
  from_s: 0,
  until_s: NOW_S,
  retain_until_s: NOW_S + 1,
  ...changes,
});

async function read(files: Record<string, string | Buffer>, acts: Act[] = [act()], clock_s = NOW_S) {
  const opened: string[] = [];
  const all: Record<string, string | Buffer> = { 'case.json': MANIFEST, ...files };
  const open = (path: string) => {
    opened.push(path);
    return Readable.from([Buffer.from(all[path] ?? '')]);
  };
  const reading = await readCaseDocuments({ paths: Object.keys(all).toSorted(), open }, acts, clock_s);
  const documents = reading.documents.open(LOGGED.documents);
  const codes = reading.refusals.map((one) => [one.file, one.place, one.code].join(' ').trim());
  return { ...reading, unlogged: reading.documents, documents, opened, codes };
}

const ROOMS =
  'cell_id,prison_id,building_id,wing,landing,level,capacity,longitude,latitude\nR1,P1,B,A,A0,0,2,1.5,46.5\nR2,P1,B,A,A0,0,2,1.5,46.5\n';
const SEARCHES = 'search_id,prison_id,cell_id,at,outcome,method\nS1,P1,R1,2025-01-20T10:00:00+01:00,find,dogs\n';

describe('readCaseDocuments', () => {
  it('gives documents with rows for no reading of which no entry was logged, and those without', async () => {
    const covered = await read({ 'prisons/cells.csv': ROOMS });
    expect(() => covered.unlogged.open(NOTHING_LOGGED.documents)).toThrow('no entry was logged');
    const uncovered = await read({ 'prisons/cells.csv': ROOMS }, []);
    expect(uncovered.unlogged.open(NOTHING_LOGGED.documents).rooms).toEqual([]);
  });

  it('opens no file that no act in force covers within its retention', async () => {
    const files = { 'prisons/cells.csv': ROOMS, 'searches/searches.csv': SEARCHES };
    const expected = ['prisons/cells.csv  AUTHORITY_MISSING', 'searches/searches.csv  AUTHORITY_MISSING'];
    for (const acts of [
      [],
      [act({ status: 'annulled' })],
      [act({ retain_until_s: NOW_S })],
      [act({ covers: ['supply/*'] })],
    ]) {
      const { opened, codes, documents } = await read(files, acts);
      expect(opened).toEqual(['case.json']);
      expect(codes).toEqual(expected);
      expect(documents.rooms).toEqual([]);
    }
  });

  it('gives after an annulment what a case without the file gives', async () => {
    const acts = [act({ covers: ['searches/*'] }), act({ id: 'A-2', covers: ['prisons/*'], status: 'annulled' })];
    const with_ = await read({ 'searches/searches.csv': SEARCHES, 'prisons/cells.csv': ROOMS }, acts);
    const without = await read({ 'searches/searches.csv': SEARCHES }, acts);
    expect(with_.documents).toEqual(without.documents);
    expect(with_.quality).toEqual(without.quality);
  });

  it('names the acts under which it read', async () => {
    const acts = [act({ id: 'A-2' }), act({ covers: ['searches/*'] })];
    const { filesRead } = await read({ 'searches/searches.csv': SEARCHES }, acts);
    expect(filesRead).toEqual([{ path: 'searches/searches.csv', act_ids: ['A-1', 'A-2'], rows: 1 }]);
  });

  it('refuses observations outside the period, and not stays that merely began before it', async () => {
    const narrow = act({ from_s: Date.parse('2025-01-13T00:00:00Z') / 1000 });
    const early = SEARCHES + 'S0,P1,R1,2025-01-12T10:00:00+01:00,find,dogs\n';
    const rolls = 'inmate_id,cell_id,from,until,reason\nI1,R1,2024-01-01T00:00:00+01:00,,arrival\n';
    const { codes, documents } = await read(
      { 'searches/searches.csv': early, 'prisons/rolls.csv': rolls, 'prisons/cells.csv': ROOMS },
      [narrow],
    );
    expect(codes).toEqual(['searches/searches.csv line 3 AUTHORITY_PERIOD']);
    expect(documents.rolls).toHaveLength(1);
  });

  it('dates every kind of observation', async () => {
    const day = '2025-01-20T10:00:00+01:00';
    const files = {
      'prisons/visits.csv': `prison_id,inmate_id,visitor_id,visitor_number,from,until\nP1,I1,V1,,${day},2025-01-20T11:00:00+01:00\n`,
      'searches/searches.csv': SEARCHES,
      'searches/seizures.csv': `seizure_id,search_id,at,prison_id,cell_id,kind,imei\nZ1,S1,${day},P1,R1,sim,\n`,
      'sensors/detections.csv': `burst_id,at,prison_id,building_id,band,kind,sensor_id,rssi_dbm,imsi,imei\nT1,${day},P1,B1,GSM900,access,S1,-40,,\n`,
      'supply/ledger.csv':
        'order_id,ordered_at,line,product,quantity,imei,buyer_name,buyer_email,buyer_phone,ship_name,ship_address,ship_postcode,ship_city\n' +
        `C1,${day},1,L1,1,,,,,,,,\nC2,,1,L1,1,,,,,,,,\n`,
    };
    const day_s = Date.parse(day) / 1000;
    const ending = await read(files, [act({ until_s: day_s })]);
    expect(ending.codes).toEqual(Object.keys(files).map((file) => `${file} line 2 AUTHORITY_PERIOD`));
    expect(ending.documents.ledger.map(({ order_id }) => order_id)).toEqual(['C2']);
    expect((await read(files, [act({ from_s: day_s, until_s: day_s + 1 })])).codes).toEqual([]);
  });

  it('reads only the records of the identifiers that an act is limited to', async () => {
    const declared =
      'prison_id,imei,number,role\nP1,973301203826479,,staff\nP1,,+33700895691,staff\nP1,960044172255248,,staff\n';
    const limited = act({ identifiers: ['97330120382647', '+33700895691'] });
    const { codes, documents } = await read({ 'prisons/declared.csv': declared }, [limited]);
    expect(codes).toEqual(['prisons/declared.csv line 4 AUTHORITY_MISSING']);
    expect(documents.declared).toHaveLength(2);
  });

  it('reads a number that an act writes as its country does', async () => {
    const declared = 'prison_id,imei,number,role\nP1,,+33700895691,staff\nP1,,0700895692,staff\n';
    const { codes } = await read({ 'prisons/declared.csv': declared }, [act({ identifiers: ['07 00 89 56 91'] })]);
    expect(codes).toEqual(['prisons/declared.csv line 3 AUTHORITY_MISSING']);
  });

  it('reports names that the format does not know', async () => {
    const { codes, opened } = await read({
      'prisons/cels.csv': ROOMS,
      'notes.docx': 'x',
      'operators/x/a.csv': '',
    });
    expect(codes).toEqual(['notes.docx  LAYOUT_UNKNOWN', 'prisons/cels.csv  LAYOUT_UNKNOWN']);
    expect(opened).toEqual(['case.json']);
  });

  it('reads a compressed document like a plain one, and never both', async () => {
    const plain = await read({ 'searches/searches.csv': SEARCHES });
    const packed = await read({ 'searches/searches.csv.gz': gzipSync(SEARCHES) });
    expect(packed.documents).toEqual(plain.documents);
    const both = await read({ 'searches/searches.csv': SEARCHES, 'searches/searches.csv.gz': gzipSync(SEARCHES) });
    expect(both.documents).toEqual(plain.documents);
    expect(both.codes).toEqual(['searches/searches.csv.gz  LAYOUT_UNKNOWN']);
  });

  it('takes spreadsheets as they come: byte-order mark, CRLF, quotes, other order, extra columns', async () => {
    const other =
      '\uFEFF"outcome",At,seal,search_id,cell_id,prison_id\r\n"find","2025-01-20T10:00:00+01:00",x,S1,R1,P1\r\n';
    const { documents, refusals } = await read({ 'searches/searches.csv': other });
    expect(refusals).toEqual([]);
    expect(documents.searches).toEqual([
      { search_id: 'S1', prison_id: 'P1', cell_id: 'R1', at_s: 1737363600, outcome: 'find', method: '' },
    ]);
  });

  it('refuses a file without a required column whole, naming the columns', async () => {
    const { refusals } = await read({ 'searches/searches.csv': 'search_id;prison_id\nS1;P1\n' });
    expect(refusals).toMatchObject([
      { code: 'FILE_UNREADABLE', place: '', expected: 'columns search_id,prison_id,cell_id,at,outcome' },
    ]);
  });

  it('refuses a file in which a column stands twice: either value could be meant', async () => {
    const twice = SEARCHES.replace('method', 'at').replace('dogs', '2025-01-21T10:00:00+01:00');
    const { codes } = await read({ 'searches/searches.csv': twice });
    expect(codes).toEqual(['searches/searches.csv  FILE_UNREADABLE']);
  });

  it('judges rolls beside the rooms, and without rooms by themselves', async () => {
    const rolls = [
      'inmate_id,cell_id,from,until,reason',
      'I1,R1,2024-12-01T00:00:00+01:00,,arrival',
      'I1,R2,2025-01-15T00:00:00+01:00,2025-01-20T00:00:00+01:00,cell change',
      'I2,R9,2025-01-15T00:00:00+01:00,,arrival',
      'I3,R1,2025-08-15T00:00:00+02:00,,transfer',
      'I4,R1,2025-01-20T00:00:00+01:00,2025-01-15T00:00:00+01:00,cell change',
      'I5,R1,2025-01-20T00:00:00+01:00,2025-01-20T00:00:00+01:00,cell change',
      'I6,R1,2025-02-30T00:00:00+01:00,,arrival',
      ',R1,2025-01-20T00:00:00+01:00,,arrival',
      'I8,R1,2025-01-20T00:00:00+01:00',
    ].join('\n');
    const { codes, quality } = await read({ 'prisons/rolls.csv': rolls, 'prisons/cells.csv': ROOMS });
    expect(codes.map((code) => code.replace('prisons/rolls.csv ', ''))).toEqual([
      'line 3 BED_CONTRADICTORY',
      'line 4 BED_UNKNOWN',
      'line 5 ROW_FUTURE',
      'line 8 TIME_IMPOSSIBLE',
      'line 9 RECORD_INCOMPLETE',
      'line 10 COLUMN_COUNT',
    ]);
    const rollQuality = quality.find(({ file }) => file === 'prisons/rolls.csv');
    expect(rollQuality).toMatchObject({ rows_in: 9, rows_used: 3, remarks: { INTERVAL_EMPTY: 2 } });
    const cutRooms = gzipSync(ROOMS).subarray(0, 60);
    const cutOff = await read({ 'prisons/rolls.csv': rolls, 'prisons/cells.csv.gz': cutRooms });
    expect(cutOff.codes.filter((code) => code.includes('BED_UNKNOWN'))).toEqual([]);
    const alone = await read({ 'prisons/rolls.csv': rolls });
    expect(alone.codes.filter((code) => code.includes('BED_UNKNOWN'))).toEqual([]);
  });

  it('refuses a visit or an absence that ends before it begins', async () => {
    const visits =
      'prison_id,inmate_id,visitor_id,visitor_number,from,until\nP1,I1,V1,,2025-01-20T15:00:00+01:00,2025-01-20T14:00:00+01:00\n';
    const movements = 'inmate_id,from,until,reason\nI1,2025-01-20T15:00:00+01:00,2025-01-20T14:00:00+01:00,court\n';
    const { codes } = await read({ 'prisons/visits.csv': visits, 'prisons/movements.csv': movements });
    expect(codes).toEqual(['prisons/movements.csv line 2 INTERVAL_EMPTY', 'prisons/visits.csv line 2 INTERVAL_EMPTY']);
  });

  it('keeps a carelessly written order, with remarks', async () => {
    const header =
      'order_id,ordered_at,line,product,quantity,unit_price_eur,imei,buyer_name,buyer_email,buyer_phone,ship_name,ship_address,ship_postcode,ship_city,note';
    const line =
      'C-1,yesterday,1,Lilitel,,9.99,002103111777132| 00210311177713 |12x,A,,07 00 06 48 06,B,"1 rue X\nbat. 2",90000,C,"said ""urgent"""';
    const { documents, refusals, quality } = await read({ 'supply/ledger.csv': `${header}\n${line}\n` });
    expect(refusals).toEqual([]);
    expect(documents.ledger[0]).toMatchObject({
      ordered_at_s: undefined,
      quantity: 3,
      imeis: ['002103111777132', '00210311177713', '12x'],
      buyer_phone: '33700064806',
      ship_address: '1 rue X\nbat. 2',
      note: 'said "urgent"',
    });
    expect(quality[0]?.remarks).toEqual({ QUANTITY_INFERRED: 1, TIME_UNREADABLE: 1 });
  });

  it('refuses what is read wrong, masked', async () => {
    const handsets =
      'imei,prison_id,class,from,until,basis\n9.73301E+14,P1,staff,,,x\n97330120382647912345,P1,staff,,,x\n973301203826479,P1,guest,,,x\n00000000000000,P1,staff,,,x\n';
    const { codes, refusals } = await read({ 'reference/handsets.csv': handsets });
    expect(codes.map((code) => code.split(' ').at(-1))).toEqual([
      'IMEI_SCIENTIFIC',
      'IMEI_FORM',
      'VALUE_UNKNOWN',
      'IMEI_FORM',
    ]);
    expect(JSON.stringify(refusals)).not.toContain('9733012038');
  });

  it('reads nothing without the whole list of protected numbers, where there is one', async () => {
    const list = `number,holder_kind\n${Array.from({ length: 50 }, (_, i) => `+336399800${10 + i},lawyer\n`).join('')}`;
    const { documents } = await read({ 'protected-numbers.csv.gz': gzipSync(list) });
    expect(documents.protectedNumbers).toHaveLength(50);
    const flipped = gzipSync(list);
    flipped[60] = (flipped[60] ?? 0) ^ 4;
    for (const bytes of [flipped, gzipSync(list).subarray(0, 80)])
      await expect(read({ 'protected-numbers.csv.gz': bytes })).rejects.toMatchObject({
        code: 'PROTECTION_UNREADABLE',
      });
    await expect(read({ 'protected-numbers.csv': 'telephone;kind\n' })).rejects.toMatchObject({
      code: 'PROTECTION_UNREADABLE',
    });
    expect((await read({ 'searches/searches.csv': SEARCHES })).documents.protectedNumbers).toEqual([]);
  });

  it('takes a file that cannot be opened for unreadable, and a broken original for an error', async () => {
    const paths = ['case.json', 'searches/searches.csv'];
    const failing = (error: Error) => ({
      paths,
      open: (path: string) => {
        if (path === 'case.json') return Readable.from([Buffer.from(MANIFEST)]);
        throw error;
      },
    });
    const denied = Object.assign(new Error('no'), { code: 'EACCES' });
    const { refusals, quality } = await readCaseDocuments(failing(denied), [act()], NOW_S);
    expect(refusals).toMatchObject([{ code: 'FILE_UNREADABLE', found: 'the stream broke off: EACCES' }]);
    expect(quality).toMatchObject([{ complete: false, rows_in: 0 }]);
    const corrupt = new CellsweepError('LOG_CORRUPT', 'x');
    await expect(readCaseDocuments(failing(corrupt), [act()], NOW_S)).rejects.toBe(corrupt);
  });
});
