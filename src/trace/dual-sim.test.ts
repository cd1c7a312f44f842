import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HandsetHistory } from '../model/record.ts';
import { CellDistances } from './cell-moves.ts';
import { mergeDualSim } from './dual-sim.ts';
import { cellsAt, DAY_S, historyOf, HOUR_S, type Leg } from './history.testing.ts';

const distances = new CellDistances(cellsAt([0, 1, 2, 60]));
const collect = async (histories: readonly HandsetHistory[], slots: number | undefined): Promise<HandsetHistory[]> => {
  const out: HandsetHistory[] = [];
  for await (const history of mergeDualSim(histories, distances, () => slots)) out.push(history);
  return out;
};
const serial = (n: number): string => `99000001${String(n).padStart(6, '0')}`;
const use = (imsi: string, contacts: readonly string[], offset_s: number, cell = 0): Leg[] =>
  contacts.map((contact, at) => ({ at_s: at * DAY_S + offset_s, imsi, contact, cell }));
const friends = (name: string): string[] => ['1', '2', '3', '1', '2', '3', '1', '2'].map((n) => `33700${name}${n}`);

describe('mergeDualSim', () => {
  it('merges two slots that call the same people', async () => {
    const a = historyOf(serial(10), use('208990000000001', friends('a'), 0));
    const b = historyOf(serial(11), use('208990000000002', friends('a'), 6 * HOUR_S));
    const out = await collect([a, b], 2);
    expect(out).toHaveLength(1);
    expect(out[0]?.imei14s).toEqual([serial(10), serial(11)]);
    expect(out[0]?.at_s).toHaveLength(16);
    expect([...(out[0]?.at_s ?? [])]).toEqual([...(out[0]?.at_s ?? [])].sort((x, y) => x - y));
  });

  it('merges two slots between which a SIM moved', async () => {
    const a = historyOf(serial(10), use('208990000000001', friends('a'), 0));
    const b = historyOf(serial(11), use('208990000000001', friends('b'), 6 * HOUR_S));
    expect(await collect([a, b], 2)).toHaveLength(1);
  });

  it('takes rows that name no SIM for no SIM in common', async () => {
    const a = historyOf(serial(10), use('', friends('a'), 0));
    const b = historyOf(serial(11), use('', friends('b'), 6 * HOUR_S));
    expect(await collect([a, b], 2)).toHaveLength(2);
    const c = historyOf(serial(12), [...use('', friends('a'), 0), ...use('208990000000001', friends('a'), HOUR_S)]);
    const d = historyOf(serial(13), [...use('', friends('b'), 0), ...use('208990000000002', friends('b'), HOUR_S)]);
    expect(await collect([c, d], 2)).toHaveLength(2);
    // Who has the same circle is still one, whatever the records leave out.
    const e = historyOf(serial(11), use('', friends('a'), 6 * HOUR_S));
    expect(await collect([a, e], 2)).toHaveLength(1);
  });

  it('never merges handsets with one slot', async () => {
    const a = historyOf(serial(10), use('208990000000001', friends('a'), 0));
    const b = historyOf(serial(11), use('208990000000001', friends('a'), 6 * HOUR_S));
    expect(await collect([a, b], 1)).toHaveLength(2);
  });

  it('leaves a batch alone whose consecutive serials went to people of one prison', async () => {
    const leg = fc.record({ at_s: fc.nat(30 * DAY_S), cell: fc.nat(2), contact: fc.nat(15), duration_s: fc.nat(300) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(leg, { minLength: 1, maxLength: 40 }), { minLength: 2, maxLength: 8 }),
        async (users) => {
          const batch = users.map((legs, n) =>
            historyOf(
              serial(100 + n),
              legs.map((l) => ({ ...l, imsi: `20899000000010${n}`, contact: `33700${n}${l.contact}` })),
            ),
          );
          expect(await collect(batch, 2)).toHaveLength(users.length);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('does not merge slots that are used in two towns at once, whatever else agrees', async () => {
    const a = historyOf(serial(10), use('208990000000001', friends('a'), 0));
    const b = historyOf(serial(11), use('208990000000002', friends('a'), 300, 3));
    expect(await collect([a, b], 2)).toHaveLength(2);
  });

  it('gives every leg back once, in IMEI order', async () => {
    const rows = [5, 6, 7, 9].map((n) =>
      historyOf(serial(n), use(`20899000000000${n}`, friends(n < 7 ? 'a' : `b${n}`), n * 60)),
    );
    const out = await collect(rows, 2);
    expect(out.reduce((sum, history) => sum + history.at_s.length, 0)).toBe(32);
    expect(out.map((history) => history.imei14)).toEqual(out.map((history) => history.imei14).sort());
  });
});
