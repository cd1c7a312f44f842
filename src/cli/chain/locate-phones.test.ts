import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RoomRow } from '../../locate/index.ts';
import { fieldsOf, PrisonCounts } from './locate-phones.ts';

const row = (over: Partial<RoomRow>): RoomRow => ({
  subject: '35000000000001',
  device: { imei14: '35000000000001', component: 1, shared: false },
  prison_id: 'P1',
  cell_id: 'none',
  from_s: 0,
  until_s: 60,
  p: 1,
  x_m: undefined,
  y_m: undefined,
  ...over,
});

describe('rooms.csv', () => {
  it('adds up to 1 in each session as it is printed', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 5e-4, max: 1, noNaN: true }), { minLength: 2, maxLength: 40 }), (parts) => {
        const sum = parts.reduce((total, part) => total + part, 0);
        const rows = fieldsOf(parts.map((part, i) => row({ cell_id: `C${i}`, p: part / sum })));
        const units = rows.map((fields) => Number(String(fields[5]).replace('.', '')));
        expect(units.reduce((total, n) => total + n, 0)).toBe(100_000);
      }),
    );
  });

  it('counts phones and unnamed tracks apart, and a phone once', () => {
    const counts = new PrisonCounts({ isIdentity: (subject) => subject === '208010000000001' });
    counts.note(row({}));
    counts.note(row({}));
    // A SIM that sensors heard and no record names is a phone all the same.
    counts.note(row({ subject: '208010000000001', device: undefined }));
    for (const subject of ['T0000001', 'T0000002', 'T0000002']) counts.note(row({ subject, device: undefined }));
    counts.note(row({ prison_id: 'A', subject: 'T0000003', device: undefined }));
    expect(counts.all()).toEqual([
      { prison_id: 'A', subjects: 1, sessions: 1, tracks: 1, track_sessions: 1 },
      { prison_id: 'P1', subjects: 4, sessions: 6, tracks: 2, track_sessions: 3 },
    ]);
  });
});
