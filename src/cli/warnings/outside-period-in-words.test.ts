import { expect, it } from 'vitest';
import { outsidePeriodInWords } from './outside-period-in-words.ts';

it('tells of rows outside the period of the case, on which side, and of none where there are none', () => {
  expect(outsidePeriodInWords({ before: 0, after: 0 })).toEqual([]);
  expect(outsidePeriodInWords({ before: 0, after: 1 })[0]).toMatch(/^case\.json: 1 usable row .*\(1 after its last\)/);
  expect(outsidePeriodInWords({ before: 3, after: 2 })[0]).toMatch(
    /5 usable rows .*\(3 before its first day, 2 after its last\)/,
  );
});
