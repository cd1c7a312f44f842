import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { CALLED_INSIDE, hasFewEvents, measuredOnFewInWords, wrongOnFewInWords } from './few-events.ts';

const page = readFileSync(path.join(import.meta.dirname, '../../../docs/methods/residency.md'), 'utf8');

describe('few events', () => {
  it('adds up what the page of the method measured, case by case', () => {
    const section = /## Handsets with little traffic[\s\S]*?(?=\n## )/.exec(page)?.[0] ?? '';
    const rows = section
      .split('\n')
      .map((line) => line.replaceAll('*', '').split('|'))
      .filter((cells) => /\d, [\d,]+/.test(cells[2] ?? ''));
    expect(rows).toHaveLength(7);
    const sum = (column: number): { called: number; elsewhere: number } => {
      const pairs = rows.map((cells) => (cells[column] ?? '').split(',').map(Number));
      const of = (at: number): number => pairs.reduce((total, pair) => total + (pair[at] ?? Number.NaN), 0);
      return { called: of(0) + of(1), elsewhere: of(1) };
    };
    expect(CALLED_INSIDE).toEqual({ few: sum(5), enough: sum(7) });
    expect(section).toContain('chosen after counting these same cases');
  });

  it('stands in the same words in the guide for the first case', () => {
    const guide = readFileSync(path.join(import.meta.dirname, '../../../docs/guides/first-case.md'), 'utf8');
    expect(guide.replaceAll(/\s+/g, ' ')).toContain(wrongOnFewInWords());
  });

  it('begins below 20 events on the cells of the prison, as the calibration does', () => {
    expect([19, 20].map((servingEvents) => hasFewEvents({ servingEvents }))).toEqual([true, false]);
  });

  it('says what the case can and what it cannot measure', () => {
    expect(measuredOnFewInWords({ inside: 10, outside: 0, cllr: null })).toBe(
      'references with so few cannot measure how often that is wrong (10 inside, 0 outside)',
    );
    expect(measuredOnFewInWords({ inside: 10, outside: 4, cllr: 0.3 })).toContain('Cllr 0.300 (10 inside, 4 outside');
    expect(wrongOnFewInWords()).toBe(
      'in seven simulated cases 2 of 50 called inside on so few lived elsewhere (the rule was chosen after counting these same cases); with 20 or more 2 of 415',
    );
  });
});
