import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { interruptedInWords, PassingFolders } from './interruption.ts';

describe('an interruption', () => {
  it('says what is kept, that tables may be of two runs, and how to go on', () => {
    for (const command of ['run', 'next-requests', 'annul', 'retention', 'demo'])
      expect(interruptedInWords(command, 'RESULTS')).toMatch(
        /kept in RESULTS; .* do not use them yet\.\nNext: give the same command again, it goes on/,
      );
    expect(interruptedInWords('next-requests', undefined)).toBe(
      'Interrupted. Nothing was kept but the log of who read.',
    );
    expect(interruptedInWords('check', undefined)).toBe('Interrupted. Nothing was kept but the log of who read.');
    expect(interruptedInWords('calibrate', 'MODEL')).toContain('may be half written');
  });

  it('leaves no passing folder behind', () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'cellsweep-interrupted-'));
    try {
      const [one, two, other] = ['one', 'two', 'other'].map((name) => path.join(folder, name)) as [
        string,
        string,
        string,
      ];
      for (const made of [one, two, other]) {
        mkdirSync(made);
        writeFileSync(path.join(made, 'rows'), 'x');
      }
      const passing = new PassingFolders();
      passing.add(one);
      passing.add(two);
      passing.remove(one);
      expect([one, two, other].map((made) => existsSync(made))).toEqual([false, true, true]);
      passing.removeAll();
      expect([one, two, other].map((made) => existsSync(made))).toEqual([false, false, true]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
