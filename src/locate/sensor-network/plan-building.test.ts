import { describe, expect, it } from 'vitest';
import { createRandom } from '../../statistics/index.ts';
import { aWing } from './a-wing.testing.ts';
import { planBuilding } from './plan-building.ts';

describe('planBuilding', () => {
  it('says of each number of receivers what these would give, not what the whole plan would', () => {
    const documents = aWing({ perSide: 2, sensors: 2 });
    const plan = planBuilding(documents, 'P1', 'B1', {
      at_s: 1,
      sensors: 3,
      keepExisting: false,
      inCells: true,
      kind: 'traffic',
      bursts: 2,
      random: (stream) => createRandom(1, stream),
    });
    // Four cells of 3 m by 4 m.
    expect(plan.area_m2).toBeCloseTo(48, 9);
    const counts = plan.sweep.map(({ sensors }) => sensors);
    expect(counts).toEqual(counts.toSorted((a, b) => a - b));
    expect([counts[0], counts.at(-1)]).toEqual([2, plan.placement.steps.length]);
    for (const { sensors, m2PerSensor } of plan.sweep) expect(m2PerSensor).toBeCloseTo(48 / sensors, 9);
    const [fewest, most] = [plan.sweep[0]!, plan.sweep.at(-1)!];
    expect(fewest.hits).not.toEqual(most.hits);

    const kept = planBuilding(documents, 'P1', 'B1', {
      at_s: 1,
      sensors: 1,
      keepExisting: true,
      inCells: true,
      kind: 'traffic',
      bursts: 2,
      random: (stream) => createRandom(1, stream),
    });
    expect(kept.columns).toHaveLength(2 + kept.placement.steps.length);
    for (const { sensors, m2PerSensor } of kept.sweep) expect(m2PerSensor).toBeCloseTo(48 / (2 + sensors), 9);
    expect(kept.sweep[0]?.sensors).toBe(0);
  });
});
