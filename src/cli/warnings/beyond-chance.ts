import type { DeliveryQuality } from '../../intake/index.ts';
import { binomialUpperTail } from '../../statistics/index.ts';

/** Of files that lost nothing, or just the share that is let pass, so many are told of all the same: docs/methods/lost-rows.md. */
const FALSE_ALARMS = 0.01;

/** More of the rows than this share explains by chance. */
export const exceeds = (count: number, rows: number, share: number): boolean =>
  rows > 0 && count > share * rows && binomialUpperTail(count, rows, share) < FALSE_ALARMS;

/** Days without rows that chance hardly explains, at the pace of the file's other days. */
export const isNoSilence = (file: Pick<DeliveryQuality, 'days_without_rows' | 'chance_of_silence'>): boolean =>
  file.days_without_rows > 0 && file.chance_of_silence < FALSE_ALARMS;
