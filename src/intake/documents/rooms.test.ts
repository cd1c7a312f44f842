import { describe, expect, it } from 'vitest';
import { readLinesOf, refusedIn } from './read-one.fixture.ts';
import { ROOMS, settleRepeatedRooms } from './rooms.ts';

const HEADER = 'cell_id,prison_id,building_id,wing,landing,level,capacity,longitude,latitude,x_m';

describe('rooms', () => {
  it('refuses positions off the globe and levels that are no numbers', async () => {
    const reading = await readLinesOf(ROOMS, [
      HEADER,
      'R1,P1,B1,A,A0,0,2,1.5,46.5,1',
      'R2,P1,B1,A,A0,0,2,46.5,146.5,1',
      'R3,P1,B1,A,A0,ground,2,1.5,46.5,1',
      'R4,P1,B1,A,A0,0,2,,46.5,1',
      'R5,P1,B1,A,A0,0.5,2,1.5,46.5,1',
    ]);
    expect(refusedIn(reading)).toEqual([
      'line 3 COORDINATE_IMPOSSIBLE',
      'line 4 FIELD_FORM',
      'line 5 COORDINATE_IMPOSSIBLE',
      'line 6 FIELD_FORM',
    ]);
    expect(reading.rows).toMatchObject([{ cell_id: 'R1', level: 0, longitude: 1.5 }]);
  });

  it('takes an empty position for one that is not stated, and the plan as stated', async () => {
    const reading = await readLinesOf(ROOMS, [
      `${HEADER},y_m,width_m,depth_m,outline`,
      'R1,P1,B1,A,A0,0,2,,,2,3,4,2,',
      'R2,P1,B1,A,A0,0,2,,,2,3,4,2,"POLYGON((0 0,3 0,0 4,0 0))"',
      'R3,P1,B1,A,A0,0,2,,,,,,,',
      'R4,P1,B1,A,A0,0,2,,,2,3,4,2,POINT(1 1)',
    ]);
    expect(refusedIn(reading)).toEqual(['line 5 FIELD_FORM']);
    expect(reading.rows.map(({ longitude, latitude }) => [longitude, latitude])).toEqual(
      Array.from({ length: 3 }, () => [undefined, undefined]),
    );
    expect(reading.rows.map(({ outline }) => outline)).toEqual([
      [
        [0, 2],
        [4, 2],
        [4, 4],
        [0, 4],
      ],
      [
        [0, 0],
        [3, 0],
        [0, 4],
      ],
      undefined,
    ]);
  });

  it('takes a room said twice once, and refuses a room said differently', async () => {
    const reading = await readLinesOf(ROOMS, [
      HEADER,
      'R1,P1,B1,A,A0,0,2,1.5,46.5,1',
      'R1,P1,B1,A,A0,0,2,1.5,46.5,1',
      'R1,P1,B1,A,A0,1,2,1.5,46.5,1',
    ]);
    settleRepeatedRooms(reading);
    expect(reading.rows).toHaveLength(1);
    expect(refusedIn(reading)).toEqual(['line 4 FIELD_FORM']);
    expect(reading.finish().quality).toMatchObject({ rows_in: 3, rows_used: 2, remarks: { ROW_REPEATED: 1 } });
  });
});
