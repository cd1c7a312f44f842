import { describe, expect, it } from 'vitest';
import { EXIT, exitCodeOf } from '../src/cli/exit-codes.ts';
import { CellsweepError, ERROR_CODES, type ErrorCode } from '../src/model/errors.ts';
import { filesUnder, read } from './source-files.ts';

const page = read('docs/errors.md');

/** Cells of the table rows under a heading, without the header. */
function table(heading: string): string[][] {
  const section = page.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? '';
  return section
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(2)
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

/** The codes of a union of literals, as the source states them: a type leaves nothing to ask at run time. */
function codesOf(file: string, type: string): string[] {
  const union = new RegExp(`export type ${type} =([^;]*);`).exec(read(file))?.[1] ?? '';
  return [...union.matchAll(/'([A-Z0-9_]+)'/g)].map(([, code = '']) => code).sort();
}

const documented = (heading: string): string[] =>
  table(heading)
    .map(([code = '']) => code.replaceAll('`', ''))
    .sort();

describe('docs/errors.md', () => {
  it('says of every error what it means and what the process ends with', () => {
    const rows = table('Errors').map(([code = '', exit = '', meaning = '']) => [
      code.replaceAll('`', ''),
      exit,
      meaning,
    ]);
    const stated = Object.entries(ERROR_CODES).map(([code, meaning]) => [
      code,
      String(exitCodeOf(new CellsweepError(code as ErrorCode, ''))),
      meaning,
    ]);
    const byCode = (a: string[], b: string[]): number => ((a[0] ?? '') < (b[0] ?? '') ? -1 : 1);
    expect(rows.sort(byCode)).toEqual(stated.sort(byCode));
  });

  it('documents every exit code, and no other', () => {
    expect(
      table('Exit codes')
        .map(([code]) => Number(code))
        .sort((a, b) => a - b),
    ).toEqual(Object.values(EXIT).sort((a, b) => a - b));
  });

  it.each([
    ['Refusals', 'RefusalCode'],
    ['Remarks', 'RemarkCode'],
  ])('documents all %s, and no other', (heading, type) => {
    const codes = codesOf('src/model/refusal.ts', type);
    expect(codes.length).toBeGreaterThan(10);
    expect(documented(heading)).toEqual(codes);
  });

  it('leaves no cell of a table empty', () => {
    for (const heading of ['Exit codes', 'Errors', 'Refusals', 'Remarks'])
      for (const row of table(heading)) expect(row.every((cell) => cell.length > 0)).toBe(true);
  });

  it('knows every code that the sources throw', () => {
    const thrown = filesUnder('src', '.ts').flatMap((file) =>
      [...read(file).matchAll(/new CellsweepError\(\s*'([A-Z_]+)'/g)].map(([, code]) => code),
    );
    expect(thrown.length).toBeGreaterThan(10);
    expect(thrown.filter((code) => code === undefined || !(code in ERROR_CODES))).toEqual([]);
  });
});

describe('exit codes', () => {
  it('give 70 for what nobody expected', () => {
    expect(exitCodeOf(new TypeError('x'))).toBe(70);
    expect(exitCodeOf(undefined)).toBe(70);
  });

  it('differ', () => {
    expect(new Set(Object.values(EXIT)).size).toBe(Object.values(EXIT).length);
  });
});
