import { describe, expect, it } from 'vitest';
import { hitsInWords } from './room-hits.ts';

const walked = { looks: 108, right_first: 102, in_set_90: 107 };
const none = { looks: 0, right_first: 0, in_set_90: 0 };

describe('hits in words', () => {
  it('adds up the buildings of a prison, and says how many were not measured', () => {
    expect(hitsInWords([walked])).toBe(
      'on 108 left-out looks of the walk-test there the first room was right in 102 (94 %), the 90 % set held it in 107 (99 %)',
    );
    expect(hitsInWords([walked, { looks: 92, right_first: 48, in_set_90: 93 }, none])).toMatch(
      /on 200 .* in 150 \(75 %\), .* in 200 \(100 %\); 1 of 3 buildings not measured$/,
    );
  });

  it('claims no rate where there was no walk-test', () => {
    for (const buildings of [[], [none]]) expect(hitsInWords(buildings)).toContain('was NOT measured');
    expect(hitsInWords([none])).not.toContain('%');
  });
});
