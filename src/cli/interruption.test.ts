import { describe, expect, it } from 'vitest';
import { interruptedInWords } from './interruption.ts';

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
});
