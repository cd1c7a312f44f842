import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { readBursts, type Burst } from './bursts.ts';
import { ANY_ACT } from '../../authority/made-act.testing.ts';

const HEADER = 'burst_id,at,prison_id,building_id,band,kind,sensor_id,rssi_dbm,imsi,imei';
async function read(lines: readonly string[], acts = [ANY_ACT]): Promise<Burst[]> {
  const bursts: Burst[] = [];
  const open = () => Readable.from([Buffer.from([HEADER, ...lines].join('\n'))]);
  for await (const burst of readBursts('sensors/detections.csv', open, acts)) bursts.push(burst);
  return bursts;
}
const T = '2025-01-13T00:00:00Z';

describe('readBursts', () => {
  it('joins what several sensors heard of one transmission, with the identity that any of them decoded', async () => {
    const bursts = await read([
      `A,${T},P1,B1,GSM900,access,S1,-40,,`,
      `A,${T},P1,B1,GSM900,access,S2,-50,208700000000001,`,
      `A,${T},P1,B1,GSM900,access,S2,-55,,`,
      `B,${T},P1,B1,GSM900,traffic,S1,-60,,`,
    ]);
    expect(bursts).toHaveLength(2);
    expect(bursts[0]).toMatchObject({
      burst_id: 'A',
      kind: 'access',
      imsi: '208700000000001',
      sensor_ids: ['S1', 'S2'],
      rssi_dbm: [-40, -50],
    });
  });

  it('passes over rows that cannot be read and rows that no act allows', async () => {
    const rows = [`A,${T},P1,B1,GSM900,shout,S1,-40,,`, `B,${T},P1,B1,GSM900,access,S1,-40,,`];
    expect((await read(rows)).map(({ burst_id }) => burst_id)).toEqual(['B']);
    expect(await read(rows, [{ ...ANY_ACT, from_s: 2e9 }])).toEqual([]);
  });
});
