import { describe, expect, it } from 'vitest';
import { createRandom, splitCllr } from '../../src/statistics/index.ts';
import { collect, people, population } from './a-small-world.ts';
import { makeTracks } from '../../world/tracks/index.ts';
import { SAME_AREA_KM, sameUser, type Track, tracksOf } from '../../src/attribute/index.ts';
import { distance_m } from '../../src/model/great-circle.ts';

const { tested, training } = population('baseline', 14, 5);
const plain = collect(tested, training);

const pairsOf = (tracks: readonly Track[]) => tracks.flatMap((a, i) => tracks.slice(i + 1).map((b) => ({ a, b })));
const middle = (values: Float64Array): number => values.toSorted()[values.length >> 1]!;
/** By masts and degrees: a second way to the same answer, away from the edge. */
function isOneArea(a: Track, b: Track): boolean {
  const place = (t: Track) => ({ latitude: middle(t.latitude), longitude: middle(t.longitude) });
  return distance_m(place(a), place(b)) < SAME_AREA_KM * 1000;
}

describe('sameUser', () => {
  it('is well below Cllr 0.12 on people it never saw, 25 registrations a day, several cells for a place', () => {
    const [all, folds] = [tracksOf(makeTracks({ scenario: 'baseline', seed: 11, owners: 20, days: 10 }), 0), 5];
    const owners = [...new Set(all.map((t) => t.owner))];
    const same: number[] = [];
    const different: number[] = [];
    for (let fold = 0; fold < folds; fold++) {
      const held = new Set(owners.filter((_, k) => k % folds === fold));
      const result = collect(
        all.filter((t) => held.has(t.owner)),
        all.filter((t) => !held.has(t.owner)),
      );
      same.push(...result.same);
      different.push(...result.different);
    }
    expect(same.length).toBe(20 * 10);
    expect(splitCllr(same, different).cllr).toBeLessThanOrEqual(0.12);
  }, 60_000);

  it('gives one ratio for each pair and day on which both were heard', () => {
    expect(plain.outcome.ratios).toBe(plain.llr10.size);
    expect(plain.llr10.size).toBe(45 * 12);
    expect(plain.outcome.withheldRatios).toBe(0);
    sameUser({ tracks: tested, training, utcOffset_s: 7200, alternative: 'anyone' }, ({ a, b, from_s, until_s }) => {
      // Days from 05:00 at two hours east of Greenwich, on which both were heard.
      expect((from_s - 3 * 3600) % 86_400).toBe(0);
      expect(until_s - from_s).toBe(86_400);
      for (const { at_s } of [a, b]) expect(at_s.some((at) => at >= from_s && at < until_s)).toBe(true);
    });
  });

  it('keeps every ratio within bounds that are 0 or lie on either side of it', () => {
    const { lower_llr10, upper_llr10 } = plain.outcome.model!.bounds;
    expect(lower_llr10).toBeLessThan(0);
    expect(upper_llr10).toBeGreaterThan(0);
    for (const l of plain.llr10.values()) {
      expect(l).toBeGreaterThanOrEqual(lower_llr10);
      expect(l).toBeLessThanOrEqual(upper_llr10);
    }
  });

  it('may not claim more than the training people support, however many', () => {
    for (const owners of [6, 7, 9]) {
      const names = new Set([...new Set(training.map((t) => t.owner))].slice(0, owners));
      const few = collect(
        tested,
        training.filter((t) => names.has(t.owner)),
      );
      const { bounds, heldOut } = few.outcome.model!;
      expect(bounds.upper_llr10).toBeLessThanOrEqual(Math.log10(heldOut.different_llr10.length + 1));
      expect(bounds.lower_llr10).toBeGreaterThanOrEqual(-Math.log10(heldOut.same_llr10.length + 1));
    }
  }, 30_000);

  it('does not depend on the order of rows, nor on which of two handsets comes first or what it is called', () => {
    const rows = people('baseline', 'p', 14).filter((r) => tested.some((t) => t.owner === r.owner));
    createRandom(3).shuffle(rows);
    const back = new Map<string, string>();
    const renamed = rows.map((r) => {
      // Later names first: every pair is turned round.
      const device = `z${String.fromCodePoint(...[...r.device].map((c) => 0x9f - c.codePointAt(0)!))}`;
      back.set(device, r.device);
      return { ...r, device, owner: `q${device}` };
    });
    const other = collect(tracksOf(renamed, 0), training);
    let compared = 0;
    for (const [key, l] of other.llr10) {
      const [a = '', b = '', day = ''] = key.split(' ');
      const original = plain.llr10.get(`${[back.get(a)!, back.get(b)!].sort().join(' ')} ${day}`);
      expect(l).toBeCloseTo(original!, 9);
      compared++;
    }
    expect(compared).toBe(plain.llr10.size);
  });

  it('does not depend on the order of training rows', () => {
    const rows = people('baseline', 'p', 14).filter((r) => training.some((t) => t.owner === r.owner));
    const other = collect(tested, tracksOf(createRandom(4).shuffle(rows), 0));
    expect(other.llr10).toEqual(plain.llr10);
  });

  it('computes nothing while a training person is a questioned one, and says who', () => {
    const result = collect([...tested, training[0]!], training);
    expect(result.outcome.overlapping).toEqual([training[0]!.owner]);
    expect(result.llr10.size).toBe(0);
    expect(result.outcome.model).toBeUndefined();
  });

  it('withholds all ratios where two handsets side by side are always on one cell and the training ones are not', () => {
    const shifted = tracksOf(people('baseline', 's', 5, { bestServer: true }), 0);
    const there = collect(shifted, training);
    expect(there.outcome.withheld).toMatchObject({ why: 'regime' });
    expect(there.outcome.withheldRatios).toBe(there.outcome.ratios);
    expect(there.outcome.ratios).toBeGreaterThan(0);
    expect(there.same).toEqual([]);
    const back = collect(tested, tracksOf(people('baseline', 's', 9, { bestServer: true }), 0));
    expect(back.outcome.withheld).toMatchObject({ why: 'regime' });
  });

  it('withholds all ratios when fewer than six people train', () => {
    const names = new Set([...new Set(training.map((t) => t.owner))].slice(0, 5));
    const few = collect(
      tested,
      training.filter((t) => names.has(t.owner)),
    );
    expect(few.outcome.withheld).toEqual({ why: 'too-few-people' });
    expect(few.outcome.withheldRatios).toBe(few.outcome.ratios);
  });

  const movedNorth = (tracks: readonly Track[], degrees: number): Track[] =>
    tracks.map((t) => ({ ...t, latitude: t.latitude.map((latitude) => latitude + degrees) }));

  it('withholds ratios of handsets in places where no training people ever were', () => {
    const { outcome } = collect(movedNorth(tested, 3), training);
    expect(outcome.elsewhere).toHaveLength(tested.length);
    expect(outcome.withheldRatios).toBe(outcome.ratios);
    const [first, ...others] = tested;
    const one = collect([...movedNorth([first!], 3), ...others], training);
    expect(one.outcome.elsewhere.map((t) => t.device)).toEqual([first!.device]);
    for (const [key, llr10] of one.llr10) expect(llr10 === undefined).toBe(key.includes(first!.device));
  });

  it('gives them where so many are questioned that they know how popular their places are', () => {
    const many = movedNorth(tracksOf(people('baseline', 'm', 26, { days: 3 }), 0), 3);
    const { outcome } = collect(many, training);
    expect(many.length).toBeGreaterThanOrEqual(50);
    expect(outcome.elsewhere).toHaveLength(0);
    expect(outcome.withheldRatios).toBe(0);
  }, 30_000);

  it('says less for two neighbours against people of their area than against anyone, and nothing of people of two areas', () => {
    const many = tracksOf(people('baseline', 'n', 45, { days: 4 }), 0);
    const names = new Set([...new Set(many.map((t) => t.owner))].slice(0, 6));
    const asked = many.filter((t) => names.has(t.owner));
    const others = many.filter((t) => !names.has(t.owner));
    const anyone = collect(asked, others);
    const there = collect(asked, others, 'same-area');
    expect(there.outcome.model!.heldOut.pairsOfPeople).toBeGreaterThanOrEqual(20);
    expect(anyone.outcome.model!.heldOut.pairsOfPeople).toBeGreaterThan(there.outcome.model!.heldOut.pairsOfPeople);
    let weaker = 0;
    for (const { a, b } of pairsOf(asked)) {
      const isNear = isOneArea(a, b);
      for (const [key, llr10] of there.llr10) {
        if (!key.startsWith(`${[a.device, b.device].sort().join(' ')} `)) continue;
        expect(llr10 === undefined).toBe(!isNear);
        if (llr10 !== undefined && a.owner !== b.owner) weaker += anyone.llr10.get(key)! - llr10;
      }
    }
    expect(there.outcome.pairsApart).toBeGreaterThan(0);
    expect(weaker).toBeGreaterThan(0);
  }, 60_000);

  it('withholds ratios against people of one area where too few pairs of them train', () => {
    const { outcome, llr10 } = collect(tested, training, 'same-area');
    expect(outcome.withheld).toEqual({ why: 'too-few-pairs' });
    expect([...llr10.values()].every((l) => l === undefined)).toBe(true);
  });

  it('gives ratios to handsets of a single day, which have no habits to compare with', () => {
    const first = tested[0]!.days[0]!;
    const alone = tracksOf(
      people('baseline', 'p', 14).filter(
        (r) => tested.some((t) => t.owner === r.owner) && Math.floor((r.at_s - 5 * 3600) / 86_400) === first,
      ),
      0,
    );
    const result = collect(alone, training);
    expect(result.outcome.ratios).toBe(45);
    for (const l of result.llr10.values()) expect(Number.isFinite(l)).toBe(true);
  });

  it('takes two people who both call their handset "1" for two', () => {
    const same = tested.map((t) => ({ ...t, device: t.device.slice(-1) }));
    const { outcome } = collect(same, training);
    expect(outcome.ratios).toBe(45 * 12);
  });
});
