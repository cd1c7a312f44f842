import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { KEPT } from '../../src/cli/workspace.ts';
import { makeScratch, runToEnd } from './chain.testing.ts';
import { callsWith } from './correspondents.testing.ts';
import { openReader } from './read-file.testing.ts';
import { filesWith, storedRows } from './stored-bytes.testing.ts';

interface Counted {
  operators: { operator: string; protected_legs: number }[];
}

describe('protected numbers', () => {
  const scratch = makeScratch();
  afterAll(scratch.remove);

  it('stand nowhere but in the kept originals, and are counted', { timeout: 120_000 }, async () => {
    const { caseDir, truthDir } = await scratch.world({ seed: 11, prisons: 1, placebos: 1, days: 7, scale: 0.5 });
    const results = scratch.fresh('results');
    await runToEnd(caseDir, results);
    const listed = readFileSync(path.join(caseDir, 'protected-numbers.csv'), 'utf8').match(/\d{8,15}/g) ?? [];
    expect(listed.length).toBeGreaterThan(3);
    const truth = JSON.parse(readFileSync(path.join(truthDir, 'events.json'), 'utf8')) as Counted;
    const summary = JSON.parse(readFileSync(path.join(results, 'summary.json'), 'utf8')) as {
      events: Counted['operators'];
    };
    const legs = (of: Counted['operators']) => Object.fromEntries(of.map((o) => [o.operator, o.protected_legs]));
    expect(legs(summary.events)).toEqual(legs(truth.operators));
    expect(Object.values(legs(summary.events)).reduce((a, b) => a + b, 0)).toBeGreaterThan(0);
    // E.164 and national form share these digits: country 33, then nine.
    const digits = listed.map((number) => number.slice(2));
    const originals = path.join(KEPT, 'custody', 'originals');
    expect(filesWith(results, digits, (file) => file.startsWith(originals))).toEqual([]);
    expect(filesWith(results, digits, (file) => !file.startsWith(originals)).length).toBeGreaterThan(0);
    const leaked = [...(await storedRows(results))].filter(([, rows]) =>
      rows.some((row) => digits.some((number) => row.includes(number))),
    );
    expect(leaked.map(([table]) => table)).toEqual([]);
  });

  it('are masked however an operator punctuates them', async () => {
    const reader = await openReader(scratch.fresh('spellings'), ['33639980123']);
    const spellings = [
      '33639980123',
      '+33639980123',
      '0033639980123',
      '+33 6 39 98 01 23',
      '+33.6.39.98.01.23',
      '+33-6-39-98-01-23',
      '(+33) 639980123',
      '+33_639980123',
      '+33 (0)6 39 98 01 23',
      '0033 (0) 639980123',
      '0639980123',
      "'+33639980123",
      '+33639980123;',
      '\t+33639980123\t',
      '"33639980123"',
      '"+33639980123,"',
      '"""33639980123"""',
    ];
    const reading = await reader.read('calls.csv', callsWith(spellings));
    await reader.close();
    expect(reading.rows_used).toBe(spellings.length);
    const stored = [...reading.stored.values()].flat();
    expect(stored.filter((row) => row.includes('639980123'))).toEqual([]);
    // What is stored of all of them is one and the same.
    expect(new Set(stored).size).toBe(1);
  });
});
