import type { LogEntry } from '../../custody/index.ts';
import type { Act } from '../../model/case.ts';
import { CellsweepError } from '../../model/errors.ts';

/** Ids of the acts under which the last complete run read. */
function actsOfResults(entries: readonly LogEntry[]): Set<string> {
  const end = entries.findLastIndex((entry) => entry.type === 'run-finished' && entry.outcome === 'complete');
  const begin = entries.slice(0, Math.max(end, 0)).findLastIndex((entry) => entry.type === 'run-started');
  return new Set(entries.slice(begin + 1, end).flatMap((entry) => (entry.type === 'read' ? [entry.act] : [])));
}

/**
 * Nothing is told of what was read under an act that no longer stands, whether the custody log says so or the case folder.
 *
 * @param acts as they stand now
 * @throws CellsweepError RESULTS_UNFINISHED
 */
export function requireActsInForce(entries: readonly LogEntry[], acts: readonly Act[]): void {
  const inForce = new Set(acts.filter((act) => act.status === 'in-force').map((act) => act.id));
  const fallen = [...actsOfResults(entries)].filter((id) => !inForce.has(id));
  if (fallen.length === 0) return;
  throw new CellsweepError(
    'RESULTS_UNFINISHED',
    'An act under which these results were made is not in force any more (cellsweep act list; authorisations.json of the case), and no run has come to its end since. Next: cellsweep run again makes results without it.',
  );
}
