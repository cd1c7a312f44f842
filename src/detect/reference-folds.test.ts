import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReferenceClass } from '../model/case.ts';
import type { LabelledEvidence } from './class-profiles.ts';
import { LEAST_INSIDE, LEAST_OUTSIDE, referenceFolds } from './reference-folds.ts';
import { PLAIN_EVIDENCE } from './synthetic-residents.testing.ts';

const some = (of: ReferenceClass, area_id: string, n: number): LabelledEvidence[] =>
  Array.from({ length: n }, () => ({ class: of, evidence: { ...PLAIN_EVIDENCE, area_id } }));
const insides = (list: readonly LabelledEvidence[]): number => list.filter((r) => r.class === 'inside').length;

describe('folds of references', () => {
  it('are the areas where enough remain without any of them', () => {
    const all = [
      ...some('inside', 'P1', 6),
      ...some('inside', 'P2', 8),
      ...some('neighbour', 'Z1', 30),
      ...some('homebody', 'Z2', 25),
    ];
    const { scheme, of } = referenceFolds(all);
    expect(scheme).toBe('area');
    expect(new Set(of).size).toBe(4);
  });

  it('never leave out a prison that holds nearly all who live inside', () => {
    const all = [
      ...some('inside', 'P1', 1),
      ...some('inside', 'P2', 20),
      ...some('neighbour', 'Z1', 30),
      ...some('neighbour', 'Z2', 30),
    ];
    const { scheme, of } = referenceFolds(all);
    expect(scheme).toBe('mixed');
    expect(of[0]).toBe('area P1');
    expect(new Set(of.slice(1, 21)).size).toBe(5);
  });

  it('leave enough for a model wherever all together hold some more than that', () => {
    const count = fc.integer({ min: 0, max: 40 });
    fc.assert(
      fc.property(fc.array(fc.tuple(count, count), { minLength: 1, maxLength: 5 }), (areas) => {
        const all = areas.flatMap(([inside, outside], a) => [
          ...some('inside', `A${a}`, inside),
          ...some('neighbour', `A${a}`, outside),
        ]);
        fc.pre(insides(all) >= LEAST_INSIDE && all.length - insides(all) >= LEAST_OUTSIDE);
        const { of } = referenceFolds(all);
        for (const fold of new Set(of)) {
          const rest = all.filter((_, i) => of[i] !== fold);
          expect(insides(rest)).toBeGreaterThanOrEqual(LEAST_INSIDE - 1);
          expect(rest.length - insides(rest)).toBeGreaterThanOrEqual(0.8 * LEAST_OUTSIDE);
        }
      }),
    );
  });
});
