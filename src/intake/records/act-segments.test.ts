import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ANY_ACT } from '../../authority/made-act.testing.ts';
import { permits } from '../../authority/index.ts';
import type { Act } from '../../model/case.ts';
import { actSegments } from './act-segments.ts';

const PEOPLE = ['35000000000001', '208010000000002', '33700000003'];
const act = fc
  .record({
    from_s: fc.integer({ min: 0, max: 9 }),
    length: fc.integer({ min: 1, max: 6 }),
    identifiers: fc.option(fc.subarray(PEOPLE), { nil: null }),
  })
  .map(({ from_s, length, identifiers }) => ({ from_s, until_s: from_s + length, identifiers }));
const acts = fc.array(act, { minLength: 1, maxLength: 4 }).map((list) =>
  list.map((one, i): Act => ({
    ...ANY_ACT,
    id: `A${i}`,
    covers: ['x'],
    ...one,
  })),
);

describe('acts as stretches of time', () => {
  it('open exactly what the acts open, whoever and whenever', () => {
    fc.assert(
      fc.property(
        acts,
        fc.integer({ min: 0, max: 16 }),
        fc.constantFrom(...PEOPLE, '33799999999'),
        (all, at_s, who) => {
          const found = actSegments(all).filter((one) => at_s >= one.from_s && at_s < one.until_s);
          expect(found.length).toBeLessThanOrEqual(1);
          const opened = found.filter(({ named }) => named === undefined || named.has(who));
          expect(opened.length > 0).toBe(permits(all, { at_s, identifiers: [who] }));
          // Rows belong to an act that permits them alone.
          for (const { act: id, named } of opened) {
            const own = all.filter((one) => one.id === (named?.get(who) ?? id));
            expect(permits(own, { at_s, identifiers: [who] })).toBe(true);
          }
        },
      ),
    );
  });

  it('are one where one act covers the file, and read numbers as people write them', () => {
    const one: Act[] = fc
      .sample(acts, { numRuns: 1, seed: 1 })[0]!
      .slice(0, 1)
      .map((a) => ({ ...a, identifiers: ['+33 7.00-00', '00 2080 10001', '-', ' ', 'n/a'] }));
    expect(actSegments(one)).toEqual([
      {
        act: 'A0',
        from_s: one[0]!.from_s,
        until_s: one[0]!.until_s,
        named: new Map([
          ['3370000', 'A0'],
          ['00208010001', 'A0'],
        ]),
      },
    ]);
  });
});
