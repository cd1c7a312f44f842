import { describe, expect, it } from 'vitest';
import { readLinesOf, refusedIn } from './read-one.fixture.ts';
import { REGIME } from './regime.ts';

describe('regime', () => {
  it('reads wall-clock minutes, over midnight too', async () => {
    const reading = await readLinesOf(REGIME, [
      'prison_id,wing,weekday,lockup_from,lockup_until',
      'P1,A,1,18:15,07:30',
      'P1,A,7,0:00,24:00',
      'P1,A,0,12:00,14:15',
      'P1,A,8,12:00,14:15',
      'P1,A,1,12:60,14:15',
      'P1,A,1,12:00,24:01',
      'P1,A,1,,14:15',
    ]);
    expect(reading.rows.map((row) => [row.weekday, row.lockup_from_min, row.lockup_until_min])).toEqual([
      [1, 1095, 450],
      [7, 0, 1440],
    ]);
    expect(refusedIn(reading)).toEqual([
      'line 4 FIELD_FORM',
      'line 5 FIELD_FORM',
      'line 6 TIME_IMPOSSIBLE',
      'line 7 TIME_IMPOSSIBLE',
      'line 8 TIME_IMPOSSIBLE',
    ]);
  });
});
