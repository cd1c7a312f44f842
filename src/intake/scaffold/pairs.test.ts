import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utcOffset_s } from '../../model/utc-offset.ts';
import { directionsByPairs, zoneByPairs, type KnownPair } from './pairs.ts';

const START_S = Date.UTC(2025, 0, 13) / 1000;
const pairsIn = (zone: string, n: number, wrong = 0): KnownPair[] =>
  Array.from({ length: n }, (_, i) => {
    const known_s = START_S + i * 7001;
    return {
      known_s,
      lasted: true,
      naive_s: known_s + utcOffset_s(known_s, zone) + (i < wrong ? 4567 : 0),
      code: i % 3 === 0 ? '1' : '2',
      direction: i % 3 === 0 ? 'MT' : 'MO',
    };
  });

describe('zoneByPairs', () => {
  it('finds the zone in which pairs fall on one instant, whatever was guessed', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('UTC', 'Europe/Paris', 'Etc/GMT-5', 'Etc/GMT+3'),
        fc.integer({ min: 20, max: 400 }),
        (zone, n) => {
          expect(zoneByPairs(pairsIn(zone, n), ['Europe/Paris', 'UTC'])).toEqual({ zone, agree: n, pairs: n });
        },
      ),
    );
  });

  it('follows summer time, which no fixed offset does', () => {
    const spring = pairsIn('Europe/Paris', 1500);
    expect(zoneByPairs(spring, ['UTC', 'Europe/Paris'])).toEqual({ zone: 'Europe/Paris', agree: 1500, pairs: 1500 });
  });

  it('decides nothing on few or scattered pairs', () => {
    expect(zoneByPairs(pairsIn('UTC', 9), ['UTC'])).toBeUndefined();
    expect(zoneByPairs(pairsIn('UTC', 40, 20), ['UTC'])).toBeUndefined();
  });
});

describe('directionsByPairs', () => {
  it('reads a code as the contrary of what the other operator says', () => {
    expect(directionsByPairs(pairsIn('UTC', 60), 'UTC', ['1', '2'])).toEqual({
      map: { '1': 'MO', '2': 'MT' },
      pairs: 60,
    });
  });

  it('leaves a code open that agrees with neither, or that is rare', () => {
    const mixed = pairsIn('UTC', 60).map((pair) => ({ ...pair, code: '1' }));
    expect(directionsByPairs(mixed, 'UTC', ['1'])).toBeUndefined();
    expect(directionsByPairs(pairsIn('UTC', 12), 'UTC', ['1', '2'])).toBeUndefined();
  });
});
