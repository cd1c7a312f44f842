import { describe, expect, it } from 'vitest';
import { judge, type LabelledEvidence } from '../../detect/index.ts';
import { baselinesOnReferences, calledInside, onReferences, rulesInWords } from './baseline-report.ts';
import { INMATE, MODEL, NEIGHBOUR, PLAIN } from '../tables/made-results.testing.ts';
import type { CalibrationOutcome } from './run-outcome.ts';

const STAYS = { servingShare: 1, nearestSiteShare: 0.2, outgoingPerWeek: 5 };
const FLAGGED = { servingShare: 0.5, nearestSiteShare: 0.9, outgoingPerWeek: 30 };
const references: LabelledEvidence[] = [
  { class: 'inside', evidence: { ...PLAIN, ...INMATE, baseline: STAYS } },
  { class: 'inside', evidence: { ...PLAIN, ...INMATE, baseline: FLAGGED } },
  { class: 'homebody', evidence: { ...PLAIN, ...NEIGHBOUR, baseline: STAYS } },
  { class: 'neighbour', evidence: { ...PLAIN, ...NEIGHBOUR, baseline: { ...STAYS, servingShare: 0.3 } } },
  // Too little traffic for a rule to say anything.
  { class: 'inside', evidence: { ...PLAIN, ...INMATE, servingEvents: 19, baseline: STAYS } },
];
const outcome = (over: Partial<CalibrationOutcome> = {}): CalibrationOutcome => ({
  model: MODEL,
  source: 'this case',
  why: undefined,
  baselines: baselinesOnReferences(references),
  calledInside: calledInside(references, MODEL),
  ...over,
});

describe('the customary rules', () => {
  it('stand beside our figure, on the same references', () => {
    const [head, ours, regulator, share, ...rest] = rulesInWords(outcome());
    expect(rest).toEqual([]);
    expect(head).toContain('references with 20 events or more (2 inside, 2 others)');
    expect(ours).toMatch(/this program from LR 20 on, .* 2 of 2 inside found, +0 others called inside wrongly$/);
    expect(regulator).toMatch(/nearest antenna, .* 1 of 2 inside found, +0 others called inside wrongly$/);
    expect(share).toMatch(/95 % of its events .* 1 of 2 inside found, +1 other called inside wrongly$/);
  });

  it('are told where our figure is withheld, and not where nobody is known', () => {
    expect(rulesInWords(outcome({ model: undefined, calledInside: undefined }))[1]).toMatch(/this program +withheld$/);
    expect(rulesInWords(outcome({ baselines: baselinesOnReferences([]) }))).toEqual([]);
    expect(rulesInWords(outcome({ baselines: [] }))).toEqual([]);
    const inmates = references.filter((r) => r.class === 'inside');
    expect(rulesInWords(outcome({ baselines: baselinesOnReferences(inmates) }))).toEqual([]);
  });

  it('judge no sensor and no search: our figure is not helped by them either', () => {
    const seen = { ...PLAIN, sensorsListen: true, heardDays: 9, seizedHere: true };
    expect(judge(seen, MODEL).verdict).toBe('inside');
    expect(calledInside([{ class: 'staff', evidence: seen }], MODEL)).toEqual({ inside: 0, outside: 0 });
  });

  it('nor does the cost that another case’s model has on our references count the search that labelled them', () => {
    const seized = (by: Partial<LabelledEvidence['evidence']>): LabelledEvidence[] => [
      { class: 'inside', evidence: { ...PLAIN, ...by } },
      { class: 'neighbour', evidence: { ...PLAIN, ...NEIGHBOUR } },
    ];
    const plain = onReferences(seized({}), MODEL);
    expect(onReferences(seized({ seizedHere: true, sensorsListen: true, heardDays: 9 }), MODEL)).toEqual(plain);
    expect(plain.cllr).toBeGreaterThan(0.1);
  });
});
