import { describe, expect, it } from 'vitest';
import { roomsInWords, roomsReport } from './rooms-report.ts';
import type { Located, LocatedPrison } from '../chain/run-outcome.ts';

const located: Located = {
  written: { path: 'rooms.csv', sha256: '', bytes: 0 },
  prisons: [
    { prison_id: 'P1', subjects: 29, sessions: 943, tracks: 0, track_sessions: 0 },
    { prison_id: 'P2', subjects: 1, sessions: 1, tracks: 0, track_sessions: 0 },
  ],
  buildings: [
    { prison_id: 'P1', building_id: 'B1', leftOut: { looks: 10, rooms: 5, rightFirst: 8, inSet90: 9 } },
    { prison_id: 'P2', building_id: 'B2', leftOut: { looks: 0, rooms: 0, rightFirst: 0, inSet90: 0 } },
  ],
  rooms: new Map(),
  withheld: [{ prison_id: 'P3', building_id: 'B3', why: 'no-sensors' }],
};

describe('rooms of a run', () => {
  it('are one line for each prison with its own error rate, and one for each building that is not answered for', () => {
    const lines = roomsInWords(located);
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(/^ {2}P1: 943 sessions of 29 named phones; on 10 left-out looks .* in 8 \(80 %\)/);
    expect(lines[1]).toMatch(/^ {2}P2: 1 session of 1 named phone; .* NOT measured/);
    expect(lines[2]).toBe('  P3, building B3: no room is named, no sensor of it is known');
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
          { prison_id: 'P1', building_id: 'B1', left_out: { looks: 10, rooms: 5, right_first: 8, in_set_90: 9 } },
          { prison_id: 'P2', left_out: { looks: 0 } },
        ],
        withheld: [{ building_id: 'B3', why: 'no-sensors' }],
      },
    });
    expect(roomsReport(undefined)).toEqual({});
  });
});
