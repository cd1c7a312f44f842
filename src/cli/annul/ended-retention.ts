import path from 'node:path';
import { readLog } from '../../custody/index.ts';
import { toldOfFiles } from '../chain/told-by-log.ts';
import { counted } from '../print/words.ts';
import { KEPT } from '../workspace.ts';

/** That the retention of a case has ended, and what remains of it; undefined where the log tells of none. Reads only. */
export async function retentionInWords(results: string): Promise<string | undefined> {
  const { entries } = await readLog(path.join(results, KEPT, 'custody'));
  const ended = entries.filter((entry) => entry.type === 'retention-deleted' && entry.reason === 'retention-end');
  const last = ended.at(-1);
  if (last === undefined) return undefined;
  const told = toldOfFiles({ custody: { log: { recorded: entries } } });
  const held = new Set([...told.held].filter((file) => !told.leftUnread.has(file)));
  for (const own of ['case.json', 'authorisations.json']) held.delete(own);
  const remains =
    held.size === 0
      ? 'Nothing that was delivered is held any more.'
      : `${counted(held.size, 'file')} that other acts let be held ${held.size === 1 ? 'remains' : 'remain'}: cellsweep run CASE --out RESULTS makes results of them alone; what was deleted is not read again.`;
  return `The retention has ended: on ${last.at.slice(0, 10)} ${ended.length} kept files were deleted, and all results with them. The custody log remains (cellsweep log verify). ${remains}`;
}
