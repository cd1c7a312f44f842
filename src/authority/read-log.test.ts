import { describe, expect, it } from 'vitest';
import { checkReadEntry } from './read-log.ts';
import type { ReadEntry } from './read-log.ts';

const entry: ReadEntry = { who: 'analyst', why: 'triage', stage: 'detect', act_ids: ['A-1'], subjects: 3, at_s: 5 };

describe('checkReadEntry', () => {
  it('lets a described read pass unchanged', () => {
    expect(checkReadEntry(entry)).toBe(entry);
    expect(checkReadEntry({ ...entry, subjects: 0 }).subjects).toBe(0);
  });

  it.each<Partial<ReadEntry>>([
    { who: '' },
    { why: '' },
    { stage: '' },
    { act_ids: [] },
    { subjects: -1 },
    { subjects: 0.5 },
    { at_s: Number.NaN },
  ])('throws on %o', (changes) => {
    expect(() => checkReadEntry({ ...entry, ...changes })).toThrow(expect.objectContaining({ code: 'INTERNAL' }));
  });
});
