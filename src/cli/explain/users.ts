import type { RunSummary, ResultRow } from './rows.ts';
import { counted, ratioInWords, signed } from '../print/words.ts';

/** So many candidates are shown; the rest stand in users.csv. */
const SHOWN = 5;

function ordinal(n: number): string {
  const teen = n % 100 > 10 && n % 100 < 14;
  return `${n}${(teen ? undefined : ['', 'st', 'nd', 'rd'][n % 10]) || 'th'}`;
}

/** How well users were told on handsets with a known one; summary.json of the results. */
function performanceInWords({ users }: RunSummary): string[] {
  if (users === undefined) return [];
  const { labelled_handsets: n, held_out_cllr, bounds } = users;
  return [
    `    Ratios of users rest on ${counted(n, 'handset')} with a known user; ${
      held_out_cllr === null
        ? 'too few to measure how good they are'
        : `held-out Cllr ${held_out_cllr.toFixed(2)} (0 = perfect, 1 = says nothing)`
    }; none beyond LR ${ratioInWords(bounds.upper_llr10)} or below ${ratioInWords(bounds.lower_llr10)} is stated.`,
  ];
}

/**
 * The first candidate users of one device.
 *
 * @param rows rows of users.csv of this device alone
 * @param device which device at which prison, in words
 */
export function usersInWords(rows: readonly ResultRow[], device: string, summary: RunSummary): string[] {
  if (rows.length === 0) return [];
  const rank = (row: ResultRow): number => Number(row['set_rank']);
  const sorted = rows.toSorted((a, b) => rank(a) - rank(b) || Number(b['llr10']) - Number(a['llr10']));
  const lines = [
    '',
    `  Who uses ${device} (for each inmate a ratio against the others of the prison; who held it is not proven):`,
  ];
  const shown = sorted.slice(0, SHOWN);
  let last = 0;
  for (const row of shown) {
    const who = `${row['inmate_id']}, log10 LR ${signed(Number(row['llr10']))}: ${row['basis'] === '' ? 'no evidence of weight for or against' : row['basis']}`;
    const size = Number(row['set_size']);
    if (size === 1) lines.push(`    ${ordinal(rank(row))}: ${who}`);
    else {
      if (rank(row) !== last)
        lines.push(`    ${ordinal(rank(row))} set, ${size} inmates among whom the data do not decide:`);
      lines.push(`      ${who}`);
    }
    last = rank(row);
  }
  const more = rows.length - shown.length;
  const ofLast = sorted.filter((row) => rank(row) === last).length - shown.filter((row) => rank(row) === last).length;
  if (more > 0)
    lines.push(
      `    and ${more} more${ofLast > 0 ? `, ${ofLast === more ? 'all' : ofLast} of them in the ${ordinal(last)} set` : ''} (users.csv).`,
    );
  return [...lines, ...performanceInWords(summary)];
}
