import { describe, expect, it } from 'vitest';
import type { Msisdn } from '../model/identifiers.ts';
import { SMALL_CASE } from './a-small-case.testing.ts';
import { listedNumbers } from './listed-numbers.ts';

describe('numbers tied to inmates', () => {
  it('leaves out what many inmates list: a service, nobody’s family', () => {
    const inmates = Array.from({ length: 6 }, (_, i) => `E${i}`);
    const lists = listedNumbers({
      ...SMALL_CASE,
      rolls: inmates.map((inmate_id) => ({ inmate_id, cell_id: 'P1-A-1', reason: '', from_s: 0, until_s: 1 })),
      contacts: [
        ...inmates.map((inmate_id) => ({ inmate_id, number: '33800000000' as Msisdn, relation: '' })),
        ...inmates.slice(1).map((inmate_id) => ({ inmate_id, number: '33100000009' as Msisdn, relation: '' })),
      ],
    });
    expect(lists.byPrison.get('P1')?.has('33100000009')).toBe(true);
    expect(lists.byPrison.get('P1')?.has('33800000000')).toBe(false);
  });

  it('counts an inmate for every prison that held him, and visitors for the prison they came to', () => {
    const lists = listedNumbers({
      ...SMALL_CASE,
      rooms: [...SMALL_CASE.rooms, { ...SMALL_CASE.rooms[0]!, cell_id: 'P2-A-1', prison_id: 'P2' }],
      rolls: [...SMALL_CASE.rolls, { inmate_id: 'E1', cell_id: 'P2-A-1', reason: 'transfer', from_s: 0, until_s: 1 }],
      visits: [
        {
          prison_id: 'P2',
          inmate_id: 'E1',
          visitor_id: 'V1',
          visitor_number: '33100000002' as Msisdn,
          from_s: 0,
          until_s: 1,
        },
      ],
    });
    expect([...(lists.byPrison.get('P1') ?? [])]).toEqual(['33100000001']);
    expect([...(lists.byPrison.get('P2') ?? [])].sort()).toEqual(['33100000001', '33100000002']);
    expect(lists.all.size).toBe(2);
  });
});
