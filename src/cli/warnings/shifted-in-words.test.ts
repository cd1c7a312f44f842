import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shiftedInWords } from './shifted-in-words.ts';

const pair = (file: string, later: string, shift_s = 3600, rows = 40) => ({ file, later, shift_s, rows, both: 41 });
const a = 'operators/o/a.csv';
const b = 'operators/o/b.csv';

describe('deliveries that were sent again with another clock, in words', () => {
  it('name the later file, the other one, and the time between them', () => {
    expect(shiftedInWords([])).toEqual([]);
    expect(shiftedInWords([pair(a, b)])).toEqual([
      expect.stringMatching(
        /^operators\/o\/b\.csv: THE SAME COMMUNICATIONS AS operators\/o\/a\.csv, 1 HOUR LATER \(40 of 41 of a sample .* one of the two files out/,
      ),
    ]);
    const times = [7200, 1800, 61].map((shift_s) => shiftedInWords([pair(a, b, shift_s)])[0]);
    expect(times.map((line) => /, (\d+ \w+) LATER/.exec(line ?? '')?.[1])).toEqual([
      '2 HOURS',
      '30 MINUTES',
      '61 SECONDS',
    ]);
  });

  it('tell of a file once, however many it agrees with, at its most frequent shift', () => {
    const originals = ['1', '2', '3', '4'];
    const pairs = [
      ...originals.map((file, i) => pair(file, 's', i === 3 ? 60 : 3600, 40 + i)),
      ...originals.map((file) => pair('t', file, 7200)),
    ];
    const lines = shiftedInWords([...pairs, pair('t', 's', 10_800)]);
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(/^s: .* AS 3 and 4 further files, of some at another distance, 1 HOUR LATER \(42 of/);
    expect(lines[1]).toMatch(/^t: .* AS 1 and 3 further files, 2 HOURS EARLIER .* take this file out/);
    expect(lines[2]).toMatch(/: 2, 4$/);
  });

  it('leave no file unnamed and tell of no file twice, and their files out leave no pair', () => {
    const name = fc.integer({ min: 0, max: 11 }).map((n) => `f${n}.csv`);
    const any = fc.record({ file: name, later: name, shift_s: fc.constantFrom(60, 3600, 7200) });
    const list = fc
      .uniqueArray(any, { selector: ({ file, later }) => [file, later].sort().join(' ') })
      .map((pairs) => pairs.filter(({ file, later }) => file !== later).map((p) => pair(p.file, p.later, p.shift_s)));
    fc.assert(
      fc.property(list, (pairs) => {
        const lines = shiftedInWords(pairs);
        const text = lines.join('\n');
        for (const { file, later } of pairs) for (const each of [file, later]) expect(text).toContain(each);
        const suspects = lines.flatMap((line) => /^(\S+): THE SAME/.exec(line)?.slice(1) ?? []);
        expect(new Set(suspects).size).toBe(suspects.length);
        expect(pairs.every(({ file, later }) => suspects.includes(file) || suspects.includes(later))).toBe(true);
      }),
    );
  });
});
