import { describe, expect, it } from 'vitest';
import { judge, judgeAll, type ResidencyEvidence } from '../../detect/index.ts';
import { INMATE, NEIGHBOUR, PLAIN, WIDE_MODEL } from '../tables/made-results.testing.ts';
import { noneCanBeInside, prisonTable, strongestInWords } from './print-handsets.ts';
import type { HandsetFinding, RunOutcome } from '../chain/run-outcome.ts';

const finding = (over: Partial<ResidencyEvidence>): HandsetFinding => {
  const evidence = { ...PLAIN, ...over };
  return { evidence, judgement: judge(evidence, WIDE_MODEL), in_ledger: false };
};
const prisons = ['P1', 'P2'].map((id) => ({ id, kind: 'prison', name: 'X' }));
const documents = {
  areas: [...prisons, { id: 'Z1', kind: 'placebo', name: 'Z' }],
} as unknown as RunOutcome['documents'];
const few = finding({ ...INMATE, servingEvents: 19, seizedHere: true });
const enough = finding({ ...INMATE, servingEvents: 20 });
const outside = finding({ ...NEIGHBOUR, area_id: 'P2', servingEvents: 8 });

describe('handsets of a run', () => {
  it('counts those inside on few events apart, and says what that means', () => {
    expect([few, enough, outside].map(({ judgement }) => judgement.verdict)).toEqual(['inside', 'inside', 'outside']);
    const [, one, two, note] = prisonTable({ documents, findings: [few, enough, outside] });
    expect(one?.trim().split(/\s+/)).toEqual(['P1', 'X', '2', '1', '0', '0', '0']);
    expect(two?.trim().split(/\s+/)).toEqual(['P2', 'X', '0', '0', '0', '1', '0']);
    expect(note).toContain("on 5 to 19 events on the prison's cells only");
    expect(prisonTable({ documents, findings: [enough, outside] })).toHaveLength(3);
  });

  it('says how many handsets they are where one is inside in two prisons, one after the other', () => {
    const moved = finding({ ...INMATE, area_id: 'P2' });
    const clone = finding({ ...INMATE, area_id: 'P2', component: 2 });
    expect(prisonTable({ documents, findings: [enough, moved, clone] }).at(-1)).toBe(
      '  1 handset called inside in more than one prison, counted in each: 3 times inside are 2 handsets.',
    );
    expect(prisonTable({ documents, findings: [enough, clone] })).toHaveLength(3);
  });

  it('names those that live in one of two prisons, where nothing tells in which', () => {
    const both = ['P1', 'P2'].map((area_id): ResidencyEvidence => ({
      ...PLAIN,
      ...INMATE,
      area_id,
      imei14: '00000000000077',
    }));
    const open = judgeAll(both, WIDE_MODEL).map((judgement, i) => ({
      evidence: both[i]!,
      judgement,
      in_ledger: false,
    }));
    expect(open.map(({ judgement }) => judgement.verdict)).toEqual(['undecided', 'undecided']);
    expect(prisonTable({ documents, findings: [enough, ...open] }).slice(-2)).toEqual([
      '  1 handset living in one of several prisons by the same days; in which is open, so none is called inside:',
      '    00000000000077 in P1 or P2',
    ]);
    const decided = finding({ ...INMATE, area_id: 'P3', imei14: '00000000000077' });
    expect(prisonTable({ documents, findings: [decided, ...open] }).join()).not.toContain('in which is open');
  });

  it('shows the name of a prison whole, with all columns beside each other', () => {
    const long = { id: 'P3', kind: 'prison', name: 'Centre de détention de Tessandre-sur-Mer' };
    const of = { areas: [...documents.areas, long] } as unknown as RunOutcome['documents'];
    const lines = prisonTable({ documents: of, findings: [] });
    expect(lines.at(-1)).toContain('P3 Centre de détention de Tessandre-sur-Mer  ');
    expect(new Set(lines.map((line) => line.length)).size).toBe(1);
  });

  it('names the next command so that it can be pasted', () => {
    expect(strongestInWords([few], 'Ergebnis ß').at(-1)).toContain("cellsweep explain 'Ergebnis ß' IMEI");
  });

  it('marks the same in the list of the strongest', () => {
    const text = strongestInWords([few, enough, outside], 'R').join('\n');
    expect(text).toContain('THE STRONGEST 2 OF 2');
    expect(text.match(/LR .*ONLY 19 EVENTS/g)).toHaveLength(1);
    expect(text.match(/ONLY/g)).toHaveLength(1);
    expect(strongestInWords([outside], 'R')).toEqual([]);
  });

  it('lists the strongest of those undecided where none is called inside', () => {
    const bounds = { ...WIDE_MODEL.regular.bounds, upper_llr10: 1.2 };
    const narrow = {
      ...WIDE_MODEL,
      regular: { ...WIDE_MODEL.regular, bounds },
      sparse: { ...WIDE_MODEL.sparse, bounds },
    };
    const evidence = { ...PLAIN, ...INMATE, servingEvents: 20 };
    const cut = { evidence, judgement: judge(evidence, narrow), in_ledger: false };
    expect(cut.judgement.verdict).toBe('undecided');
    const text = strongestInWords([cut, outside], 'R').join('\n');
    expect(text).toContain('THE STRONGEST 1 OF 1 UNDECIDED WITH LR ABOVE 1, NONE CALLED INSIDE');
    expect(text).toContain('LR 16 or more');
    expect(strongestInWords([enough, cut], 'R').join()).not.toContain('UNDECIDED');
    expect(noneCanBeInside(narrow).join()).toContain('that takes LR 20, and the references support none beyond 16.');
    expect(noneCanBeInside(WIDE_MODEL)).toEqual([]);
    expect(
      noneCanBeInside({ ...narrow, regular: { ...narrow.regular, bounds: { ...bounds, upper_llr10: 1.3 } } }),
    ).toEqual([]);
  });
});
