import { describe, expect, it } from 'vitest';
import { usersInWords } from './users.ts';
import { SUMMARY } from '../tables/made-results.testing.ts';

const row = (inmate_id: string, set_rank: number, set_size: number, llr10: number) => ({
  inmate_id,
  set_rank: String(set_rank),
  set_size: String(set_size),
  llr10: llr10.toFixed(3),
  basis: 'rooms (+1.7)',
});
const eight = [
  row('E3', 2, 1, 2.32),
  row('E1', 1, 2, 2.35),
  row('E2', 1, 2, 2.3),
  ...['E4', 'E5', 'E6', 'E7', 'E8'].map((id) => row(id, 3, 5, -0.8)),
];

describe('users in words', () => {
  it('tells sets from single inmates, in order of rank', () => {
    const text = usersInWords(eight, 'device 2 in prison P1', SUMMARY).join('\n');
    expect(text).toContain('Who uses device 2 in prison P1 (');
    expect(text).toMatch(
      /1st set, 2 inmates among whom the data do not decide:\n +E1, log10 LR \+2\.35: rooms.*\n +E2, .*\n +2nd: E3, log10 LR \+2\.32/,
    );
    expect(text.match(/1st set/g)).toHaveLength(1);
    expect(text).not.toContain('set of 1');
    expect(text).not.toMatch(/set, 1 inmate/);
  });

  it('leaves no colon without words where nothing of weight is known of a candidate', () => {
    const text = usersInWords([{ ...row('E1', 1, 1, 0.07), basis: '' }], 'it', SUMMARY).join('\n');
    expect(text).toContain('1st: E1, log10 LR +0.07: no evidence of weight for or against');
  });

  it('says how many are not shown', () => {
    expect(usersInWords(eight, 'it', SUMMARY).join('\n')).toContain(
      'and 3 more, all of them in the 3rd set (users.csv).',
    );
    expect(usersInWords([...eight, row('E9', 4, 1, -0.9)], 'it', SUMMARY).join('\n')).toContain(
      'and 4 more, 3 of them in the 3rd set (users.csv).',
    );
    expect(usersInWords(eight.slice(0, 3), 'it', SUMMARY).join('\n')).not.toContain('more');
  });

  it('states the error rate, or that there is none', () => {
    expect(usersInWords(eight, 'it', SUMMARY).at(-1)).toBe(
      '    Ratios of users rest on 10 handsets with a known user; held-out Cllr 0.22 (0 = perfect, 1 = says nothing); none beyond LR 220 or below 1/7.2 is stated.',
    );
    const few = { users: { labelled_handsets: 1, bounds: { lower_llr10: -1, upper_llr10: 1 }, held_out_cllr: null } };
    expect(usersInWords(eight, 'it', few).at(-1)).toContain(
      'rest on 1 handset with a known user; too few to measure how good they are; none beyond LR 10 or below 1/10',
    );
    expect(usersInWords(eight, 'it', {}).join()).not.toContain('rest on');
  });

  it('counts as one does', () => {
    const ranks = [1, 2, 3, 4, 11, 12, 13, 21, 22, 101, 111];
    const said = ranks.map(
      (rank) =>
        usersInWords([row('E1', rank, 1, 0)], 'it', {})[2]
          ?.trim()
          .split(':')[0],
    );
    expect(said).toEqual(['1st', '2nd', '3rd', '4th', '11th', '12th', '13th', '21st', '22nd', '101st', '111th']);
  });

  it('is silent without rows', () => {
    expect(usersInWords([], 'it', SUMMARY)).toEqual([]);
  });
});
