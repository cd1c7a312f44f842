import { describe, expect, it } from 'vitest';
import type { Sighting } from '../model/case.ts';
import type { Burst } from '../intake/index.ts';
import { learnSites } from './learn-sites.ts';
import { sightings, whence } from './sightings.ts';
import { burstAt, streamOf, twoRooms } from './two-rooms.testing.ts';

const imsi = '001010000000001';
async function seen(bursts: readonly Burst[], documents = twoRooms()): Promise<Sighting[]> {
  const found: Sighting[] = [];
  for await (const one of sightings(await learnSites(documents, () => streamOf(bursts)))) found.push(one);
  return found;
}

describe('where identified phones were heard from', () => {
  it('tells a room from the street, and passes over who shows no identity', async () => {
    const bursts = [
      burstAt(1, 1, { at_s: 1000, imsi }),
      burstAt(-9, 2, { at_s: 2000, imsi }),
      burstAt(7, 3, { at_s: 3000 }),
    ];
    expect(await seen(bursts)).toEqual([
      { prison_id: 'P1', imei14: undefined, imsi, at_s: 1000, from: 'inside' },
      { prison_id: 'P1', imei14: undefined, imsi, at_s: 2000, from: 'outside' },
    ]);
  });

  it('leaves open what a building without sensors in its list heard', async () => {
    const bursts = [burstAt(1, 1, { at_s: 1000, imsi })];
    const [one] = await seen(bursts, { ...twoRooms(), sensors: [] });
    expect(one?.from).toBe('unplaced');
  });

  it('takes off what was expected before: nine of ten bursts from rooms are no reason', () => {
    const prior = Float64Array.of(0.5, 0.4, 0.09, 0.01);
    expect(whence(Float64Array.of(0.4, 0.39, 0.2, 0.01), prior)).toBe('outside');
    expect(whence(Float64Array.of(0.5, 0.42, 0.07, 0.01), prior)).toBe('inside');
    expect(whence(Float64Array.of(0.2, 0.2, 0.05, 0.55), prior)).toBe('unplaced');
  });
});
