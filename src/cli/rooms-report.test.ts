import { describe, expect, it } from 'vitest';
import { roomsInWords, roomsReport } from './rooms-report.ts';
import type { Located } from './run-outcome.ts';

const located: Located = {
  written: { path: 'rooms.csv', sha256: '', bytes: 0 },
  prisons: [
    { prison_id: 'P1', subjects: 29, sessions: 943 },
    { prison_id: 'P2', subjects: 1, sessions: 1 },
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
    expect(lines[0]).toMatch(/^ {2}P1: 943 sessions of 29 phones; on 10 left-out looks .* in 8 \(80 %\)/);
    expect(lines[1]).toMatch(/^ {2}P2: 1 session of 1 phone; .* NOT measured/);
    expect(lines[2]).toBe('  P3, building B3: no room is named, no sensor of it is known');
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
