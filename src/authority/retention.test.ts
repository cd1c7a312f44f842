import { describe, expect, it } from 'vitest';
import { ANY_ACT } from './made-act.testing.ts';
import type { Act } from '../model/case.ts';
import { actsToDelete, retainedActs } from './retention.ts';

const act = (id: string, retain_until_s: number, status: Act['status'] = 'in-force'): Act => ({
  ...ANY_ACT,
  id,
  retain_until_s,
  status,
});

describe('retention', () => {
  it('ends at the very second', () => {
    const acts = [act('B', 100), act('A', 100), act('C', 101)];
    expect(retainedActs(acts, 99).map(({ id }) => id)).toEqual(['B', 'A', 'C']);
    expect(retainedActs(acts, 100).map(({ id }) => id)).toEqual(['C']);
    expect(actsToDelete(acts, 99)).toEqual([]);
    expect(actsToDelete(acts, 100)).toEqual(['A', 'B']);
  });

  it('has annulled acts deleted at once', () => {
    expect(actsToDelete([act('A', 100, 'annulled')], 0)).toEqual(['A']);
  });
});
