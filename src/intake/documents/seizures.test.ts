import { describe, expect, it } from 'vitest';
import { DECLARED } from './declared.ts';
import { readLinesOf, refusedIn } from './read-one.fixture.ts';
import { SEIZURES } from './seizures.ts';

describe('seizures', () => {
  it('reads both IMEIs of a handset and leaves out what is none, with a remark', async () => {
    const reading = await readLinesOf(SEIZURES, [
      'seizure_id,search_id,at,prison_id,cell_id,kind,imei',
      'Z1,S1,2025-01-13T10:00:00Z,P1,R1,handset,96-118204-176082-1|96118204 17608300',
      'Z2,,2025-01-13T10:00:00Z,P1,,handset,illegible',
      'Z3,S1,2025-01-13T10:00:00Z,P1,R1,knife,',
    ]);
    expect(reading.rows.map((row) => row.imei14s)).toEqual([['96118204176082', '96118204176083'], []]);
    expect(refusedIn(reading)).toEqual(['line 4 VALUE_UNKNOWN']);
    expect(reading.finish().quality.remarks).toMatchObject({ IMEISV: 1, IMEI_UNREADABLE: 1 });
  });
});

describe('declared handsets', () => {
  it('need an IMEI or a number', async () => {
    const reading = await readLinesOf(DECLARED, [
      'prison_id,imei,number,role',
      'P1,,,staff',
      'P1,,06 39 98 00 01,staff',
      'P1,x,y,staff',
    ]);
    expect(reading.rows).toEqual([{ prison_id: 'P1', imei14: undefined, number: '33639980001', role: 'staff' }]);
    expect(refusedIn(reading)).toEqual(['line 2 RECORD_INCOMPLETE', 'line 4 RECORD_INCOMPLETE']);
  });
});
