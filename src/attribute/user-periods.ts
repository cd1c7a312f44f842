import type { Interval, UnixSeconds } from '../model/record.ts';
import type { InmatePlaces } from './inmate-places.ts';
import { standOut } from './rank-users.ts';
import { partOf } from './subject-part.ts';
import type { Subject } from './subjects.ts';
import type { UserCalibration } from './user-calibration.ts';
import { type HandsetCandidates, userEvidence, type UserRegisters } from './user-evidence.ts';

/** What happened to the handset at the beginning of a period, or within it. */
export type PeriodEvent = 'user-left-it-stayed' | 'went-to-cell-mate' | 'new-sim-and-circle' | 'followed-its-user';

/** Who used a handset from when until when, where the data tell parts of its life apart. */
export interface UserPeriod extends Interval {
  readonly imei14: string;
  readonly component: number;
  /** Set of rank 1 for this period alone; the data do not tell them apart. */
  readonly inmate_ids: readonly string[];
  /** Of the first of them, for this period alone. */
  readonly llr10: number;
  readonly events: readonly PeriodEvent[];
}

/** Part of a life that is judged on its own: at least so long, and with a user who is one of so few. */
const LEAST_PART_S = 3 * 86_400;
const FEW = 3;
const LEAST_LLR10 = 1;
const MOST_PERIODS = 4;
/** A correspondent that at most so many handsets have belongs to a circle; a circle has so many. */
const MOST_HANDSETS = 5;
const LEAST_CIRCLE = 3;
/** SIMs overlap by this much when one replaces the other. */
const SIM_OVERLAP_S = 86_400;

interface Judged {
  readonly part: Subject;
  readonly inmate_ids: readonly string[];
  readonly llr10: number;
}

/** Periods of one handset, in order; one where nothing divides its life. */
export function userPeriods(
  candidates: HandsetCandidates,
  registers: UserRegisters,
  calibration: UserCalibration,
): UserPeriod[] {
  const { subject } = candidates;
  const judge = (part: Subject): Judged => {
    // A find speaks for the last days, the ratio of a period for the period.
    const found = userEvidence(part, registers);
    const candidates = found.candidates.map((c) => ({ ...c, found_ln: 0 }));
    return { part, ...standOut({ ...found, candidates }, calibration) };
  };
  const periods: UserPeriod[] = [];
  const add = (judged: Judged, before: readonly PeriodEvent[]): void => {
    const followed =
      isClear(judged) && judged.inmate_ids.some((inmate) => follows(judged.part, inmate, registers.places));
    periods.push({
      imei14: subject.digest.imei14,
      component: subject.digest.component,
      from_s: judged.part.from_s,
      until_s: judged.part.until_s,
      inmate_ids: judged.inmate_ids,
      llr10: judged.llr10,
      events: followed ? [...before, 'followed-its-user'] : before,
    });
  };
  let rest = subject;
  let events: readonly PeriodEvent[] = [];
  while (periods.length < MOST_PERIODS - 1) {
    const split = firstSplit(rest, candidates, registers, judge);
    if (split === undefined) break;
    add(split.before, events);
    events = split.events;
    rest = split.after.part;
  }
  add(judge(rest), events);
  return periods;
}

const isClear = ({ inmate_ids, llr10 }: Judged): boolean =>
  inmate_ids.length > 0 && inmate_ids.length <= FEW && llr10 >= LEAST_LLR10;

interface Split {
  readonly before: Judged;
  readonly after: Judged;
  readonly events: readonly PeriodEvent[];
}

function firstSplit(
  subject: Subject,
  { candidates }: HandsetCandidates,
  registers: UserRegisters,
  judge: (part: Subject) => Judged,
): Split | undefined {
  const departures = candidates
    .flatMap(({ inmate_id }) => {
      const at_s = leavesForGood(inmate_id, subject, registers.places);
      return at_s === undefined || !callsHis(subject, inmate_id, registers) ? [] : [{ at_s, inmate_id }];
    })
    .concat(newCircles(subject, registers).map((at_s) => ({ at_s, inmate_id: '' })))
    .sort((a, b) => a.at_s - b.at_s);
  for (const { at_s, inmate_id } of departures) {
    if (at_s - subject.from_s < LEAST_PART_S || subject.until_s - at_s < LEAST_PART_S) continue;
    const before = judge(partOf(subject, { from_s: -Infinity, until_s: at_s }));
    if (!isClear(before) || (inmate_id !== '' && !before.inmate_ids.includes(inmate_id))) continue;
    const after = judge(partOf(subject, { from_s: at_s, until_s: Infinity }));
    if (inmate_id !== '') {
      const cell = registers.places.at(inmate_id, at_s - 1)?.cell_id;
      const toMate =
        cell !== undefined &&
        isClear(after) &&
        after.inmate_ids.some((other) => registers.places.at(other, at_s - 1)?.cell_id === cell);
      return { before, after, events: toMate ? ['user-left-it-stayed', 'went-to-cell-mate'] : ['user-left-it-stayed'] };
    }
    if (isClear(after) && !after.inmate_ids.some((other) => before.inmate_ids.includes(other)))
      return { before, after, events: ['new-sim-and-circle'] };
  }
  return undefined;
}

