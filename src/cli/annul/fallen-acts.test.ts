import { describe, expect, it } from 'vitest';
import { ANY_ACT } from '../../authority/made-act.testing.ts';
import type { LogEntry } from '../../custody/index.ts';
import { requireActsInForce } from './fallen-acts.ts';

const stamp = { index: 0, at: '2025-05-20T04:00:00.000Z' };
const started: LogEntry = { ...stamp, type: 'run-started', run: 'r', case: 'c', version: '0' };
const finished: LogEntry = { ...stamp, type: 'run-finished', run: 'r', outcome: 'complete', error: null, outputs: [] };
const read = (act: string): LogEntry => ({ ...stamp, type: 'read', who: 'w', why: 'y', act, stage: 's', rows: 1 });
const act = (id: string, status: 'in-force' | 'annulled' | 'ended' = 'in-force') => ({ ...ANY_ACT, id, status });

describe('the acts of results', () => {
  const entries = [started, read('OLD'), finished, started, read('A'), read('B'), finished, read('results')];

  it('are those that the last complete run read under', () => {
    expect(() => requireActsInForce(entries, [act('A'), act('B'), act('C', 'annulled')])).not.toThrow();
    expect(() => requireActsInForce([...entries, started, read('C')], [act('A'), act('B')])).not.toThrow();
  });

  it.each([[[act('A')]], [[act('A'), act('B', 'annulled')]], [[act('A', 'ended'), act('B')]]])(
    'must all be in force',
    (acts) => {
      expect(() => requireActsInForce(entries, acts)).toThrow(expect.objectContaining({ code: 'RESULTS_UNFINISHED' }));
    },
  );
});
