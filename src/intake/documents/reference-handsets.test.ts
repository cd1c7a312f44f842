import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readLinesOf } from './read-one.fixture.ts';
import { REFERENCE_HANDSETS, settleReferences } from './reference-handsets.ts';

const HEADER = 'imei,prison_id,class,from,until,basis';
const day = (n: number): string => new Date(Date.UTC(2025, 0, 1 + n)).toISOString();

describe('reference handsets', () => {
  it('of two truths at one time are refused, all of them and no other', async () => {
    const row = fc.record({
      imei: fc.constantFrom('961182041760821', '961182041760839'),
      area: fc.constantFrom('P1', 'P2'),
      truth: fc.constantFrom('inside', 'neighbour', 'staff'),
      from: fc.nat(12),
      days: fc.integer({ min: 1, max: 6 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 12 }), async (rows) => {
        const lines = rows.map((r) => `${r.imei},${r.area},${r.truth},${day(r.from)},${day(r.from + r.days)},b`);
        const reading = await readLinesOf(REFERENCE_HANDSETS, [HEADER, ...lines]);
        expect(reading.placed).toHaveLength(rows.length);
        settleReferences(reading);
        const expected = rows.flatMap((a, i) =>
          rows.some(
            (b) =>
              a.imei === b.imei &&
              (a.area !== b.area || a.truth !== b.truth) &&
              a.from < b.from + b.days &&
              b.from < a.from + a.days,
          )
            ? [`line ${i + 2} REFERENCE_CONTRADICTORY`]
            : [],
        );
        const { refusals } = reading.finish();
        expect(refusals.map(({ place, code }) => `${place} ${code}`)).toEqual(expected);
      }),
    );
  });

  it('of one handset in very many rows take no longer than their sorting', async () => {
    const lines = Array.from({ length: 20_000 }, (_, i) => `961182041760821,P1,inside,${day(i % 300)},${day(300)},b`);
    const reading = await readLinesOf(REFERENCE_HANDSETS, [
      HEADER,
      ...lines,
      `961182041760821,P1,staff,${day(0)},${day(1)},b`,
    ]);
    settleReferences(reading);
    // Those that begin on the first day, and the last row.
    expect(reading.finish().refusals).toHaveLength(Math.ceil(20_000 / 300) + 1);
  });
});
