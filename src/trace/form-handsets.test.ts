import { describe, expect, it } from 'vitest';
import type { DeviceProfile } from '../model/case.ts';
import type { HandsetHistory } from '../model/record.ts';
import { formHandsets } from './form-handsets.ts';
import { cellsAt, DAY_S, historyOf, HOUR_S } from './history.testing.ts';

const profile = (tac: string, sims: number): DeviceProfile => ({
  tacs: [tac],
  model: tac,
  class: 'mini-phone',
  sims,
  bands: [],
});
const table = cellsAt([0, 700]);
const days = (imsi: string, cell: number, offset_s = 0, contact = '33700000001') =>
  Array.from({ length: 20 }, (_, at) => ({ at_s: at * DAY_S + offset_s, imsi, cell, contact }));

async function* stream(histories: readonly HandsetHistory[]): AsyncGenerator<HandsetHistory> {
  yield* histories;
}

describe('formHandsets', () => {
  it('merges slots, then splits clones, in IMEI order, by streaming', async () => {
    const histories = [
      historyOf('99000001000010', days('1', 0)),
      historyOf('99000001000011', days('2', 0, 6 * HOUR_S)),
      historyOf('99000002000010', [...days('3', 0), ...days('4', 1, 6 * HOUR_S, '33700000002')]),
      historyOf('99000002000011', days('5', 0)),
    ];
    const out: string[] = [];
    const profiles = [profile('99000001', 2), profile('99000002', 1)];
    for await (const h of formHandsets(stream(histories), table, profiles)) {
      out.push(`${h.imei14s.map((imei14) => imei14.slice(7)).join('+')}/${h.component} ${h.at_s.length}`);
    }
    expect(out).toEqual(['1000010+1000011/1 40', '2000010/1 20', '2000010/2 20', '2000011/1 20']);
  });

  it('reads no further ahead than one row of adjacent serials', async () => {
    let read = 0;
    async function* counted(): AsyncGenerator<HandsetHistory> {
      for (let n = 0; n < 1000; n++) {
        read++;
        yield historyOf(`990000030${String(n * 5).padStart(5, '0')}`, [{ at_s: n }]);
      }
    }
    for await (const _ of formHandsets(counted(), table, [])) break;
    expect(read).toBeLessThan(4);
  });
});
