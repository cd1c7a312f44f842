import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { actsFor, parseActs } from '../authority/index.ts';
import { callingCodeOf, readOwnText, withNumbersAsRead } from '../intake/index.ts';
import type { Act } from '../model/case.ts';

/** Under which acts a file may be opened. */
export type Cover =
  /** At least one act, each with the period and the identifiers to which it limits the rows. */
  | { readonly kind: 'covered'; readonly caseDir: string; readonly acts: readonly Act[] }
  /** It belongs to a case, and no act in force covers it: nobody opens it. */
  | { readonly kind: 'uncovered' }
  /** It belongs to no case: nothing says under which act it was received. */
  | { readonly kind: 'no-case' };

/** The case folder that a file lies in, if it lies in one. */
function caseAbove(file: string): string | undefined {
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, 'case.json')) && existsSync(path.join(folder, 'authorisations.json')))
      return folder;
    if (folder === path.dirname(folder)) return undefined;
  }
}

/** Country of a case; empty where its manifest names none that can be told. */
function countryOf(caseDir: string): string {
  try {
    const { country } = JSON.parse(readOwnText(caseDir, 'case.json')) as { country?: unknown };
    return typeof country === 'string' ? country : '';
  } catch {
    return '';
  }
}

/**
 * What the acts of a case say of one of its files, wherever the file is named from and whether or not the case is named: a command
 * for layouts is no way around an act. National numbers that they list are those of the country of the case, as in a run. Acts as `authorisations.json` has them; what an annulment by command or an ended retention changed
 * is known to the results folder alone, which is not asked for here.
 */
export function coverOf(file: string): Cover {
  const real = realpathSync(file);
  const caseDir = caseAbove(real);
  if (caseDir === undefined) return { kind: 'no-case' };
  const inCase = path.relative(caseDir, real).split(path.sep).join('/');
  const acts = actsFor(inCase, parseActs(readOwnText(caseDir, 'authorisations.json')));
  if (acts.length === 0) return { kind: 'uncovered' };
  return { kind: 'covered', caseDir, acts: withNumbersAsRead(acts, callingCodeOf(countryOf(caseDir))) };
}

/** For the log of reads. */
export const actInLog = (cover: Cover): string =>
  (cover.kind === 'covered' ? cover.acts[0]?.id : undefined) ?? 'none stated';

/** Undefined where no case limits what is read. */
export const actsOf = (cover: Cover): readonly Act[] | undefined => (cover.kind === 'covered' ? cover.acts : undefined);
