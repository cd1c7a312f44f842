import { describe, expect, it } from 'vitest';
import { cubicles } from '../world/radio/cubicles.ts';
import { office } from '../world/radio/office.ts';
import type { RadioCase } from '../world/radio/index.ts';
import { flat } from '../world/radio/flat.ts';
import { sectors } from '../world/radio/sectors.ts';
import { storeys } from '../world/radio/storeys.ts';
import { zones } from '../world/radio/zones.ts';
import { scoreRooms, type RoomScore } from './room-score.ts';
import { SIMPLE } from './simple-rooms.ts';
import { answersOf } from './stand-in-run.ts';

/** Scores by series; every look must have been answered. */
async function scoresOf(one: RadioCase): Promise<Map<string, RoomScore>> {
  const scores = scoreRooms(one, await answersOf(one));
  for (const { answered, asked } of scores) expect(answered).toBe(asked);
  return new Map(scores.map((score) => [score.series, score]));
}

describe('rooms on pretend cases of other kinds', () => {
  it('come from a plan alone, with gains, walls and exponent learnt, and are not overconfident with many sensors', async () => {
    const scores = await scoresOf(cubicles(7, { most: 44 }));
    expect(scores.get('K=8 power=unknown')!.error_m).toBeLessThan(2.8);
    const many = scores.get('K=43 power=unknown')!;
    expect(many.error_m).toBeLessThan(1.5);
    expect(many.covered).toBeGreaterThan(0.84);
  });

  it('do not go astray where nobody says which sensors were out of work', async () => {
    const scores = await scoresOf(cubicles(7, { most: 22, leftOut: 'unsaid' }));
    expect(scores.get('K=8 power=unknown')!.error_m).toBeLessThan(3.2);
  });

  it('come from a walk-test without coordinates, at another power and another visit', async () => {
    const scores = await scoresOf(sectors(7, { tried: 20 }));
    const away = scores.get('K=1 train=-8 test=0')!;
    expect(away.hit1).toBeGreaterThan(0.18);
    expect(away.covered).toBeGreaterThan(0.75);
  });

  it('tell inside from outside step by step', async () => {
    const scores = await scoresOf(zones(7));
    expect(scores.get('K=1 split=loo')!.sameSide).toBeGreaterThan(0.88);
  });

  it('keep to the right storey when sensors come and go and nobody says so, also where nobody walked', async () => {
    const one = storeys(7, { sensors: 45, every_m: 4.5, looks: 60, gaps: 'unsaid', walked: [0, 2] });
    const scores = await scoresOf(one);
    const [neighbours] = scoreRooms(one, SIMPLE['neighbours']!(one));
    for (const series of ['K=1', 'K=1 unwalked']) {
      const own = scores.get(series)!;
      expect(own.sameLevel).toBeGreaterThan(0.9);
      expect(own.covered).toBeGreaterThan(0.86);
      expect(own.error_m).toBeLessThan(neighbours!.error_m! / 1.5);
    }
  });

  it('make do with one reading a room', async () => {
    const one = flat(7);
    const [own] = (await scoresOf(one)).values();
    for (const simple of Object.values(SIMPLE)) {
      const [other] = scoreRooms(one, simple(one));
      expect(own!.logScore).toBeGreaterThan(other!.logScore);
      expect(own!.error_m).toBeLessThan(other!.error_m!);
    }
  });

  it('follow a phone that is carried through an open office', async () => {
    const scores = await scoresOf(office(7, { groups: 10 }));
    const track = scores.get('track 1 s')!;
    expect(track.error_m).toBeLessThan(1.65);
    expect(track.covered).toBeGreaterThan(0.86);
  });
});
