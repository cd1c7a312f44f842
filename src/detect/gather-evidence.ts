import { lgammaRise } from '../statistics/special.ts';
import { isAmong } from '../model/number-set.ts';
import type { Sighting } from '../model/case.ts';
import type { LocalClock } from '../model/local-clock.ts';
import type { HandsetHistory } from '../model/record.ts';
import { baselineCounts } from './baselines.ts';
import type { ResidencyEvidence } from './evidence.ts';
import { sharedContacts } from './known-circles.ts';
import { EXCLUDES_LN, SERVES_LN, type PreparedArea, type PreparedResidency } from './prepare.ts';
import { PassingCounts } from './passing-counts.ts';
import { insidePresence } from './presence.ts';

/** Concentration of one handset's cells around the coverage model: a phone that lies in one place sees few cells. */
const CELL_KAPPA = 2.5;
/** Floor of a cell's probability: coverage models err. */
const THETA_FLOOR = 1e-3;

const scratch = new PassingCounts();

type DaysHeard = Record<Sighting['from'], number>;

/** ln DM(counts; κθ) - ln DM(counts; κφ) of the cells seen that do not exclude the area. Empties the counts. */
function takeLnCellRatio(area: PreparedArea): number {
  let sum = 0;
  for (const cell of scratch.touched) {
    const n = scratch.counts[cell] ?? 0;
    scratch.counts[cell] = 0;
    const a = CELL_KAPPA * Math.max(area.theta[cell] ?? 0, THETA_FLOOR);
    const b = CELL_KAPPA * Math.max(area.thetaAround[cell] ?? 0, THETA_FLOOR);
    // The same probability on both sides says nothing.
    if (a !== b) sum += lgammaRise(a, n) - lgammaRise(b, n);
  }
  scratch.touched.length = 0;
  return sum;
}

/**
 * Days on which sensors of the area heard the one of its identities that they heard most. A SIM counts on the days on which this handset
 * used it, from the first to the last: before and after somebody else may have.
 */
function daysHeard(history: HandsetHistory, { heardDays }: PreparedArea, clock: LocalClock): DaysHeard {
  const none = (): DaysHeard => ({ inside: 0, outside: 0, unplaced: 0 });
  if (heardDays.size === 0) return none();
  let most = none();
  const take = (days: ReadonlyMap<number, Sighting['from']> | undefined, first: number, last: number): void => {
    if (days === undefined) return;
    const counts = none();
    for (const [day, from] of days) if (day >= first && day <= last) counts[from]++;
    const total = (of: DaysHeard): number => of.inside + of.outside + of.unplaced;
    if (total(counts) > total(most)) most = counts;
  };
  for (const imei14 of history.imei14s) take(heardDays.get(imei14), -Infinity, Infinity);
  history.imsis.forEach((imsi, sim) => {
    const days = heardDays.get(imsi);
    if (days === undefined) return;
    const first = history.imsi.indexOf(sim);
    const last = history.imsi.lastIndexOf(sim);
    if (first >= 0) take(days, clock.day(history.at_s[first] ?? 0), clock.day(history.at_s[last] ?? 0));
  });
  return most;
}

/**
 * Reads one history against one area. Undefined when none of its events is on a cell that serves the area: then there is
 * nothing to say. @param until_s events from here on are left out (references: the end of what is known)
 */
