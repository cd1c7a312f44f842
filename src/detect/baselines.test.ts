import { describe, expect, it } from 'vitest';
import { history, SMALL_CASE, SMALL_TABLE } from './a-small-case.testing.ts';
import { BASELINE_RULES } from './baselines.ts';
import { residencyEvidence } from './gather-evidence.ts';
import { prepareResidency, type PreparedArea } from './prepare.ts';

describe('customary rules', () => {
  it('count what they say', () => {
    const prepared = prepareResidency({ documents: SMALL_CASE, table: SMALL_TABLE });
    const events = Array.from({ length: 100 }, (_, i) => ({
      hour: i,
      cell: i < 96 ? 0 : 2,
      direction: i % 4 === 0 ? 2 : 1,
    }));
    const b = residencyEvidence(history(events), prepared.areas[0] as PreparedArea, prepared)?.baseline;
    expect(b).toMatchObject({ servingShare: 0.96, nearestSiteShare: 0.96, outgoingPerWeek: 75 });
    const rules = Object.values(BASELINE_RULES).map((rule) => rule(b!, 2));
    expect(rules).toEqual([true, true, false]);
    expect(BASELINE_RULES['regulator: nearest site >= 0.5, more than 1 IMSI, >= 20 outgoing a week'](b!, 1)).toBe(
      false,
    );
  });
});
