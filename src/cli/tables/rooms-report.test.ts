import { describe, expect, it } from 'vitest';
import { roomsInWords, roomsReport } from './rooms-report.ts';
import type { Located, LocatedPrison } from '../chain/run-outcome.ts';

const P1_HITS = { looks: 10, rooms: 5, rightFirst: 8, inSet90: 9, inside: 10, landingLooks: 7, landingsInside: 2 };
const NOTHING = { looks: 0, rooms: 0, rightFirst: 0, inSet90: 0, inside: 0, landingLooks: 0, landingsInside: 0 };
const located: Located = {
  written: { path: 'rooms.csv', sha256: '', bytes: 0 },
  prisons: [
    { prison_id: 'P1', subjects: 29, sessions: 943, tracks: 0, track_sessions: 0 },
    { prison_id: 'P2', subjects: 1, sessions: 1, tracks: 0, track_sessions: 0 },
  ],
  buildings: [
    { prison_id: 'P1', building_id: 'B1', leftOut: P1_HITS },
    { prison_id: 'P2', building_id: 'B2', leftOut: NOTHING },
  ],
  rooms: new Map(),
  withheld: [{ prison_id: 'P3', building_id: 'B3', why: 'no-sensors' }],
};

describe('rooms of a run', () => {
  it('are one line for each prison with its own error rate, and one for each building that is not answered for', () => {
    const lines = roomsInWords(located);
    expect(lines).toHaveLength(4);
    expect(lines[0]).toMatch(/^ {2}P1: 943 sessions of 29 named phones; on 10 left-out looks .* in 8 \(80 %\)/);
    expect(lines[1]).toBe('  P1: of 7 left-out looks from landings 2 taken for one from a room');
    expect(lines[2]).toMatch(/^ {2}P2: 1 session of 1 named phone; .* NOT measured/);
    expect(lines[3]).toBe('  P3, building B3: no room is named, no sensor of it is known');
  });

  it('tell unnamed tracks apart from phones, and claim no rate for them', () => {
    const of = (prison: Partial<LocatedPrison>): string[] =>
      roomsInWords({ ...located, prisons: [{ ...located.prisons[0]!, ...prison }], withheld: [] });
    const [phones, tracks] = of({ subjects: 13594, sessions: 14508, tracks: 13565, track_sessions: 13565 });
    expect(phones).toMatch(/P1: 943 sessions of 29 named phones; .* in 8 \(80 %\)/);
    expect(tracks).toBe(
      '  P1: 13565 sessions of 13565 tracks that no identity names; how often their rooms are right is NOT known: what the walk-test measured is said of named phones only',
    );
    const alone = of({ prison_id: 'P2', subjects: 1, sessions: 2, tracks: 1, track_sessions: 2 });
    expect(alone).toEqual([
      '  P2: 2 sessions of 1 track that no identity names; how often their rooms are right is NOT known',
    ]);
  });

  it('stand in summary.json with what was counted', () => {
    expect(roomsReport(located)).toMatchObject({
      rooms: {
        prisons: located.prisons,
        buildings: [
          {
            prison_id: 'P1',
            building_id: 'B1',
            left_out: {
              looks: 10,
              rooms: 5,
              right_first: 8,
              in_set_90: 9,
              inside: 10,
              landing_looks: 7,
              landings_inside: 2,
            },
          },
          { prison_id: 'P2', left_out: { looks: 0 } },
        ],
        withheld: [{ building_id: 'B3', why: 'no-sensors' }],
      },
    });
    expect(roomsReport(undefined)).toEqual({});
  });
});
