import { parseIsoTime } from '../../authority/index.ts';
import { CellsweepError } from '../../model/errors.ts';

export interface RetentionOptions {
  /** ISO 8601 with offset; the present by default. */
  readonly asOf?: string;
  /** End acts for good whose retention has not ended yet. */
  readonly aheadOfTime?: boolean;
}

/**
 * The time of which retention is judged. Throws USAGE for one that is none, and for one to come that nobody confirmed: what is deleted then,
 * the law still lets be held, and no later run reads it again.
 */
export function retentionTime({ asOf, aheadOfTime = false }: RetentionOptions, now: Date): string {
  if (asOf === undefined) return now.toISOString();
  const at_s = parseIsoTime(asOf);
  if (at_s === undefined) throw new CellsweepError('USAGE', '--as-of takes an ISO 8601 time with an offset.');
  if (at_s > now.getTime() / 1000 && !aheadOfTime)
    throw new CellsweepError(
      'USAGE',
      '--as-of lies in the future: acts whose retention has not ended yet would end for good, and what they let be held be deleted. Nothing was deleted. Where that is meant, say so by --ahead-of-time.',
    );
  return asOf;
}
