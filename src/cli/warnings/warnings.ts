import { isProtectedList, operatorOf, UNDRAFTED } from '../../intake/index.ts';
import type { Act } from '../../model/case.ts';
import type { Refusal } from '../../model/refusal.ts';
import { exceeds, isNoSilence } from './beyond-chance.ts';
import { protectionWarnings } from './protection-in-words.ts';
import type { RunOutcome } from '../chain/run-outcome.ts';
import { formulasInWords } from '../print/formulas-in-words.ts';
import { counted } from '../print/words.ts';

/**
 * More than this share of a file refused for its form, and something is wrong with the file, not with its rows. It and the others are
 * told of only where chance would hardly bring so many rows over the share: exceeds.
 */
const REFUSED_SHARE = 0.01;
const OUTSIDE_SHARE = 0.5;
const UNPLACED_SHARE = 0.05;
const STATED_SHARE = 0.9;

const WHOLE_FILE = new Set<Refusal['code']>(['LAYOUT_UNKNOWN', 'FILE_UNREADABLE', 'XML_MALFORMED']);
/** What a reader of tables found in place of one: nothing is damaged, something is not there. */
const NO_TABLE = /^(an empty file|column|UTF-16|gzip bytes|a ZIP|no regular file)/;
const CLOSED = /^cannot be opened/;
const percent = (share: number): string => `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;

/** What the reader must know before any figure: files that lost more than they should, acts past their retention. */
export function warningsOf(
  outcome: Pick<RunOutcome, 'quality' | 'refusals' | 'acts' | 'notices' | 'documents' | 'total'> &
    Partial<Pick<RunOutcome, 'written' | 'uncovered'>>,
  now_s: number,
  /** `check` keeps nothing: there is nothing to delete. */
  command: 'run' | 'check' = 'run',
): string[] {
  const warnings: string[] = [
    ...protectionWarnings(outcome),
    ...uncoveredInWords(outcome.uncovered ?? []),
    ...outcome.notices,
  ];
  const { rows, refused_rows } = outcome.total;
  if (rows === 0) warnings.push('no row of any operator was read: nothing can be said of handsets');
  else if (rows === refused_rows)
    warnings.push('no row of any operator can be used, all are refused: nothing can be said of handsets');
  if (!outcome.documents.areas.some((area) => area.kind === 'prison'))
    warnings.push('no prison is known (prisons/prisons.geojson): nothing can be said of who lives inside');
  for (const refusal of outcome.refusals) {
    // Of operators' files whose drafts failed a notice says more.
    const isTold = refusal.file.startsWith('operators/') && refusal.found !== UNDRAFTED;
    if (refusal.code === 'LAYOUT_UNKNOWN' && isTold) continue;
    else if (refusal.code === 'LAYOUT_UNKNOWN')
      warnings.push(`${refusal.file}: layout unknown, NOTHING of it was read. Next: cellsweep profile scaffold`);
    else if (WHOLE_FILE.has(refusal.code) && refusal.place === '' && NO_TABLE.test(refusal.found))
      warnings.push(`${refusal.file}: ${refusal.found}; NOTHING of it was read`);
    else if (WHOLE_FILE.has(refusal.code) && CLOSED.test(refusal.found))
      warnings.push(`${refusal.file}: ${refusal.found}; NOTHING of it was read. May this user read it?`);
    else if (WHOLE_FILE.has(refusal.code))
      warnings.push(
        refusal.place === ''
          ? `${refusal.file}: damaged, NOTHING of it was used. Ask for it again`
          : `${refusal.file}: damaged from ${refusal.place} on; what follows is lost`,
      );
    else if (refusal.code === 'AUTHORITY_MISSING' && refusal.place === '')
      warnings.push(`${refusal.file}: no act in force covers it; it was not read`);
  }
  const refusedWhole = new Set(outcome.refusals.filter(({ place }) => place === '').map(({ file }) => file));
  for (const { file, rows_in } of outcome.quality)
    // Of the list of protected numbers more is said above.
    if (rows_in === 0 && !refusedWhole.has(file) && !isProtectedList(file))
      warnings.push(
        `${file}: no row or record in it, a header at the most. If that is not what was to be expected, ask for it again`,
      );
  const tableless = withoutAntennas(outcome.quality);
  for (const operator of tableless)
    warnings.push(
      `operators/${operator}: this operator has no antenna table, or none that could be read: its records place nobody. Ask it for the table`,
    );
  for (const file of outcome.quality) {
    const formal = Object.entries(file.refused).reduce(
      (n, [code, count]) => n + (code.startsWith('AUTHORITY') || code === 'ROW_FUTURE' ? 0 : count),
      0,
    );
    if (exceeds(formal, file.rows_in, REFUSED_SHARE) || (formal > 0 && formal === file.rows_in))
      warnings.push(
        `${file.file}: ${formal} of ${file.rows_in} rows refused for their form (${percent(formal / file.rows_in)})`,
      );
    const outside = file.refused.AUTHORITY_PERIOD ?? 0;
    // Records and documents say it by codes of their own.
    // Most of what sensors hear names nobody.
    const unnamed = file.file.startsWith('sensors/')
      ? 0
      : (file.refused.AUTHORITY_IDENTIFIER ?? 0) + (file.refused.AUTHORITY_MISSING ?? 0);
    const forbidden = outside + unnamed;
    if (exceeds(forbidden, file.rows_in, OUTSIDE_SHARE) || (forbidden > 0 && forbidden === file.rows_in)) {
      const share = (rows: number): string => percent(rows / file.rows_in);
      if (outside > 0) warnings.push(`${file.file}: ${share(outside)} of its rows lie outside the period of their act`);
      if (unnamed > 0)
        warnings.push(
          `${file.file}: ${share(unnamed)} of its rows are about nobody whom their act names. Compare how the act writes its identifiers (telephone numbers with their country code)`,
        );
    }
    // A list that was drawn after the end of the case goes on: nothing is wrong with it, unless most of it lies there.
    const after = file.refused.ROW_FUTURE ?? 0;
    if (exceeds(after, file.rows_in, OUTSIDE_SHARE) || (after > 0 && after === file.rows_in))
      warnings.push(`${file.file}: ${percent(after / file.rows_in)} of its rows begin after the end of the case`);
    if (!file.file.startsWith('operators/')) continue;
    const unplaced = (file.remarks.CELL_MISSING ?? 0) + (file.remarks.CELL_UNKNOWN ?? 0);
    const known = tableless.has(operatorOf(file.file));
    if (!known && exceeds(unplaced, file.rows_used, UNPLACED_SHARE))
      warnings.push(
        `${file.file}: ${percent(unplaced / file.rows_used)} of its rows name no cell that an antenna table knows: they place nobody`,
      );
    for (const [field, share] of Object.entries(file.completeness)) {
      if (field === 'other' || field === 'cell' || file.rows_used === 0) continue;
      const unstated = Math.round((1 - share) * file.rows_in);
      if (exceeds(unstated, file.rows_in, 1 - STATED_SHARE))
        warnings.push(`${file.file}: ${field} stated in only ${percent(share)} of the rows`);
    }
    if ('days_without_rows' in file && isNoSilence(file))
      warnings.push(
        `${file.file}: ${counted(file.days_without_rows, 'day')} without any row between its first and last`,
      );
  }
  warnings.push(...(outcome.written ?? []).flatMap(formulasInWords));
  warnings.push(...expired(outcome.acts, now_s, command));
  return warnings;
}

/** Kept evidence that no act speaks of: an act that was taken out of authorisations.json, or a slip in it. */
const uncoveredInWords = (files: readonly string[]): string[] =>
  files.length === 0
    ? []
    : [
        `${counted(files.length, 'file')} under custody that NO ACT COVERS ANY MORE: not read; cellsweep retention RESULTS deletes ${files.length === 1 ? 'it' : 'them'}. If that is not meant, mend authorisations.json and run again`,
      ];

/** Operators of whom records name cells and no antenna table was read: one thing to ask for, not one for each file. */
function withoutAntennas(quality: RunOutcome['quality']): Set<string> {
  const files = quality.filter(({ file }) => file.startsWith('operators/'));
  // Only records state how complete they are.
  const isTable = ({ completeness }: (typeof files)[number]): boolean => Object.keys(completeness).length === 0;
  const withTable = new Set(files.filter((f) => isTable(f) && f.rows_used > 0).map((f) => operatorOf(f.file)));
  return new Set(
    files
      .filter((f) => !isTable(f) && (f.remarks.CELL_UNKNOWN ?? 0) > 0 && !withTable.has(operatorOf(f.file)))
      .map((f) => operatorOf(f.file)),
  );
}

/** Acts past their retention, before any result. */
export function expired(acts: readonly Act[], now_s: number, command: 'run' | 'check'): string[] {
  const past = acts.filter((act) => act.status === 'in-force' && act.retain_until_s <= now_s);
  return past.length === 0
    ? []
    : [
        `the retention of ${counted(past.length, 'act')} (${past.map((act) => act.id).join(', ')}) has ended: ${
          command === 'run'
            ? 'cellsweep retention deletes what they let be held'
            : 'what they let be held must go from the case folder, and from a results folder by cellsweep retention'
        }`,
      ];
}
