import type { DoubtfulClock } from '../../intake/index.ts';
import { counted } from '../print/words.ts';

/** A question to the operator: nothing is corrected by it. */
export const clocksInWords = (clocks: readonly DoubtfulClock[]): string[] =>
  clocks.map(({ operator, late_h }) => {
    const hours = Math.abs(late_h);
    return `${operator}: ITS HOURS DO NOT AGREE WITH THE OTHER OPERATORS': people use their telephones there ${counted(hours, 'hour')} ${late_h > 0 ? 'later' : 'earlier'}. Is the time zone of its records right (docs/methods/operator-clocks.md)? Until that is known do not rely on figures that rest on it`;
  });
