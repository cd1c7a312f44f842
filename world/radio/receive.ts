import type { Random } from '../random.ts';
import type { RadioSite, SitePlace } from './radio-site.ts';

/** How receivers take one burst. */
export interface ReceiverOptions {
  readonly burst_db: number;
  /** Chance that a burst is lost whatever its level. */
  readonly loss: number;
  readonly threshold_dbm: number;
}

/** What each sensor reads of one burst: noise, loss, threshold, whole decibels. NaN = not heard. */
export function receive(
  random: Random,
  site: Pick<RadioSite, 'sensors' | 'level_db'>,
  at: SitePlace,
  power_dbm: number,
  { burst_db, loss, threshold_dbm }: ReceiverOptions,
  draw = 0,
): number[] {
  return site.sensors.map((_, s) => {
    const level = Math.round(power_dbm + site.level_db(s, at, draw) + burst_db * random.normal());
    return level < threshold_dbm || random.chance(loss) ? Number.NaN : level;
  });
}

/** The n-th subscriber number of a series. */
export const subjectOf = (n: number): string => `00101${String(n).padStart(10, '0')}`;
