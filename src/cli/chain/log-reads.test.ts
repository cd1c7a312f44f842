import { expect, it } from 'vitest';
import type { EntryInput } from '../../custody/index.ts';
import type { Workspace } from '../workspace.ts';
import { logReads, readsOf } from './log-reads.ts';

it('logs a document under each of its acts with all of its rows, one entry for each act, none for what needs none', async () => {
  const entries: EntryInput[] = [];
  const custody = {
    appendMany: async (more: readonly EntryInput[]) => (entries.push(...more), []),
  } as unknown as Workspace['custody'];
  const reads = readsOf([
    { act_ids: ['A', 'B'], rows: 3 },
    { act_ids: ['B'], rows: 4 },
    { act_ids: [], rows: 9 },
  ]);
  const reader = { who: 'w', why: 'y' };
  const logged = await logReads({ custody }, reader, { of: 'documents', stage: 's' }, [...reads, { act: '', rows: 1 }]);
  expect(logged.of).toBe('documents');
  expect(entries).toEqual([
    { type: 'read', ...reader, act: 'A', stage: 's', rows: 3 },
    { type: 'read', ...reader, act: 'B', stage: 's', rows: 7 },
  ]);
});
