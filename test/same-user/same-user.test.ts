import { describe, expect, it } from 'vitest';
import { createRandom, splitCllr } from '../../src/statistics/index.ts';
import { collect, people, population } from './a-small-world.ts';
import { makeTracks } from '../../world/tracks/index.ts';
import { tracksOf } from '../../src/attribute/index.ts';

const { tested, training } = population('baseline', 14, 5);
const plain = collect(tested, training);

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
