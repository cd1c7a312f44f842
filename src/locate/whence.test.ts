import { describe, expect, it } from 'vitest';
import { whence } from './whence.ts';

describe('whence', () => {
  it('takes off what was expected before: nine of ten bursts from rooms are no reason', () => {
    const prior = Float64Array.of(0.5, 0.4, 0.09, 0.01);
    expect(whence(Float64Array.of(0.4, 0.39, 0.2, 0.01), prior, 2)).toBe('outside');
    // Ten times is even; thirty times is three times as likely.
    expect(whence(Float64Array.of(0.5, 0.455, 0.035, 0.01), prior, 2)).toBe('outside');
    expect(whence(Float64Array.of(0.5, 0.465, 0.025, 0.01), prior, 2)).toBe('inside');
  });

  it('takes none of its rooms where no place of the map explains what was heard', () => {
    const prior = Float64Array.of(0.5, 0.4, 0.09, 0.01);
    expect(whence(Float64Array.of(0.3, 0.14, 0.01, 0.55), prior, 2)).toBe('outside');
  });

  it('takes nothing from a room that is not clearly likelier than the landings together', () => {
    // Two rooms, two landings, outside, none: rooms are expected 45 times as often as landings.
    const prior = Float64Array.of(0.5, 0.4, 0.015, 0.005, 0.07, 0.01);
    const heard = (landings: number): Float64Array =>
      Float64Array.of(0.5, 0.499 - landings, landings / 2, landings / 2, 0.001, 0);
    // 0.0220 / 0.978 is even; 0.0073 / 0.9927 is three times as likely.
    expect(whence(heard(0.03), prior, 2)).toBe('outside');
    expect(whence(heard(0.009), prior, 2)).toBe('outside');
    expect(whence(heard(0.006), prior, 2)).toBe('inside');
  });
});
