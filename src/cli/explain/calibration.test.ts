import { describe, expect, it } from 'vitest';
import type { ResidencyEvidence, Verdict } from '../../detect/index.ts';
import { calibrationInWords } from './calibration.ts';
import type { ResidencySummary } from './rows.ts';
import { MODEL, PLAIN } from '../tables/made-results.testing.ts';

const OWN: ResidencySummary = { source: 'this case' };
const say = (
  over: Partial<ResidencyEvidence> = {},
  summary: ResidencySummary | undefined = OWN,
  verdict: Verdict = 'inside',
): string => calibrationInWords({ ...PLAIN, ...over }, verdict, MODEL, summary).join('\n');

describe('what a figure is worth', () => {
  it('gives Cllr and number of references of its class of traffic, misleading ones, thresholds and bounds', () => {
    const { heldOut, regular } = MODEL;
    const { inside, outside, cllr } = heldOut.byTraffic.regular;
    expect([inside, outside]).toEqual([24, 80]);
    expect(say()).toContain(
      `with 20 events or more that the judging model had not seen: Cllr ${cllr?.toFixed(3)} (24 inside, 80 outside)`,
    );
    const above = Object.entries(heldOut.byClass).reduce((n, [name, of]) => n + (name === 'inside' ? 0 : of.above1), 0);
    expect(say()).toContain(
      `${heldOut.byClass.inside?.below1} of all 24 inside had LR below 1, ${above} of all 80 others LR above 1`,
    );
    expect(say()).toContain('INSIDE is said from LR 20 if its interval begins at 3.2 or more, OUTSIDE up to LR 1/3.2');
    expect(say()).toContain(`no LR beyond ${Math.round(10 ** regular.bounds.upper_llr10)} or below`);
  });

  it('says of few events that references cannot measure them, and how often "inside" was wrong', () => {
    expect(say({ servingEvents: 5 })).toContain(
      'FEW EVENTS, 5 on cells of this prison: references with so few cannot measure how often that is wrong (0 inside, 0 outside);',
    );
    expect(say({ servingEvents: 5 })).toContain(
      '2 of 50 called inside on so few lived elsewhere (the rule was chosen after',
    );
    expect(say({ servingEvents: 5 }, OWN, 'undecided')).toMatch(/FEW EVENTS(?!.*2 of 50)/s);
    expect(say({ servingEvents: 5 })).not.toContain('24 inside, 80 outside');
    expect(say({ servingEvents: 5 })).not.toContain('others LR above 1');
    expect(say({ servingEvents: 20 })).not.toContain('FEW EVENTS');
  });

  it("says that a calibration is another case's, and whether anything of this case checks it", () => {
    expect(say()).not.toContain('ANOTHER CASE');
    const none = { inside: 0, outside: 0, cllr: null };
    expect(say({}, { source: 'another case', on_own_references: none })).toContain(
      "THE CALIBRATION IS ANOTHER CASE'S, and so are these error rates. This case has no references of its own",
    );
    expect(say({}, { source: 'another case', on_own_references: { inside: 3, outside: 9, cllr: 0.2 } })).toContain(
      "On this case's own references, which it never saw, by records alone: Cllr 0.200 (3 inside, 9 outside).",
    );
  });

  it('says of a seized one that it took part, and of sightings that no error rate covers them', () => {
    expect(say()).not.toMatch(/took part|by assumption/);
    expect(say({ heardDays: 1 })).toMatch(/by assumption/);
    expect(say({ heardDays: 1 })).not.toContain('took part');
    expect(say({ seizedHere: true })).toMatch(/took part[\s\S]*by assumption/);
    expect(say({ seizedHere: true }, { source: 'another case' })).not.toContain('took part');
  });
});
