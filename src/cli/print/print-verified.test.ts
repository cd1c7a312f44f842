import { expect, it } from 'vitest';
import type { CustodyReport } from '../../custody/index.ts';
import type { ComparedTables } from '../tables/whole-results.ts';
import { verifiedInWords } from './print-verified.ts';

const SOUND: CustodyReport = { ok: true, size: 7, root: 'cm9vdA==', problems: [], entries: [] };
const BROKEN: CustodyReport = {
  ...SOUND,
  ok: false,
  problems: [
    { code: 'ORIGINAL_ALTERED', file: 'originals/ab/cd' },
    { code: 'ENTRY_INVALID', file: 'tile/entries/000', index: 3 },
  ],
};
const said = (report: CustodyReport, are: ComparedTables['are']): { lines: string[]; isSound: boolean } => {
  const { text, isSound } = verifiedInWords(report, { are, text: 'tables: as compared' });
  return { lines: text.trimEnd().split('\n'), isSound };
};

it.each([
  ['whole', true, 'sound: '],
  ['none', true, 'sound: '],
  ['unfinished', true, 'UNFINISHED: '],
  ['changed', false, 'NOT SOUND: '],
  ['headless', false, 'NOT SOUND: '],
] as const)('begins with the verdict on log and tables together: %s', (are, isSound, begin) => {
  const { lines, ...rest } = said(SOUND, are);
  expect(rest).toEqual({ isSound });
  expect(lines[0]?.slice(0, begin.length)).toBe(begin);
  expect(lines.slice(1)).toEqual(['log: 7 entries, root cm9vdA==', 'tables: as compared']);
});

it('says first that the log is not sound, then each problem', () => {
  const { lines, isSound } = said(BROKEN, 'whole');
  expect(isSound).toBe(false);
  expect(lines).toEqual([
    'NOT SOUND: 2 problems of the log',
    'ORIGINAL_ALTERED  originals/ab/cd',
    'ENTRY_INVALID  tile/entries/000  entry 3',
    'tables: as compared',
  ]);
  expect(said(BROKEN, 'changed').lines[0]).toContain('and the tables');
});
