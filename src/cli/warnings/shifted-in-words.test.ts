import { describe, expect, it } from 'vitest';
import { shiftedInWords } from './shifted-in-words.ts';

const pair = { file: 'operators/o/a.csv', later: 'operators/o/b.csv', shift_s: 3600, rows: 40, both: 41 };

describe('deliveries that were sent again with another clock, in words', () => {
  it('name both files, the later one second, and the time between them', () => {
    expect(shiftedInWords([pair])).toEqual([
      expect.stringMatching(
        /^operators\/o\/a\.csv and operators\/o\/b\.csv: .*, 1 HOUR LATER IN THE SECOND \(40 of 41 of a sample/,
      ),
    ]);
    const times = [7200, 1800, 61].map((shift_s) => shiftedInWords([{ ...pair, shift_s }])[0]);
    expect(times.map((line) => /, (\d+ \w+) LATER/.exec(line ?? '')?.[1])).toEqual([
      '2 HOURS',
      '30 MINUTES',
      '61 SECONDS',
    ]);
  });

  it('are ten at the most, and the rest is counted', () => {
    expect(shiftedInWords([])).toEqual([]);
    expect(shiftedInWords(Array.from({ length: 10 }, () => pair))).toHaveLength(10);
    const lines = shiftedInWords(Array.from({ length: 12 }, () => pair));
    expect([lines.length, lines.at(-1)]).toEqual([11, expect.stringMatching(/^2 further pairs/)]);
  });
});
