import { describe, expect, it } from 'vitest';
import { deletedInWords, type Deleted } from './deleted-in-words.ts';

const NOTHING: Deleted = { acts: [], files: 0, shared: 0, lost: [], untold: [] };
const said = (some: Partial<Deleted>): string => deletedInWords({ ...NOTHING, ...some });

describe('what retention says', () => {
  it('is that nothing was due, where nothing was', () => {
    expect(said({})).toBe('Nothing is past its retention.\n');
  });

  it('counts the files that went, and names the acts once', () => {
    expect(said({ acts: ['B', 'A', 'B'], files: 2 })).toBe(
      '2 kept files deleted with all rows and results that rest on them (A, B). The custody log keeps that they were here.\n',
    );
  });

  it('never claims files that stay: of an ended act whose files lost another act, it says what stays and what to do', () => {
    const text = said({ acts: ['A'], untold: ['operators/o/records.csv'] });
    expect(text).toMatch(/^Rows and results that rest on A are deleted; no kept file is\.\n/);
    expect(text).not.toContain('kept files deleted');
    expect(text).toContain('1 file under custody that NO ACT COVERS ANY MORE, KEPT with all bytes');
    expect(text).toMatch(/cellsweep run CASE --out RESULTS .*, then this command deletes it\.\n {2}operators/);
  });

  it('names twenty files at the most', () => {
    const files = Array.from({ length: 23 }, (_, i) => `f${i}`);
    expect(said({ lost: files }).split('\n')).toHaveLength(1 + 20 + 1 + 1);
    expect(said({ lost: files })).toContain('  and 3 more\n');
  });
});
