import { describe, expect, it } from 'vitest';
import { at, documentsOf } from './a-small-prison.testing.ts';
import { InmatePlaces } from './inmate-places.ts';

const bed = (inmate_id: string, cell_id: string, from_s: number, until_s: number) => ({
  inmate_id,
  cell_id,
  from_s,
  until_s,
  reason: 'move',
});
const places = new InmatePlaces(
  documentsOf(3, {
    // Given out of order; a bed that no list of rooms has names no prison.
    rolls: [
      bed('E1', 'P2-0', at(10), at(20)),
      bed('E1', 'P1-1', at(0), at(10)),
      bed('E2', 'P1-2', at(5), Infinity),
      bed('E0', 'unknown', at(0), at(30)),
    ],
    absences: [{ inmate_id: 'E1', from_s: at(3), until_s: at(4), reason: 'court' }],
  }),
);

describe('InmatePlaces', () => {
  it('knows the bed of an instant, half-open, and nobody who is away, gone or in no known room', () => {
    const cells = [-1, 0, 2.99, 3, 3.99, 4, 9.99, 10, 19.99, 20].map((day) => places.at('E1', at(day))?.cell_id);
    const [one, two] = ['P1-1', 'P2-0'];
    expect(cells).toEqual([undefined, one, one, undefined, undefined, one, one, two, two, undefined]);
    expect(places.at('E1', at(12))?.prison_id).toBe('P2');
    expect(places.at('E0', at(5))).toBeUndefined();
    expect(places.at('nobody', at(5))).toBeUndefined();
  });

  it('knows who had a bed in a prison during some part of an interval', () => {
    const inP1 = (from: number, until: number) => places.inPrison('P1', { from_s: at(from), until_s: at(until) });
    expect(inP1(0, 30)).toEqual(['E1', 'E2']);
    expect(inP1(0, 5)).toEqual(['E1']);
    expect(inP1(10, 30)).toEqual(['E2']);
    expect(places.inPrison('P2', { from_s: at(0), until_s: at(10) })).toEqual([]);
    expect(places.inPrison('P2', { from_s: at(0), until_s: at(10.1) })).toEqual(['E1']);
    expect(places.inPrison('P3', { from_s: at(0), until_s: at(30) })).toEqual([]);
  });

  it('lists each change of place within an interval once, in order', () => {
    expect(places.changes('E1', { from_s: at(0), until_s: at(20) })).toEqual([at(3), at(4), at(10)]);
    expect(places.changes('E1', { from_s: at(-1), until_s: at(21) })).toEqual([0, 3, 4, 10, 20].map((day) => at(day)));
  });
});
