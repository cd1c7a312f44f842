import { describe, expect, it } from 'vitest';
import { LOGGED, NOTHING_LOGGED } from './logged-reads.testing.ts';
import { LoggedReads, Unlogged, type ReadEntry } from './logged-reads.ts';

const ENTRY: ReadEntry = { type: 'read', who: 'w', why: 'y', act: 'A', stage: 's', rows: 3 };

describe('what shows that a reading is logged', () => {
  it('is given once its entries are written', async () => {
    const written: ReadEntry[] = [];
    const log = { appendMany: async (entries: readonly ReadEntry[]) => void written.push(...entries) };
    expect((await LoggedReads.write(log, 'records', [ENTRY])).of).toBe('records');
    expect(written).toEqual([ENTRY]);
  });

  it('is not given where they cannot be', async () => {
    const full = { appendMany: () => Promise.reject(new Error('the disk is full')) };
    await expect(LoggedReads.write(full, 'records', [ENTRY])).rejects.toThrow('the disk is full');
  });

  it('stands for no row where no entry was written: then there is nothing to read', () => {
    const none = NOTHING_LOGGED.documents;
    expect(() => none.requireFor(1)).toThrow('no entry was logged');
    expect(() => new Unlogged<'documents', string>('a name', 1).open(none)).toThrow('no entry was logged');
    expect(new Unlogged<'documents', string>('nothing', 0).open(none)).toBe('nothing');
    expect(() => LOGGED.documents.requireFor(1)).not.toThrow();
  });

  it('opens what was read, of its own kind, and is not made by hand', () => {
    const closed = new Unlogged<'documents', string>('a name', 1);
    expect(closed.open(LOGGED.documents)).toBe('a name');
    expect(JSON.stringify(closed)).toBe('{}');
    // What does not compile: without the log, with that of another reading, with one that was made up.
    const breaches = [
      // @ts-expect-error nothing logged
      () => closed.open(),
      // @ts-expect-error something else logged
      () => closed.open(LOGGED.records),
      // @ts-expect-error the shape alone is none
      () => closed.open({ of: 'documents' }),
      // @ts-expect-error written by nobody
      () => new LoggedReads('documents'),
    ];
    expect(breaches).toHaveLength(4);
  });
});
