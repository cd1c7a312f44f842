import { existsSync } from 'node:fs';
import path from 'node:path';
import { hashOnly, readLog, type LogEntry } from '../../custody/index.ts';
import { CellsweepError } from '../../model/errors.ts';
import { HEAD_FILE, KEPT } from '../workspace.ts';

/** How the tables of a results folder stand to what the custody log says that a run wrote. */
export interface ResultsState {
  /** Tables that are not, or no longer, what the last complete run wrote; by name. */
  readonly changed: readonly string[];
  /** How many it wrote. */
  readonly written: number;
  /** A later run began, an act was annulled or results were taken away, and no run has come to its end since. */
  readonly unfinished: 'run' | 'annulment' | 'retention' | 'protection' | undefined;
}

const WHAT_ENDED = {
  annulment: 'An act was annulled',
  retention: 'The retention of an act has ended',
  protection: 'The list of protected numbers may not be read any more, the results were taken away',
} as const;

/** Undefined where no run has come to its end. Reads every table once. */
export async function resultsState(entries: readonly LogEntry[], results: string): Promise<ResultsState | undefined> {
  const at = entries.findLastIndex((entry) => entry.type === 'run-finished' && entry.outcome === 'complete');
  const finished = entries[at];
  if (finished?.type !== 'run-finished') return undefined;
  const changed: string[] = [];
  for (const { path: name, sha256 } of finished.outputs) {
    const file = path.join(results, name);
    if (!existsSync(file) || (await hashOnly(file)).sha256 !== sha256) changed.push(name);
  }
  const later = entries.slice(at + 1);
  return { changed, written: finished.outputs.length, unfinished: whyUnfinished(later, changed.length > 0) };
}

const WITHDRAWN = {
  'protection-uncovered': 'protection',
  'retention-end': 'retention',
  'act-annulled': 'annulment',
} as const;

function whyUnfinished(later: readonly LogEntry[], isChanged: boolean): ResultsState['unfinished'] {
  if (later.some((entry) => entry.type === 'act-annulled')) return 'annulment';
  const withdrawn = later.findLast((entry) => entry.type === 'results-withdrawn');
  if (withdrawn?.type === 'results-withdrawn') return WITHDRAWN[withdrawn.why];
  // A run that was stopped before it wrote anything left the last one's tables whole.
  return isChanged && later.some((entry) => entry.type === 'run-started') ? 'run' : undefined;
}

/**
 * Nothing is told from tables of two runs, of an act that is annulled, or that somebody has changed: what is read from them may be
 * said in court.
 *
 * @throws CellsweepError RESULTS_UNFINISHED, RESULTS_CHANGED
 */
export async function requireWholeResults(entries: readonly LogEntry[], results: string): Promise<void> {
  const state = await resultsState(entries, results);
  if (state === undefined || state.unfinished === 'run')
    throw new CellsweepError(
      'RESULTS_UNFINISHED',
      'The last run into this folder did not come to its end: its tables may be of two runs. Next: the same cellsweep run again; it goes on where it stopped.',
    );
  if (state.unfinished !== undefined)
    throw new CellsweepError(
      'RESULTS_UNFINISHED',
      `${WHAT_ENDED[state.unfinished]}, and no run has come to its end since${state.unfinished === 'annulment' ? ': the tables may still hold what came from it' : ''}. Next: cellsweep run again.`,
    );
  if (state.changed.length > 0)
    throw new CellsweepError(
      'RESULTS_CHANGED',
      `No longer what the run wrote: ${state.changed.join(', ')}. Next: cellsweep run again writes them anew from what was received.`,
    );
}

/** Why a folder that held results holds none; undefined where none were taken away. Reads the log. */
export async function withdrawnInWords(results: string): Promise<string | undefined> {
  const { entries } = await readLog(path.join(results, KEPT, 'custody'));
  const state = await resultsState(entries, results);
  if (state?.unfinished === undefined || state.unfinished === 'run') return undefined;
  return `${WHAT_ENDED[state.unfinished]}, and no run has come to its end since. Next: cellsweep run again${state.unfinished === 'protection' ? ' says what to do' : ''}.`;
}

/** What `log verify` says of the tables. `headless`: they are whole, but whether the log is an older copy nobody can tell. */
export interface ComparedTables {
  readonly text: string;
  readonly are: 'whole' | 'none' | 'unfinished' | 'changed' | 'headless';
}

/**
 * For `log verify`: whether the tables are what the log says that the last run wrote. Of a log that is not `sound`, `entries` are those
 * that could still be trusted: that none of them ends a run does not mean that no run came to its end.
 */
export async function compareTables(
  entries: readonly LogEntry[],
  results: string,
  sound: boolean,
): Promise<ComparedTables> {
  const state = await resultsState(entries, results);
  if (state === undefined)
    return {
      text: sound
        ? 'tables: no run has come to its end yet'
        : 'tables: not compared: what remains of the log does not say what a run wrote',
      are: 'none',
    };
  const { changed, unfinished, written } = state;
  if (unfinished === 'run')
    return { text: 'tables: of a run that did not come to its end; run it again', are: 'unfinished' };
  if (unfinished !== undefined)
    return {
      text: `tables: ${WHAT_ENDED[unfinished].toLowerCase()}, and no run has come to its end since`,
      are: 'unfinished',
    };
  if (changed.length > 0) return { text: `TABLES CHANGED since the last run: ${changed.join(', ')}`, are: 'changed' };
  const text = `tables: all ${written} are what the last run wrote`;
  // Who puts the log back to an older copy takes it away; a process that was lost as it was written leaves none either.
  return existsSync(path.join(results, HEAD_FILE))
    ? { text, are: 'whole' }
    : {
        text: `${text}\nHEAD MISSING: ${HEAD_FILE}, which each run leaves beside its tables, is not there: whether this log is an older copy cannot be told.\nNext: compare a head that was handed over (--checkpoint); the next run writes it anew.`,
        are: 'headless',
      };
}
