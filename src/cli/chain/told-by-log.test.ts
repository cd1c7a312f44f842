import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ANY_ACT } from '../../authority/made-act.testing.ts';
import type { LogEntry } from '../../custody/index.ts';
import type { Act } from '../../model/case.ts';
import { toldOfFiles, whyUncovered } from './told-by-log.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'cellsweep-told-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const FILE = 'operators/o/records.csv';
const stamp = { index: 0, at: '2025-05-20T04:00:00.000Z' };
const bytes = 1;
const by = { who: 'w', why: 'y' };
const received = (...acts: string[]): LogEntry => ({
  ...stamp,
  type: 'file-received',
  path: FILE,
  sha256: 'a'.repeat(64),
  bytes,
  acts,
});
const annulled = (act: string): LogEntry => ({
  ...stamp,
  type: 'act-annulled',
  act,
  reason: 'r',
  who: 'w',
  files: 1,
});
const ended = (act: string): LogEntry => ({ ...stamp, type: 'retention-ended', act, as_of: stamp.at, ...by });
const ran: LogEntry = { ...stamp, type: 'run-finished', run: 'r', outcome: 'complete', error: null, outputs: [] };
const act = (id: string, covers: string, status: Act['status'] = 'in-force'): Act => ({
  ...ANY_ACT,
  id,
  covers: [covers],
  status,
});

let lists = 0;
/** The receipt of a list of acts, kept as the log says. */
function listed(...acts: (readonly [id: string, covers: string])[]): LogEntry {
  const sha256 = String(++lists).padStart(64, '0');
  const times = { from: '2025-01-01T00:00:00Z', until: '2026-01-01T00:00:00Z', retain_until: '2030-01-01T00:00:00Z' };
  const words = { kind: 'k', issued_by: 'i', legal_basis: 'l', purpose: 'p', identifiers: null, status: 'in-force' };
  const text = JSON.stringify(acts.map(([id, covers]) => ({ id, covers: [covers], ...times, ...words })));
  writeFileSync(path.join(folder, sha256), text);
  return { ...stamp, type: 'file-received', path: 'authorisations.json', sha256, bytes, acts: [] };
}

const why = (recorded: readonly LogEntry[], acts: readonly Act[]) =>
  whyUncovered(
    FILE,
    acts,
    toldOfFiles({ custody: { log: { recorded }, originals: { path: (sha256) => path.join(folder, sha256) } } }),
  );

const SLIP = { act: null, reason: 'no-act' };

describe('why a kept file that no act in force covers is not read', () => {
  it('is a slip where an act of its receipt merely says nothing of it any more, or is gone', () => {
    expect(why([received('A')], [act('A', 'elsewhere/*')])).toEqual(SLIP);
    expect(why([received('A')], [])).toEqual(SLIP);
    expect(why([received('A', 'B')], [act('B', '**', 'annulled')])).toEqual(SLIP);
  });

  it('is the annulment of all of them, also of one that is gone from the list', () => {
    const fell = { act: 'A', reason: 'act-annulled' };
    expect(why([received('A')], [act('A', '**', 'annulled')])).toEqual(fell);
    expect(why([received('A'), annulled('A')], [])).toEqual(fell);
  });

  it('is the end of its retention, also of an act that is gone from the list', () => {
    const over = { act: 'A', reason: 'retention-end' };
    expect(why([received('A'), ended('A')], [act('A', '**', 'ended')])).toEqual(over);
    expect(why([received('A'), ended('A')], [])).toEqual(over);
    // Of two acts, one ended and the other fell.
    expect(why([received('A', 'B'), ended('A')], [act('B', '**', 'annulled')])).toEqual({
      act: 'B',
      reason: 'act-annulled',
    });
    // Prolonged since, the file received under it, and then its id was mistyped: a slip costs no evidence.
    expect(why([ended('A'), received('A')], [])).toEqual(SLIP);
    expect(why([received('A'), ended('A'), received('A'), ran], [act('A1', '**', 'annulled')])).toEqual(SLIP);
    // Prolonged since, and then it lost the file: a slip.
    expect(why([received('A'), ended('A')], [act('A', 'elsewhere/*')])).toEqual(SLIP);
  });

  it('is told by the acts of the last run, where an older program wrote no receipt for them', () => {
    const log = [listed(['A', '**']), received('A'), ran, listed(['B', '**']), ran];
    expect(why([...log, annulled('B')], [act('B', '**', 'annulled')])).toEqual({ act: 'B', reason: 'act-annulled' });
    // Never read under B: it came after the last run.
    const later = [listed(['A', '**']), received('A'), ran, listed(['B', '**']), annulled('B')];
    expect(why(later, [act('B', '**', 'annulled')])).toEqual(SLIP);
    // Read under both, of which one is left.
    const both = [listed(['A', '**']), received('A'), ran, listed(['A', '**'], ['B', '**']), ran, annulled('B')];
    expect(why(both, [act('B', '**', 'annulled')])).toEqual(SLIP);
    // The last run left it unread: what it was read under before counts.
    const unread = [listed(['A', '**']), received('A'), ran, listed(['B', 'elsewhere/*']), ran, annulled('B')];
    expect(why(unread, [act('B', '**', 'annulled')])).toEqual(SLIP);
  });
});
