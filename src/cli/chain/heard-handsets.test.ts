import { describe, expect, it } from 'vitest';
import type { CaseDocuments } from '../../model/case.ts';
import type { Antenna, HandsetHistory } from '../../model/record.ts';
import { HeardHandsets } from './heard-handsets.ts';

const table = {
  cells: [
    { operator: 'one', cell: 'a' },
    { operator: 'one', cell: 'b' },
  ] as unknown as Antenna[],
};
const documents = {
  identifiedBursts: [{ imsi: '208990000000001' }, { imsi: '208990000000002' }, { imei14: '99000001000030' }],
  seizures: [],
} as unknown as CaseDocuments;

const history = (imei14: string, component: number, imsi: string, at_s: number[], cell: number[]): HandsetHistory =>
  ({
    imei14,
    imei14s: [imei14],
    component,
    at_s: Float64Array.from(at_s),
    cell: Int32Array.from(cell),
    imsi: new Uint32Array(at_s.length),
    imsis: [imsi],
  }) as unknown as HandsetHistory;

describe('handsets that sensors heard', () => {
  const heard = new HeardHandsets(documents, table);
  heard.note(history('99000001000010', 1, '208990000000001', [10, 20], [0, 1]));
  heard.note(history('99000001000010', 2, '208990000000002', [15], [1]));
  heard.note(history('99000001000020', 1, '208990000000001', [50, 60], [0, 0]));
  heard.note(history('99000001000030', 1, '208990000000009', [1, 2, 3], [0, -1, -2]));

  it('are told apart by the SIM where their identifier is cloned, and not without one', () => {
    expect(heard.deviceOf('99000001000010', '208990000000002', 30)).toEqual({
      imei14: '99000001000010',
      component: 2,
      shared: true,
    });
    expect(heard.deviceOf('99000001000010', undefined, 30)).toEqual({
      imei14: '99000001000010',
      component: 0,
      shared: true,
    });
    expect(heard.deviceOf('99000001000030', undefined, 30)).toEqual({
      imei14: '99000001000030',
      component: 1,
      shared: false,
    });
    expect(heard.deviceOf(undefined, undefined, 30)).toBeUndefined();
    expect(heard.deviceOf(undefined, '208990000000777', 30)).toBeUndefined();
  });

  it('change when their SIM moves on', () => {
    expect(heard.deviceOf(undefined, '208990000000001', 30)?.imei14).toBe('99000001000010');
    expect(heard.deviceOf(undefined, '208990000000001', 55)?.imei14).toBe('99000001000020');
    expect(heard.deviceOf(undefined, '208990000000001', 0)?.imei14).toBe('99000001000010');
  });

  it('keep the mix of the antennas that served them', () => {
    expect(heard.cellMix({ imei14: '99000001000030', component: 1 })).toEqual(new Map([['one a', 1]]));
    expect(heard.cellMix({ imei14: '99000001000010', component: 2 })).toEqual(new Map([['one b', 1]]));
    expect(heard.cellMix({ imei14: '99000001000099', component: 1 })).toBeUndefined();
  });
});
