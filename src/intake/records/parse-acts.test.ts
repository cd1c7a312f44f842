import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { permits } from '../../authority/index.ts';
import { ANY_ACT } from '../../authority/made-act.testing.ts';
import type { Act } from '../../model/case.ts';
import { openRowReader } from './parse-rows.testing.ts';

const reader = await openRowReader();
afterAll(() => reader.close());
const { read } = reader;

describe('acts with lists', () => {
  const START_S = Date.parse('2025-10-06T08:00:00Z') / 1000;
  const PEOPLE = {
    imei: ['352099001761481', '352099001761499', ''],
    imsi: ['208712469778212', '208712469778213', ''],
    own: ['33639980001', '33639980002', '', '-'],
  };
  const row = fc.record({
    imei: fc.constantFrom(...PEOPLE.imei),
    imsi: fc.constantFrom(...PEOPLE.imsi),
    own: fc.constantFrom(...PEOPLE.own),
  });
  const named = fc.constantFrom(...Object.values(PEOPLE).flat(), ' ', '+', 'n/a', '35209900176148', '3520990017614991');
  const acts = fc
    .array(
      fc.record({
        from_s: fc.integer({ min: 0, max: 30 }),
        length: fc.integer({ min: 1, max: 60 }),
        identifiers: fc.option(fc.uniqueArray(named, { maxLength: 4 }), { nil: null, freq: 8 }),
      }),
      { minLength: 1, maxLength: 4 },
    )
    .map((list) =>
      list.map(({ from_s, length, identifiers }, i): Act => {
        const [from, until] = [START_S + from_s, START_S + from_s + length];
        return { ...ANY_ACT, id: `A${i}`, from_s: from, until_s: until, identifiers };
      }),
    );

  it('let in the rows that they name, each under an act that permits it alone', async () => {
    await fc.assert(
      fc.asyncProperty(acts, fc.array(row, { minLength: 60, maxLength: 60 }), async (all, rows) => {
        const found = await read(rows, { acts: all });
        expect(found).toHaveLength(rows.length);
        for (const { place, code, act } of found) {
          const { imei, imsi, own } = rows[place - 2] as Required<(typeof rows)[number]>;
          const subject = { at_s: START_S + place - 2, identifiers: [imei.slice(0, 14), imsi, own] };
          expect(code === '', `${place} ${code}`).toBe(permits(all, subject));
          const carried = all.filter(({ id }) => id === act);
          expect(permits(carried, subject), `${place} ${act}`).toBe(code === '');
        }
      }),
      { numRuns: 25 },
    );
  });

  it('let in nobody by a blank', async () => {
    for (const blank of ['', ' ', '-', '+', '\u2013']) {
      const found = await read([{ imei: '', imsi: '', own: '' }, { imei: '' }, { imsi: '' }, { own: '-' }], {
        acts: [{ ...ANY_ACT, identifiers: [blank] }],
      });
      expect(found.map(({ code }) => code)).toEqual(found.map(() => 'AUTHORITY_IDENTIFIER'));
      expect(found).toHaveLength(4);
    }
  });
});
