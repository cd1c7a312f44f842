import type { DeviceClass } from '../model/case.ts';
import type { BaselineCounts } from './baselines.ts';

/** Sufficient statistics of one handset component and one area. Numbers and codes only; JSON-serialisable. */
export interface ResidencyEvidence {
  readonly imei14: string;
  readonly component: number;
  readonly area_id: string;
  /** Legs in all, and those on cells that serve the area well or at its fringe. */
  readonly events: number;
  readonly servingEvents: number;
  readonly first_s: number;
  readonly last_s: number;
  readonly activeDays: number;
  /** SIMs that the records name; 0 where they name none. */
  readonly imsis: number;
  /** False = traffic away from the requested cells was never asked for. */
  readonly exitsKnown: boolean;
  /** Days by kind (home, exit, away), and ln p(here or away | inside for one stretch of the window). */
  readonly dayKinds: readonly number[];
  /**
   * Hours with events that no cell of the day excludes: on cells that serve the area well only, and with one of its fringe. Hours, since
   * a busy handset meets a fringe cell on most days and a quiet one on few, wherever they lie.
   */
  readonly fringeHours: readonly number[];
  readonly lnInsideDays: number;
  /** The stretch in which the handset more probably than not was inside; the whole span when there is none. */
  readonly stayFrom_s: number;
  readonly stayUntil_s: number;
  /** Hours with events during the stay, by bin (HOUR_BINS). */
  readonly hourSlots: readonly number[];
  /** Share of everybody's hours of use that falls into each of these bins: lock-up is long in one prison and short in the next. */
  readonly usualHours: readonly number[];
  /** Calls and messages during the stay: originated, received. Answered calls: under 1 min, to 3 min, longer. */
  readonly directions: readonly number[];
  readonly callLengths: readonly number[];
  /** ln p(cells | inside) - ln p(cells | places up to 2.5 km around), cells counted once per hour. */
  readonly lnCellsInsideOverAround: number;
  /** Different correspondents during the stay, and those tied to inmates; -1 where the case holds no lists. */
  readonly contacts: number;
  readonly listedContacts: number;
  /** Those not tied to inmates that are shared with other handsets known to be inside; -1 where none other is known. */
  readonly sharedContacts: number;
  readonly span_days: number;
  readonly deviceClass: DeviceClass | 'unknown';
  /** Sensors with identities were at work in the area. */
  readonly sensorsListen: boolean;
  /** Share of the prison's beds in buildings with sensors: no more of its inmates can ever be heard. */
  readonly sensedShare: number;
  /** Days on which sensors heard one of its identities from a room, from elsewhere, or where nothing tells which. */
  readonly heardDays: number;
  readonly heardOutsideDays: number;
  readonly heardUnplacedDays: number;
  readonly seizedHere: boolean;
  readonly declared: boolean;
  /** Of the area; undefined where the case does not state them. */
  readonly beds?: number | undefined;
  readonly baseline: BaselineCounts;
}

/** Where sensors heard it from, on most days; `nowhere` = never heard. A phone in the street is heard too. */
export type HeardFrom = 'inside' | 'outside' | 'unplaced' | 'nowhere';
export function heardFrom(
  e: Pick<ResidencyEvidence, 'heardDays' | 'heardOutsideDays' | 'heardUnplacedDays'>,
): HeardFrom {
  if (e.heardDays > e.heardOutsideDays + e.heardUnplacedDays) return 'inside';
  if (e.heardOutsideDays > 0) return 'outside';
  return e.heardDays + e.heardUnplacedDays > 0 ? 'unplaced' : 'nowhere';
}

/** Different correspondents during the stay that no list ties to an inmate. */
export const unlistedContacts = (e: Pick<ResidencyEvidence, 'contacts' | 'listedContacts'>): number =>
  e.contacts - Math.max(0, e.listedContacts);
