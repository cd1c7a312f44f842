import type { CustodyReport } from '../../custody/index.ts';
import type { ComparedTables } from '../tables/whole-results.ts';
import { counted } from './words.ts';

/** What a lost process may leave, and the next run clears or logs (docs/formats/custody-log.md). */
const LEFT_BY_LOST_PROCESS: ReadonlySet<string> = new Set(['FILE_UNSIGNED', 'ORIGINAL_NOT_LOGGED']);

/** What is said of a log in which nothing is wrong, with the tables that were compared. */
const WITH_TABLES: Readonly<Record<ComparedTables['are'], string>> = {
  whole: 'sound: the log, every kept original and every table of the last run',
  none: 'sound: the log and every kept original',
  unfinished: 'UNFINISHED: the log is sound, the results are not those of a finished run',
  changed: 'NOT SOUND: the log is, the tables are not those of their run',
  headless: 'NOT SOUND: the head that the last run left is missing',
};

/** `cellsweep log verify`: the verdict on all of it stands first, for a reader who stops there. */
export function verifiedInWords(
  { ok, size, root, problems }: CustodyReport,
  tables: ComparedTables,
): { readonly text: string; readonly isSound: boolean } {
  const lines = [
    ok
      ? WITH_TABLES[tables.are]
      : `NOT SOUND: ${counted(problems.length, 'problem')} of the log${tables.are === 'changed' ? ', and the tables are not those of their run' : ''}`,
    ...problems.map(({ code, file, index }) => `${code}  ${file}${index === undefined ? '' : `  entry ${index}`}`),
  ];
  if (!ok && problems.every(({ code }) => LEFT_BY_LOST_PROCESS.has(code)))
    lines.push(
      'A run that was cut off leaves this. Next: the same cellsweep run again, then verify again; if it stays, somebody else put it there.',
    );
  if (ok) lines.push(`log: ${counted(size, 'entry', 'entries')}, root ${root ?? '-'}`);
  lines.push(tables.text);
  return { text: `${lines.join('\n')}\n`, isSound: ok && tables.are !== 'changed' && tables.are !== 'headless' };
}
