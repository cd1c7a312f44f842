import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HandsetHistory } from '../model/record.ts';
import { CellDistances } from './cell-moves.ts';
import { contactEvidence_llr10, dualSimEvidence, mergeDualSim } from './dual-sim.ts';
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

describe('density of a batch', () => {
  it('is that of the fifty serials below, whatever else of the TAC is in use', async () => {
    const one = (n: number, contact: string): HandsetHistory =>
      historyOf(serial(n), [{ at_s: n, imsi: `2089900000${n}`, contact, cell: -1 }]);
    const pair = [one(1000, '33700000001'), one(1001, '33700000001')];
    const others = (from: number, count: number): HandsetHistory[] =>
      Array.from({ length: count }, (_, i) => one(from + 2 * i, `3371000${i}`));
    // One common correspondent weighs log10 LR 1.1; an unknown make 0.15 against the density.
    expect(await collect(pair, undefined)).toHaveLength(1);
    expect(await collect([...others(0, 100), ...pair], undefined)).toHaveLength(100 + 1);
    expect(await collect([...others(950, 25), ...pair], undefined)).toHaveLength(25 + 2);
    expect(await collect([...others(0, 300), ...others(950, 25), ...pair], undefined)).toHaveLength(325 + 2);
    // Those further below say nothing of the batch; those at the far end of the fifty do.
    expect(await collect([...others(900, 25), ...pair], undefined)).toHaveLength(25 + 1);
    expect(await collect([...others(950, 13), ...pair], undefined)).toHaveLength(13 + 2);
  });
});

describe('dualSimEvidence, by hand', () => {
  const a = (...legs: Leg[]): HandsetHistory => historyOf(serial(10), legs);
  const b = (...legs: Leg[]): HandsetHistory =>
    historyOf(
      serial(11),
      legs.map((leg) => ({ imsi: '208990000000002', ...leg })),
    );
  const elsewhere = -1;
  const otherSims = Math.log10(0.7 / (1 - 3e-4));

  it('adjacency: one half, or 0.3 of it for an unknown make, against how full the batch is, at least 1 in 1,000', () => {
    const of = (density: number, slots: number | undefined): number =>
      dualSimEvidence(a({ at_s: 0 }), b({ at_s: DAY_S }), distances, density, slots).adjacency_llr10;
    expect(of(0.05, 2)).toBeCloseTo(1, 12);
    expect(of(0.05, undefined)).toBeCloseTo(Math.log10(3), 12);
    expect(of(0, 2)).toBeCloseTo(Math.log10(500), 12);
    expect(of(1, 2)).toBeCloseTo(Math.log10(0.5), 12);
  });

  it('a SIM in both: 0.3 against 3 in 10,000; none in both: the complements', () => {
    const use = (imsi: string): number =>
      dualSimEvidence(a({ at_s: 0, cell: elsewhere }), b({ at_s: DAY_S, cell: elsewhere, imsi }), distances, 1, 2)
        .use_llr10;
    expect(use('208990000000001')).toBeCloseTo(3, 12);
    expect(use('208990000000002')).toBeCloseTo(otherSims, 12);
  });

  it('one move: Dirichlet shares 12 : 1 : 0.01 of one handset, 12 : 1 : 0.3 or 1 : 3 : 1 of two people', () => {
    const use = (gap_s: number, cell: number): number =>
      dualSimEvidence(a({ at_s: 0 }), b({ at_s: gap_s, cell }), distances, 1, 2).use_llr10 - otherSims;
    const near = Math.log10(12 / 13.01 / ((12 / 13.3 + 1 / 5) / 2));
    const far = Math.log10(1 / 13.01 / ((1 / 13.3 + 3 / 5) / 2));
    const impossible = Math.log10(0.01 / 13.01 / ((0.3 / 13.3 + 1 / 5) / 2));
    expect(use(HOUR_S, 0)).toBeCloseTo(near, 9);
    expect(use(6 * HOUR_S, 3)).toBeCloseTo(far, 9);
    expect(use(300, 3)).toBeCloseTo(impossible, 9);
  });

  it('one common correspondent on a day of each: mean of three concentrations, and one half with circles of their own', () => {
    const one = a({ at_s: 0, contact: '33700000001' });
    const other = b({ at_s: DAY_S, contact: '33700000001' });
    // P(again | one user) = (A/1000 + 1) / (A + 1), of another user 1/1000.
    const common = [10, 100, 1000].map((A) => (A / 1000 + 1) / (A + 1) / 1e-3).reduce((sum, x) => sum + x, 0) / 3;
    expect(contactEvidence_llr10(one, other)).toBeCloseTo(Math.log10(0.5 + 0.5 * common), 9);
    const stranger = b({ at_s: DAY_S, contact: '33700000002' });
    const none = [10, 100, 1000].map((A) => A / (A + 1)).reduce((sum, x) => sum + x, 0) / 3;
    expect(contactEvidence_llr10(one, stranger)).toBeCloseTo(Math.log10(0.5 + 0.5 * none), 9);
  });

  it('a burst of calls on one day counts as one', () => {
    const burst = a(...[0, 60, 120].map((at_s) => ({ at_s, contact: '33700000001' })));
    const other = b({ at_s: DAY_S, contact: '33700000001' });
    const once = a({ at_s: 0, contact: '33700000001' });
    expect(contactEvidence_llr10(burst, other)).toBe(contactEvidence_llr10(once, other));
  });
});
