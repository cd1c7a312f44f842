import { counted } from '../print/words.ts';

/** What `cellsweep retention` did, and what it left. */
export interface Deleted {
  /** Acts whose rows and results went; none where nothing was past its retention. */
  readonly acts: readonly string[];
  /** Kept files that went with them. */
  readonly files: number;
  /** Files that stay under another act, without the rows that it does not let be read. */
  readonly shared: number;
  /** Files that went because no act covers them any more; no results rested on them. */
  readonly lost: readonly string[];
  /** Files that no act covers any more and that stay: whoever made a slip does not know it yet. */
  readonly untold: readonly string[];
}

/** So many files are named. */
const SHOWN = 20;

const named = (files: readonly string[]): string =>
  [...files.slice(0, SHOWN), ...(files.length > SHOWN ? [`and ${files.length - SHOWN} more`] : [])]
    .map((line) => `  ${line}\n`)
    .join('');

const them = (files: readonly string[]): string => (files.length === 1 ? 'it' : 'them');

const lostInWords = (lost: readonly string[]): string =>
  lost.length === 0
    ? ''
    : `${counted(lost.length, 'file')} that no act covers any more deleted (no results rest on ${them(lost)}):\n${named(lost)}`;

const untoldInWords = (untold: readonly string[]): string =>
  untold.length === 0
    ? ''
    : `${counted(untold.length, 'file')} under custody that NO ACT COVERS ANY MORE, KEPT with all bytes: an act under which ${untold.length === 1 ? 'it was' : 'they were'} read neither ended nor was annulled, and authorisations.json no longer names ${them(untold)} under it. If that is a slip, mend it. If not: cellsweep run CASE --out RESULTS makes results without ${them(untold)}, then this command deletes ${them(untold)}.\n${named(untold)}`;

function endedInWords({ acts, files, shared }: Deleted): string {
  const ids = [...new Set(acts)].sort().join(', ');
  const rest =
    shared === 0
      ? ''
      : ` Of ${counted(shared, 'file')} that another act still covers, what it does not let be read is not read again.`;
  return files === 0
    ? `Rows and results that rest on ${ids} are deleted; no kept file is.${rest}\n`
    : `${counted(files, 'kept file')} deleted with all rows and results that rest on ${files === 1 ? 'it' : 'them'} (${ids}).${rest} The custody log keeps that ${files === 1 ? 'it was' : 'they were'} here.\n`;
}

export function deletedInWords(deleted: Deleted): string {
  const all = [
    deleted.acts.length === 0 ? '' : endedInWords(deleted),
    lostInWords(deleted.lost),
    untoldInWords(deleted.untold),
  ].join('');
  return all === '' ? 'Nothing is past its retention.\n' : all;
}
