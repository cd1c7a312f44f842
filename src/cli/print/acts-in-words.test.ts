import { describe, expect, it } from 'vitest';
import { ANY_ACT } from '../../authority/made-act.testing.ts';
import type { Act } from '../../model/case.ts';
import { actsInWords } from './acts-in-words.ts';

const at_s = (iso: string): number => Date.parse(iso) / 1000;
const act = (changes: Partial<Act> = {}): Act => ({
  ...ANY_ACT,
  id: 'A-01',
  kind: 'order',
  from_s: at_s('2023-09-01T01:00:00+02:00'),
  until_s: at_s('2026-03-17T00:00:00+01:00'),
  retain_until_s: at_s('2026-03-17T00:00:00+01:00'),
  covers: ['prisons/*'],
  ...changes,
});
const lineOf = (acts: readonly Act[], id: string, now: string, zone = 'Europe/Paris'): string =>
  actsInWords(acts, zone, at_s(now))
    .split('\n')
    .find((line) => line.startsWith(id)) ?? '';

describe('the list of acts', () => {
  it('states times as the clocks of the case show them, and says in which zone', () => {
    expect(lineOf([act()], 'A-01', '2026-01-01T00:00:00Z')).toMatch(
      /^A-01 +in-force +2023-09-01 01:00 +2026-03-17 00:00 +2026-03-17 00:00 +order: prisons\/\*$/,
    );
    expect(lineOf([act()], 'A-01', '2026-01-01T00:00:00Z', 'UTC')).toContain('2026-03-16 23:00');
    expect(actsInWords([act()], 'Europe/Paris', 0)).toMatch(/^Times in Europe\/Paris\. .*"before"/);
    expect(lineOf([act({ from_s: at_s('2025-01-01T00:00:07Z') })], 'A-01', '2026-01-01T00:00:00Z')).toContain(
      '01:00:07',
    );
  });

  it('says from the first moment on that retention has ended, and of an annulled act nothing but that', () => {
    expect(lineOf([act()], 'A-01', '2026-03-16T22:59:59Z')).not.toContain('RETENTION');
    expect(lineOf([act()], 'A-01', '2026-03-16T23:00:00Z')).toContain('in-force, RETENTION ENDED');
    const acts = [act(), act({ id: 'A-90', status: 'annulled' })];
    expect(lineOf(acts, 'A-90', '2030-01-01T00:00:00Z')).toMatch(/^A-90 +annulled +2023/);
    expect(actsInWords(acts, 'Europe/Paris', at_s('2030-01-01T00:00:00Z'))).toContain(
      'retention of 1 of 2 acts has ended',
    );
  });
});
