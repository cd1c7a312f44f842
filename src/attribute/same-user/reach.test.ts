import { describe, expect, it } from 'vitest';
import { learnReach_km } from './reach.ts';
import { type Registration, tracksOf } from './tracks.ts';

const KM_OF_DEGREE = 111.195;
/** A handset that lies still; masts all around it, so many kilometres off, whose sectors look at it. */
const still = (distance_km: number, every_s: number): Registration[] =>
  Array.from({ length: 24 }, (_, i) => {
    const azimuth_deg = (i * 75) % 360;
    const towards = (azimuth_deg * Math.PI) / 180;
    return {
      owner: 'a',
      device: '1',
      at_s: 1_700_000_000 + i * every_s,
      latitude: -(distance_km * Math.cos(towards)) / KM_OF_DEGREE,
      longitude: -(distance_km * Math.sin(towards)) / KM_OF_DEGREE,
      azimuth_deg,
    };
  });
const learnt = (rows: readonly Registration[]): number => learnReach_km(tracksOf(rows, 0));

describe('learnReach_km', () => {
  it.each([0.3, 0.6, 0.9, 1.3, 1.8])('finds sectors whose middle is %d km before the mast', (distance_km) => {
    expect(learnt(still(distance_km, 300))).toBe(distance_km);
    // Between two candidates the nearer one.
    expect(learnt(still(distance_km + 0.1, 300))).toBe(distance_km);
  });

  it('stays at the mast where nothing says otherwise: no sectors, or none within a quarter of an hour', () => {
    expect(learnt(still(0.9, 300).map((row) => ({ ...row, azimuth_deg: undefined })))).toBe(0);
    expect(learnt(still(0.9, 901))).toBe(0);
    expect(learnt(still(0.9, 900))).toBe(0.9);
    expect(learnt([])).toBe(0);
  });

  it('is not led astray by journeys: beyond eight kilometres a pair counts as eight', () => {
    const rows = still(0.9, 300);
    // To and fro between two masts that look at each other: a longer reach would bring them a little closer.
    const far = Array.from({ length: 200 }, (_, i) => ({
      ...rows[0]!,
      at_s: 1_700_100_000 + i * 300,
      longitude: i % 2 === 0 ? 10 : 20,
      azimuth_deg: i % 2 === 0 ? 90 : 270,
    }));
    expect(learnt([...rows, ...far])).toBe(0.9);
  });
});
