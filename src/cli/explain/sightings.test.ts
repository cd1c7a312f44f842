import { describe, expect, it } from 'vitest';
import { seenInWords, sightingsInWords } from './sightings.ts';
import { PLAIN } from '../tables/made-results.testing.ts';

describe('sightings in words', () => {
  it('says when it was seen', () => {
    expect(seenInWords(PLAIN)).toBe(
      '  Seen from 2025-01-14 08:00 until 2025-02-03 21:30 (UTC): 100 events on 20 days, 1 SIM card.',
    );
  });

  it('says what sensors, searches and the prison know, where there is something', () => {
    expect(sightingsInWords(PLAIN)).toEqual(['  90 of its 100 events were on cells that serve this prison.']);
    const all = sightingsInWords({ ...PLAIN, sensorsListen: true, heardDays: 1, seizedHere: true, declared: true });
    expect(all.join()).toMatch(/One of its identities was heard by sensors from a room on 1 day\..*seized.*declared/);
  });
});
