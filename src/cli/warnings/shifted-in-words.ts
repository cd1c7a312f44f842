import type { ShiftedDelivery } from '../../intake/index.ts';
import { counted } from '../print/words.ts';

/** So many pairs are named; of a whole folder that was sent again, the rest is counted. */
const NAMED = 10;

function timeInWords(shift_s: number): string {
  if (shift_s % 3600 === 0) return counted(shift_s / 3600, 'hour');
  if (shift_s % 60 === 0) return counted(shift_s / 60, 'minute');
  return counted(shift_s, 'second');
}

/** A question to the operator: nothing is dropped or moved by it. */
export function shiftedInWords(pairs: readonly ShiftedDelivery[]): string[] {
  const lines = pairs
    .slice(0, NAMED)
    .map(
      ({ file, later, shift_s, rows, both }) =>
        `${file} and ${later}: THE SAME COMMUNICATIONS STAND IN BOTH, ${timeInWords(shift_s).toUpperCase()} LATER IN THE SECOND (${rows} of ${both} of a sample that both hold). They are counted twice, and one of the two clocks is wrong. Ask the operator which; until then take one of the two files out of the case folder`,
    );
  const more = pairs.length - lines.length;
  if (more > 0)
    lines.push(`${counted(more, 'further pair')} of files hold the same communications at another time as well`);
  return lines;
}
