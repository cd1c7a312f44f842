import { describe, expect, it } from 'vitest';
import { createRandom } from '../../statistics/index.ts';
import { aWing } from './a-wing.testing.ts';
import { mountingPoints } from './mounting-points.ts';
import { placeSensors, scoreOf } from './placement.ts';
import { Separation } from './separation.ts';
import { sensorSite } from './site.ts';

const site = sensorSite({ ...aWing({ perSide: 5 }), sensors: [] }, 'P1', 'B1', { at_s: 1, threshold_dbm: -95 });
const signal = { power: site.powerOf('traffic'), bursts: 5 };
const candidates = mountingPoints(site.grid, { threshold_dbm: -95 }).map((point) => site.columnAt(point));

describe('placement of receivers', () => {
  it('separates the worst pair better than chance does', () => {
    const placed = placeSensors(site, signal, [], candidates, 5).steps.at(-1)!;
    const random = createRandom(1);
    const byChance = Array.from({ length: 60 }, () => {
      const separation = new Separation(site, signal);
      for (const column of random.shuffle([...candidates]).slice(0, 5)) separation.add(column);
      return scoreOf(separation.pairs, separation.overlaps());
    });
    const best = (of: (score: (typeof byChance)[number]) => number) => Math.max(...byChance.map(of));
    expect(placed.objective).toBeGreaterThan(best(({ objective }) => objective));
    const typical = byChance.map(({ worst_nats }) => worst_nats).toSorted((a, b) => a - b)[54]!;
    expect(placed.worst_nats).toBeGreaterThan(typical);
  });

  it('loses little by looking at few candidates, and less than it saves', () => {
    const lazy = placeSensors(site, signal, [], candidates, 6, { exchange: false });
    const plain = placeSensors(site, signal, [], candidates, 6, { exchange: false, plain: true });
    expect(lazy.steps.at(-1)!.objective).toBeGreaterThan(0.97 * plain.steps.at(-1)!.objective);
    expect(lazy.scored).toBeLessThan(plain.scored);
  });

  it('never gets worse by exchange, and each further receiver helps', () => {
    const with_ = placeSensors(site, signal, [], candidates, 4);
    const without = placeSensors(site, signal, [], candidates, 4, { exchange: false });
    expect(with_.steps.at(-1)!.objective).toBeGreaterThanOrEqual(without.steps.at(-1)!.objective - 1e-9);
    with_.steps.reduce((before, { objective }) => {
      expect(objective).toBeGreaterThan(before);
      return objective;
    }, with_.before.objective);
  });

  it('keeps what is there and begins from it', () => {
    const kept = [candidates[0]!];
    const { before, steps } = placeSensors(site, signal, kept, candidates.slice(1), 2);
    const separation = new Separation(site, signal);
    separation.add(kept[0]!);
    expect(before.objective).toBeCloseTo(scoreOf(separation.pairs, separation.overlaps()).objective, 12);
    expect(steps).toHaveLength(2);
  });

  it('places no more than there are places', () => {
    expect(placeSensors(site, signal, [], candidates.slice(0, 3), 10).steps).toHaveLength(3);
  });
});
