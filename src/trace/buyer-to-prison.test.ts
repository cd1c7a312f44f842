import { describe, expect, it } from 'vitest';
import { buyersToPrisons } from './buyer-to-prison.ts';
import { contactOf, lineOf, phone, visitOf } from './market.testing.ts';

const A = '33700000001';

describe('buyersToPrisons', () => {
  it('leads by visits and by approved contacts to inmates and their prisons', () => {
    const room = {
      cell_id: 'P2-1',
      prison_id: 'P2',
      building_id: '',
      wing: '',
      landing: '',
      level: 0,
      capacity: 1,
      longitude: 0,
      latitude: 0,
    };
    const links = buyersToPrisons([lineOf('O1', { buyer_phone: phone(A) }), lineOf('O2')], {
      visits: [visitOf('P1', 'E1', A)],
      contacts: [contactOf('E2', A)],
      rolls: [{ inmate_id: 'E2', cell_id: 'P2-1', reason: 'arrival', from_s: 0, until_s: 1 }],
      rooms: [room],
    });
    expect(links.get('O1')).toMatchObject({
      inmate_ids: ['E1', 'E2'],
      prison_ids: ['P1', 'P2'],
      ties: ['approved-contact', 'visitor'],
    });
    expect(links.get('O2')?.inmate_ids).toEqual([]);
  });

  it('lends a number to the same buyer’s other orders and to nobody else', () => {
    const ties = { visits: [visitOf('P1', 'E1', A)], contacts: [], rolls: [], rooms: [] };
    const known = { buyer_phone: phone(A), buyer_email: 'X@example.org' };
    const home = { ship_name: 'N', ship_address: 'S 1', ship_postcode: '1' };
    const links = buyersToPrisons(
      [
        lineOf('O1', { ...known, ...home }),
        lineOf('O2', { buyer_email: 'x@example.org' }),
        lineOf('O3', home),
        lineOf('O4', { ...home, ship_address: 'S 2' }),
        lineOf('O5'),
      ],
      ties,
    );
    expect([...links].filter(([, link]) => link.inmate_ids.length > 0).map(([order]) => order)).toEqual([
      'O1',
      'O2',
      'O3',
    ]);
  });

  it('follows no number that very many inmates list', () => {
    const contacts = Array.from({ length: 7 }, (_, at) => contactOf(`E${at}`, A));
    const links = buyersToPrisons([lineOf('O1', { buyer_phone: phone(A) })], {
      visits: [],
      contacts,
      rolls: [],
      rooms: [],
    });
    expect(links.get('O1')?.inmate_ids).toEqual([]);
  });
});
