import os from 'node:os';
import { stopMaking } from '../store/case-store.ts';
import { dropPassingDatabases } from '../store/passing-databases.ts';
import { removePassingFolders } from './passing-folders.ts';

/** Commands whose work in a results folder is kept, and goes on when they are given again. */
const GO_ON = new Set(['run', 'next-requests', 'annul', 'retention', 'demo']);
/** Commands that write no results, but a file or folder that --out names. */
const WRITES_OUT = new Set(['calibrate', 'same-user', 'plan', 'audit', 'coverage']);

/**
 * What an interruption leaves behind, and what to do next.
 *
 * @param results the results folder that a command works in; undefined where it keeps nothing
 */
export function interruptedInWords(command: string, results: string | undefined): string {
  if (results !== undefined && GO_ON.has(command))
    return `Interrupted. What was received and read so far is kept in ${results}; its tables may be of two runs, do not use them yet.\nNext: give the same command again, it goes on where it stopped.`;
  if (results !== undefined && WRITES_OUT.has(command))
    return 'Interrupted. What --out names may be half written. Next: give the same command again.';
  return 'Interrupted. Nothing was kept but the log of who read.';
}

/** What ends a command from outside: Ctrl-C, `kill` or a machine that shuts down, a terminal or ssh connection that goes. */
const INTERRUPTIONS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Takes away what passes; says what is left of it. */
function endPassing(): string[] {
  const left: string[] = [];
  stopMaking();
  try {
    removePassingFolders();
  } catch {
    left.push(`Delete what is left of this command in ${os.tmpdir()} (cellsweep-*): it holds data of the case.`);
  }
  if (!dropPassingDatabases())
    left.push(
      'The server did not say in time that the database of this command is gone (cellsweep_passing_*): it holds data of the case. Drop it there, or leave it to the next command on this machine (docs/errors.md).',
    );
  return left;
}

/**
 * Whoever ends the command by a signal is told what is left; then the process ends by that signal, as it would have. What
 * passes goes in any case, also where the process ends by itself in the midst of its work (a broken pipe, a broken program).
 */
export function whenInterrupted(command: string, results: string | undefined): void {
  for (const signal of INTERRUPTIONS)
    process.once(signal, () => {
      const left = endPassing();
      const text = left.length > 0 ? `Interrupted. ${left.join('\n')}` : interruptedInWords(command, results);
      process.stderr.write(`\n${text}\n`);
      process.kill(process.pid, signal);
    });
  // What is left then, the next command removes.
  process.once('exit', () => void endPassing());
}
