import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ErrorModel } from './grid-posterior.ts';
import { leftOutHits } from './left-out-hits.ts';

// Three rooms, a landing, outside, none.
const prior = Float64Array.of(0.3, 0.3, 0.3, 0.03, 0.05, 0.02);
const LISTED = 3;
const LANDING = 3;
const OUTSIDE = 4;
const errors: ErrorModel[] = [{ frozen_db: 3, drift_db: 1, burst_db: 2, pattern_db: 0, temper: 1 }];
/** A look at a room of which the one opinion says that it was in `said`. */
const look = (room: number, said: number, nats: number) => ({
  room,
  ratios: [Float64Array.from(prior, (_, k) => (k === said ? 0 : -nats))],
});

describe('hits of left-out looks', () => {
  it('counts what was right', () => {
    // Every tenth is misread, in both halves of the looks.
    const looks = Array.from({ length: 120 }, (_, i) =>
      look(i % 3, i % 10 < 1 || i % 10 === 5 ? (i + 1) % 3 : i % 3, 3),
    );
    const hits = leftOutHits({ looks, landingLooks: [], errors }, prior, LISTED);
    expect(hits).toMatchObject({ looks: 120, rooms: 3, rightFirst: 96 });
    expect(hits.inSet90).toBeGreaterThanOrEqual(hits.rightFirst);
  });

  it('judges each half by a pool that was fitted on the other', () => {
    // Even looks are right, odd ones wrong. The pool of the even ones is sure, and never right of the odd ones; that of the
    // odd ones believes nothing, and takes the first of three rooms alike.
    const looks = Array.from({ length: 120 }, (_, i) => look(i % 3, i % 2 === 0 ? i % 3 : (i + 1) % 3, 6));
    const { rightFirst, inSet90 } = leftOutHits({ looks, landingLooks: [], errors }, prior, LISTED);
    expect(rightFirst).toBe(20);
    expect(inSet90).toBe(60);
  });

  it('holds the room in the set at least as often as first, and measures nothing without looks', () => {
    const some = fc.array(fc.tuple(fc.nat(2), fc.nat(5), fc.double({ min: 0, max: 9, noNaN: true })), {
      minLength: 2,
      maxLength: 12,
    });
    fc.assert(
      fc.property(some, (list) => {
        const looks = list.map(([room, said, nats]) => look(room, said, nats));
        const { rightFirst, inSet90 } = leftOutHits({ looks, landingLooks: [], errors }, prior, LISTED);
        expect(rightFirst).toBeLessThanOrEqual(inSet90);
        expect(inSet90).toBeLessThanOrEqual(looks.length);
      }),
      { numRuns: 30 },
    );
    const nothing = { looks: 0, rooms: 0, rightFirst: 0, inSet90: 0, inside: 0, landingLooks: 0, landingsInside: 0 };
    expect(leftOutHits({ looks: [], landingLooks: [], errors }, prior, LISTED)).toEqual(nothing);
  });

  it('tells rooms from landings and from outside, by a pool that no landing was fitted to', () => {
    // In a wrong room is still inside.
    const said = [...Array.from({ length: 20 }, (_, i) => (i % 5 === 4 ? (i + 1) % 3 : i % 3)), LANDING, OUTSIDE];
    const looks = said.map((answer, i) => look(i % 3, answer, 5));
    const landingLooks = [LANDING, LANDING, OUTSIDE, 1].map((answer) => look(LANDING, answer, 5));
    const hits = leftOutHits({ looks, landingLooks, errors }, prior, LISTED);
    expect(hits).toMatchObject({ looks: 22, inside: 20, landingLooks: 4, landingsInside: 1 });
    const without = leftOutHits({ looks, landingLooks: [], errors }, prior, LISTED);
    expect(without).toEqual({ ...hits, landingLooks: 0, landingsInside: 0 });
  });
});