export function residencyEvidence(
  history: HandsetHistory,
  area: PreparedArea,
  prepared: PreparedResidency,
  interval?: { readonly from_s: number; readonly until_s: number },
): ResidencyEvidence | undefined {
  const { clock } = prepared;
  const from_s = interval?.from_s ?? -Infinity;
  const until_s = interval?.until_s ?? Infinity;
  const n = history.at_s.length;
  scratch.ready(area.lnFit.length, n);
  let events = 0;
  let servingEvents = 0;
  let first = -1;
  let last = -1;
  const days: number[] = [];
  const kinds: number[] = [];
  let active = 0;
  let activeDay = NaN;
  const { imsiNumbers } = history;
  const simSeen = new Uint8Array(imsiNumbers?.length ?? history.imsis.length);
  const fringeHours = [0, 0];
  let hours = 0;
  let hoursAtFringe = 0;
  let servedHour = NaN;
  let fringeHour = NaN;
  let excluded = false;
  // Where some days of a handset were asked for, the others say nothing of where it was: only what the cells around the prison hold of
  // them was delivered. Where none was, presence never speaks for a life inside.
  const asked = history.whole_traffic === true ? history.asked : undefined;
  let askedDay = false;
  let firstUnasked = Infinity;
  let lastUnasked = -Infinity;
  const closeDay = (): void => {
    if (hours === 0 && !excluded) return;
    if (asked !== undefined && !askedDay) {
      firstUnasked = Math.min(firstUnasked, activeDay);
      lastUnasked = activeDay;
      return;
    }
    days.push(activeDay);
    kinds.push(excluded ? (hours > 0 ? 1 : 2) : 0);
    if (excluded) return;
    fringeHours[0]! += hours - hoursAtFringe;
    fringeHours[1]! += hoursAtFringe;
  };
  for (let i = 0; i < n; i++) {
    const at_s = history.at_s[i] ?? 0;
    if (at_s < from_s || at_s >= until_s) continue;
    events++;
    simSeen[history.imsi[i] ?? 0] = 1;
    if (first < 0) first = i;
    last = i;
    const day = clock.day(at_s);
    scratch.days[i] = day;
    if (day !== activeDay) {
      if (active > 0) closeDay();
      active++;
      activeDay = day;
      hours = hoursAtFringe = 0;
      servedHour = fringeHour = NaN;
      excluded = askedDay = false;
    }
    if (asked?.[i] === 1) askedDay = true;
    const cell = history.cell[i] ?? -1;
    if (cell < 0) continue;
    const fit = area.lnFit[cell] ?? -Infinity;
    if (fit < EXCLUDES_LN) {
      excluded = true;
      continue;
    }
    servingEvents++;
    const hour = Math.floor(at_s / 3600);
    if (hour !== servedHour) {
      servedHour = hour;
      hours++;
    }
    if (fit < SERVES_LN && hour !== fringeHour) {
      fringeHour = hour;
      hoursAtFringe++;
    }
  }
  if (servingEvents === 0) return undefined;
  closeDay();
  const presence = insidePresence(days, kinds);
  const { stay } = presence;
  // Before the first day that was asked for and after the last one, how it was used there still counts.
  const stayFirst =
    stay === undefined ? -Infinity : Math.min(days[stay.first] ?? 0, stay.first === 0 ? firstUnasked : Infinity);
  const stayLast =
    stay === undefined
      ? Infinity
      : Math.max(days[stay.last] ?? 0, stay.last === days.length - 1 ? lastUnasked : -Infinity);

  const hourSlots = [0, 0, 0, 0];
  const directions = [0, 0];
  const callLengths = [0, 0, 0];
  const contactSeen = new Uint8Array(history.contactNumbers?.length ?? history.contacts.length);
  let contacts = 0;
  let stayFrom_s = NaN;
  let stayUntil_s = NaN;
  let slot = -1;
  for (let i = Math.max(0, first); i <= last; i++) {
    const at_s = history.at_s[i] ?? 0;
    const day = scratch.days[i] ?? 0;
    if (day < stayFirst || day > stayLast) continue;
    if (Number.isNaN(stayFrom_s)) stayFrom_s = at_s;
    stayUntil_s = at_s;
    const hour = Math.floor(at_s / 3600);
    if (hour !== slot) {
      slot = hour;
      scratch.stamp++;
      const bin = area.hourBin[clock.minuteOfWeek(at_s)] ?? 0;
      hourSlots[bin] = (hourSlots[bin] ?? 0) + 1;
    }
    const cell = history.cell[i] ?? -1;
    if (cell >= 0 && scratch.countedIn[cell] !== scratch.stamp && (area.lnFit[cell] ?? -Infinity) >= EXCLUDES_LN) {
      scratch.countedIn[cell] = scratch.stamp;
      if (scratch.counts[cell] === 0) scratch.touched.push(cell);
      scratch.counts[cell]! += 1;
    }
    const direction = history.direction[i] ?? 0;
    if (direction > 0) directions[direction - 1]! += 1;
    const duration_s = history.duration_s[i] ?? 0;
    if (history.service[i] === 0 && duration_s > 0) callLengths[duration_s < 60 ? 0 : duration_s < 180 ? 1 : 2]! += 1;
    const contact = history.contact[i] ?? -1;
    if (contact >= 0 && contactSeen[contact] === 0) {
      contactSeen[contact] = 1;
      contacts++;
    }
  }
  let listedContacts = area.listed === undefined ? -1 : 0;
  if (area.listed !== undefined)
    contactSeen.forEach((seen, c) => {
      if (seen !== 1 || area.listed === undefined || !isAmong(history, c, area.listed)) return;
      listedContacts++;
      // One number is evidence once: what it says of circles, the lists have said.
      contactSeen[c] = 0;
    });
  let namedSims = 0;
  for (let sim = 0; sim < simSeen.length; sim++)
    if (
      simSeen[sim] === 1 &&
      (imsiNumbers === undefined ? (history.imsis[sim] as string) !== '' : imsiNumbers[sim] !== 0)
    )
      namedSims++;
  const lnCells = takeLnCellRatio(area);
  const heard = daysHeard(history, area, clock);
  const dayKinds = [0, 0, 0];
  for (const k of kinds) dayKinds[k] = (dayKinds[k] ?? 0) + 1;
  const first_s = history.at_s[first] ?? 0;
  const last_s = history.at_s[last] ?? 0;
  return {
    imei14: history.imei14,
    component: history.component,
    area_id: area.id,
    events,
    servingEvents,
    first_s,
    last_s,
    activeDays: active,
    imsis: namedSims,
    exitsKnown: history.whole_traffic === true,
    dayKinds,
    fringeHours,
    lnInsideDays: presence.lnInside,
    stayFrom_s: Number.isNaN(stayFrom_s) ? first_s : stayFrom_s,
    stayUntil_s: Number.isNaN(stayUntil_s) ? last_s : stayUntil_s,
    hourSlots,
    usualHours: area.usualHours,
    directions,
    callLengths,
    lnCellsInsideOverAround: lnCells,
    contacts,
    listedContacts,
    sharedContacts: sharedContacts(area.circle, history, contactSeen),
    span_days: (last_s - first_s) / 86400,
    deviceClass: prepared.classByTac.get(history.imei14.slice(0, 8)) ?? 'unknown',
    sensorsListen: area.heardDays.size > 0,
    sensedShare: area.sensedShare,
    heardDays: heard.inside,
    heardOutsideDays: heard.outside,
    heardUnplacedDays: heard.unplaced,
    seizedHere: history.imei14s.some((id) => area.seizedAt.has(id)),
    declared: history.imei14s.some((id) => prepared.declared.has(id)),
    beds: area.beds,
    baseline: baselineCounts(history, area, first, last + 1),
  };
}
