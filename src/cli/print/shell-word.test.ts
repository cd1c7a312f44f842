import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shellWord } from './shell-word.ts';

describe('a path in a printed command', () => {
  it('stays as it is where no shell takes it apart, and is quoted where it would', () => {
    expect(['results-1', '/a/b.c', 'Ergebnisß'].map(shellWord)).toEqual(['results-1', '/a/b.c', 'Ergebnisß']);
    expect(shellWord('Ergebnis ß')).toBe("'Ergebnis ß'");
    expect(shellWord('')).toBe("''");
  });

  it.skipIf(process.platform === 'win32')('comes back from a shell as it was, whatever it holds', () => {
    const signs = fc.constantFrom(
      'a',
      'ß',
      ' ',
      "'",
      '"',
      '$',
      '`',
      '\\',
      '*',
      '~',
      '!',
      '&',
      ';',
      '(',
      '#',
      '\n',
      '/',
    );
    const text = fc.string({ unit: signs, minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 20 }), (paths) => {
        const said = execFileSync('sh', ['-c', `printf '%s\\0' ${paths.map(shellWord).join(' ')}`], {
          encoding: 'utf8',
        });
        expect(said.split('\0').slice(0, -1)).toEqual(paths);
      }),
      { numRuns: 20 },
    );
  });
});
