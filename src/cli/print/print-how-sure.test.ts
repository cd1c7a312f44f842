import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { judge, type ResidencyEvidence } from '../../detect/index.ts';
import { expectedResidents } from '../tables/expected-residents.ts';
import { INMATE, MODEL, NEIGHBOUR, PLAIN, WIDE_MODEL } from '../tables/made-results.testing.ts';
import { howSure } from './print-how-sure.ts';
import type { CalibrationOutcome, HandsetFinding } from '../chain/run-outcome.ts';

const finding = (over: Partial<ResidencyEvidence>): HandsetFinding => {
  const evidence = { ...PLAIN, ...over };
  return { evidence, judgement: judge(evidence, WIDE_MODEL), in_ledger: false };
};
const own: CalibrationOutcome = { model: MODEL, source: 'this case', why: undefined, baselines: [] };
const findings = [
  ...Array.from({ length: 6 }, () => finding({ ...INMATE, servingEvents: 100 })),
  finding({ ...INMATE, servingEvents: 8, seizedHere: true }),
  ...Array.from({ length: 60 }, () => finding(NEIGHBOUR)),
];
const say = (calibration = own, of: readonly HandsetFinding[] = findings): string =>
  howSure(calibration, of).join('\n');

describe('how sure a run is', () => {
  it('states how many live elsewhere as an expectation, not rounded down and no limit', () => {
    const { elsewhere } = expectedResidents(findings);
    expect(elsewhere % 1).not.toBe(0);
    expect(say()).toContain(`about ${elsewhere} of the 7 called inside live elsewhere:\n  an expectation, no limit.`);
    expect(say()).not.toMatch(/or fewer|at most/);
  });

  it('states in how many trials more lived elsewhere than expected, as the page of the method has them', () => {
    const page = readFileSync(path.join(import.meta.dirname, '../../../docs/methods/residency.md'), 'utf8');
    const section = /## How many of those called inside live elsewhere[\s\S]*?(?=\n## )/.exec(page)?.[0] ?? '';
    const trials = section
      .split('\n')
      .map((line) => line.replaceAll('*', '').split('|'))
      .filter((cells) => /^ *\d+ *$/.test(cells[6] ?? ''))
      .map((cells) => ({ expected: Number(cells[5]), elsewhere: Number(cells[6]) }));
    const exceeded = trials.filter(({ expected, elsewhere }) => elsewhere > expected);
    const [worst] = trials.toSorted((a, b) => b.elsewhere / b.expected - a.elsewhere / a.expected);
    expect(trials).toHaveLength(19);
    expect(say()).toContain(
      `(more than expected in ${exceeded.length} of ${trials.length} simulated cases, at worst ${worst?.elsewhere} for ${worst?.expected})`,
    );
  });

  it('says how many known inmates of another prison are called inside, where there are any', () => {
    const inmatesElsewhere = { pairs: 12, called_inside_against_people_of_no_prison: 7, called_inside: 1 };
    expect(say({ ...own, inmatesElsewhere })).toContain(
      '12 such pairs; called inside that other one 1 (7 if only people who live in no prison were thought of).',
    );
    expect(say()).not.toContain('such pair');
  });

  it('counts a handset once, in however many prisons it has a figure', () => {
    const e = findings[0]?.evidence ?? PLAIN;
    const other = finding({ ...e, area_id: 'P2' });
    const clone = finding({ ...e, component: 2 });
    const { answered, handsets } = expectedResidents([...findings, other, clone]);
    // All of the findings above are of one made IMEI and component.
    expect([answered, handsets]).toEqual([findings.length + 2, 2]);
    expect(say(own, [...findings, other, clone])).toContain(
      `2 handsets have ${findings.length + 2} figures: one for each prison that could hold the handset.`,
    );
    expect(say()).not.toContain('handsets with a figure');
    expect(say(own, [finding(INMATE)])).toContain('  1 handset has a figure.\n');
  });

  it('says of how many the figure rests on few events, and how often that was wrong', () => {
    expect(say()).toMatch(/ {2}1 of the 7 rests on 5 to 19 events: references with so few cannot measure/);
    expect(say()).toContain('2 of 50 called inside on so few lived elsewhere (the rule was chosen after');
    expect(
      say(
        own,
        findings.filter(({ evidence }) => evidence.servingEvents >= 20),
      ),
    ).not.toContain('so few lived');
  });

  it('says whose references were judged', () => {
    const other: CalibrationOutcome = {
      ...own,
      source: 'another case',
      onOwnReferences: { inside: 0, outside: 0, cllr: null },
    };
    expect(say(other)).toContain('On references of that other case that the judging model had not seen');
    expect(say(other)).toContain(
      'On the references of this case, which it never saw, by records alone: not known (0 inside, 0 outside).',
    );
    expect(say()).not.toContain('other case');
    expect(say({ ...own, model: undefined, why: 'no list' })).toBe('  No calibrated figure: no list.');
  });
});
