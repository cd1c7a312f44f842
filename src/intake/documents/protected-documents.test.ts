import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { ANY_ACT } from '../../authority/made-act.testing.ts';
import { LOGGED } from '../../model/logged-reads.testing.ts';
import { readCaseDocuments } from './read-documents.ts';

const MANIFEST = {
  format: 'cellsweep-case/1',
  id: 'T',
  timezone: 'Europe/Paris',
  country: 'FR',
  from: '2025-01-13T00:00:00+01:00',
  until: '2025-02-10T00:00:00+01:00',
};
const SPELLINGS = ['+33639980000', '0639980000', '639980000', '+33 (0)6 39 98 00 00', '330639980000', '33639980000.0'];

async function read(name: string, lines: readonly string[], list = 'number,holder_kind\n+33639980000,lawyer\n') {
  const files: Record<string, string> = {
    'case.json': JSON.stringify(MANIFEST),
    'protected-numbers.csv': list,
    [name]: lines.join('\n'),
  };
  const open = (path: string) => Readable.from([Buffer.from(files[path] ?? '')]);
  const reading = await readCaseDocuments({ paths: Object.keys(files), open }, [ANY_ACT], 0);
  const quality = reading.quality.find(({ file }) => file === name);
  return { ...reading.documents.open(LOGGED.documents), refusals: reading.refusals, quality };
}

describe('a protected number in a document', () => {
  it('ties nobody as an approved contact, and is counted', async () => {
    const rows = SPELLINGS.map((number) => `I1,${number},counsel`);
    const { contacts, refusals, quality } = await read('prisons/contacts.csv', [
      'inmate_id,number,relation',
      ...rows,
      'I1,06 11 22 33 44,sister',
      'I1,06 11 22 33 45,see 06 39 98 00 00',
    ]);
    expect(contacts).toEqual([
      { inmate_id: 'I1', number: '33611223344', relation: 'sister' },
      { inmate_id: 'I1', number: '33611223345', relation: 'see' },
    ]);
    expect(refusals).toEqual([]);
    expect(quality).toMatchObject({
      rows_in: rows.length + 2,
      rows_used: rows.length + 2,
      remarks: { NUMBER_PROTECTED: rows.length + 1 },
    });
  });

  it('is taken from a visit, which stays', async () => {
    const { visits, quality } = await read('prisons/visits.csv', [
      'prison_id,inmate_id,visitor_id,visitor_number,from,until',
      ...SPELLINGS.map((number) => `P1,I1,V9,${number},2025-01-20T10:00:00+01:00,2025-01-20T11:00:00+01:00`),
    ]);
    expect(visits).toHaveLength(SPELLINGS.length);
    expect(visits.map(({ visitor_id, visitor_number }) => [visitor_id, visitor_number])).toEqual(
      SPELLINGS.map(() => ['V9', undefined]),
    );
    expect(quality?.remarks).toEqual({ NUMBER_PROTECTED: SPELLINGS.length });
  });

  it('is taken from every cell of a line of the ledger, which stays', async () => {
    const header = [
      'order_id,ordered_at,line,product,quantity,imei,buyer_name,buyer_email,buyer_phone',
      'ship_name,ship_address,ship_postcode,ship_city,note',
    ].join(',');
    const { ledger, quality } = await read('supply/ledger.csv', [
      header,
      'L1,2025-01-20T10:00:00+01:00,1,M1,1,639980000,,m@x.example,06 39 98 00 00,X 0639980000,1 rue Y,98218,O,call +33 (0)6 39 98 00 00 or 06 11 22 33 44',
      'L2,2025-01-20T10:00:00+01:00,1,M1,1,,,0639980000@x.example,06 11 22 33 44,,,,,',
    ]);
    expect(ledger.map((line) => [line.order_id, line.buyer_phone, line.buyer_email, line.imeis])).toEqual([
      ['L1', undefined, 'm@x.example', []],
      ['L2', '33611223344', '', []],
    ]);
    expect([ledger[0]?.ship_name, ledger[0]?.note]).toEqual(['X', 'call  or 06 11 22 33 44']);
    expect(JSON.stringify(ledger).replace(/[^\d"]/g, '')).not.toContain('39980000');
    expect(quality).toMatchObject({ rows_in: 2, rows_used: 2, refused: {}, remarks: { NUMBER_PROTECTED: 5 } });
  });

  it('is no declared number, while a declared handset stays', async () => {
    const { declared, refusals, quality } = await read('prisons/declared.csv', [
      'prison_id,imei,number,role',
      'P1,,+33639980000,oversight',
      'P1,35209900176148,0639980000,oversight',
      'P1,,0611223344,duty',
    ]);
    expect(declared.map(({ imei14, number }) => [imei14, number])).toEqual([
      ['35209900176148', undefined],
      [undefined, '33611223344'],
    ]);
    expect(refusals).toEqual([]);
    expect(quality).toMatchObject({ rows_used: 3, remarks: { NUMBER_PROTECTED: 2 } });
  });

  it('stands in the list itself', async () => {
    const { protectedNumbers, quality } = await read('protected-numbers.csv', ['number,holder_kind', '0639980000,bar']);
    expect([protectedNumbers, quality?.remarks]).toEqual([[{ number: '33639980000', holder_kind: 'bar' }], {}]);
  });
});
