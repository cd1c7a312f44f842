import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { globCovers } from './glob.ts';

describe('globCovers', () => {
  it.each([
    ['operators/orvane/cells_*.csv.gz', 'operators/orvane/cells_P1.csv.gz', true],
    ['operators/orvane/cells_*.csv.gz', 'operators/orvane/cells_P1.csv', true],
    ['prisons/rolls.csv', 'prisons/rolls.csv.gz', true],
    ['operators/orvane/cells_*.csv.gz', 'operators/orvane/handsets_P1.csv.gz', false],
    ['operators/orvane/cells_*.csv.gz', 'operators/telmira/cells_P1.csv.gz', false],
    ['prisons/*', 'prisons/rolls.csv', true],
    ['prisons/*', 'prisons/annex/rolls.csv', false],
    ['prisons/**', 'prisons/annex/rolls.csv', true],
    ['**', 'operators/a/b/c.xml', true],
    ['**/cells.csv', 'cells.csv', true],
    ['**/cells.csv', 'prisons/cells.csv', true],
    ['operators/**/cells.csv', 'operators/a/b/cells.csv', true],
    ['*', 'case.json', true],
    ['*', 'prisons/rolls.csv', false],
    ['prisons/rolls.cs?', 'prisons/rolls.csv', true],
    ['prisons/rolls.csv', 'prisons/rolls_csv', false],
    ['./prisons/rolls.csv', 'prisons/rolls.csv', true],
    ['prisons/rolls.csv', 'Prisons/rolls.csv', false],
    ['**', '../other-case/rolls.csv', false],
    ['op\u00e9rateurs/*', 'ope\u0301rateurs/a.csv', true],
    ['', 'prisons/rolls.csv', false],
    ['prisons', 'prisons/rolls.csv', false],
  ])('%s over %s: %s', (glob, path, expected) => {
    expect(globCovers(glob, path)).toBe(expected);
  });

  it('agrees with a regular expression of the same meaning', () => {
    const letters = fc.stringMatching(/^[ab*?]{0,6}$/);
    const paths = fc.stringMatching(/^[ab]{1,8}$/);
    fc.assert(
      fc.property(letters, paths, (glob, path) => {
        fc.pre(glob !== '**' && glob !== '');
        const pattern = new RegExp(`^${glob.replaceAll('*', '.*').replaceAll('?', '.')}$`);
        expect(globCovers(glob, path)).toBe(pattern.test(path));
      }),
    );
  });

  it('does not blow up on a hostile glob', () => {
    const started = performance.now();
    expect(globCovers('*a'.repeat(200), 'a'.repeat(5000) + 'b')).toBe(false);
    expect(globCovers('**/'.repeat(200) + 'x', 'a/'.repeat(500) + 'b')).toBe(false);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