/** End of his last bed in the prison where the handset is then and goes on to be; undefined if he stays or it goes as well. */
function leavesForGood(inmate_id: string, subject: Subject, places: InmatePlaces): UnixSeconds | undefined {
  for (const at_s of places.changes(inmate_id, subject).toReversed()) {
    const stay = subject.stays.find((s) => s.from_s < at_s && at_s + LEAST_PART_S <= s.until_s);
    if (stay === undefined || places.at(inmate_id, at_s - 1)?.prison_id !== stay.prison_id) continue;
    const later = [at_s, ...places.changes(inmate_id, { from_s: at_s, until_s: stay.until_s })];
    return later.some((t) => places.at(inmate_id, t)?.prison_id === stay.prison_id) ? undefined : at_s;
  }
  return undefined;
}

/** Cheap screen: some correspondent of the handset is on his list or visits him. */
function callsHis({ digest }: Subject, inmate_id: string, { approved, visitors }: UserRegisters): boolean {
  return digest.contacts.some(
    (number) => approved.numbersOf.get(inmate_id)?.has(number) || visitors.numbersOf.get(inmate_id)?.has(number),
  );
}

/** When a SIM replaced all others for good and with it every correspondent that few handsets have. */
function newCircles({ digest }: Subject, { popularity }: UserRegisters): UnixSeconds[] {
  const rare = [...digest.contacts.keys()].filter((c) => popularity.users(digest.contacts[c] ?? '') <= MOST_HANDSETS);
  return digest.sims.flatMap(({ first_s }) => {
    const older = digest.sims.filter((sim) => sim.first_s < first_s);
    if (older.length === 0 || older.some((sim) => sim.last_s > first_s + SIM_OVERLAP_S)) return [];
    const hour = digest.hour.findIndex((h) => (h + 1) * 3600 > first_s);
    const day = digest.day[hour] ?? -1;
    const before = rare.filter((c) => (digest.contactLast[c] ?? 0) <= day && (digest.contactFirst[c] ?? 0) < day);
    const after = rare.filter((c) => (digest.contactFirst[c] ?? 0) >= day);
    const isNew = before.length + after.length === rare.length;
    return isNew && before.length >= LEAST_CIRCLE && after.length >= LEAST_CIRCLE ? [first_s] : [];
  });
}

/** He had a bed in each prison where the handset stayed, at the middle of its stay. */
function follows({ stays }: Subject, inmate_id: string, places: InmatePlaces): boolean {
  if (new Set(stays.map((stay) => stay.prison_id)).size < 2) return false;
  const wasThere = (s: Subject['stays'][number]): boolean =>
    [0.25, 0.5, 0.75].some(
      (t) => places.at(inmate_id, s.from_s + t * (s.until_s - s.from_s))?.prison_id === s.prison_id,
    );
  return stays.every(wasThere);
}

const day = (at_s: UnixSeconds): string => new Date(at_s * 1000).toISOString().slice(0, 10);

/** Words on the periods for the basis of one inmate's row; days in UTC, no identifiers. */
export function periodWords(periods: readonly UserPeriod[], inmate_id: string): string[] {
  return periods.flatMap((period, at) => {
    if (!period.inmate_ids.includes(inmate_id)) return [];
    const words: string[] = [];
    if (periods.length > 1) words.push(`user from ${day(period.from_s)} until ${day(period.until_s)}`);
    if (period.events.includes('followed-its-user')) words.push('the handset followed him to another prison');
    if (periods[at + 1]?.events.includes('user-left-it-stayed')) words.push('he left, the handset stayed');
    if (period.events.includes('went-to-cell-mate')) words.push('stayed with the cell-mate');
    if (period.events.includes('new-sim-and-circle')) words.push('new SIM and new contacts from there on');
    return words;
  });
}
