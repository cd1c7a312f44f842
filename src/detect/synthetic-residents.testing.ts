import type { ReferenceClass } from '../model/case.ts';
import type { Random } from '../statistics/index.ts';
import type { LabelledEvidence } from './class-profiles.ts';
import type { ResidencyEvidence } from './evidence.ts';
import { USUAL_HOURS } from './hour-rates.ts';
import type { RegimeFingerprint } from './regime-match.ts';

export const PLAIN_EVIDENCE: ResidencyEvidence = {
  imei14: '35000000000001',
  component: 1,
  area_id: 'P1',
  events: 100,
  servingEvents: 100,
  first_s: 0,
  last_s: 20 * 86400,
  activeDays: 20,
  imsis: 1,
  exitsKnown: true,
  dayKinds: [20, 0, 0],
  fringeHours: [60, 0],
  lnInsideDays: -1,
  stayFrom_s: 0,
  stayUntil_s: 20 * 86400,
  hourSlots: [10, 20, 8, 22],
  usualHours: USUAL_HOURS,
  directions: [30, 30],
  callLengths: [10, 10, 10],
  lnCellsInsideOverAround: 0,
  contacts: 12,
  listedContacts: 0,
  sharedContacts: -1,
  span_days: 20,
  deviceClass: 'smartphone',
  sensorsListen: false,
  sensedShare: 1,
  heardDays: 0,
  heardOutsideDays: 0,
  heardUnplacedDays: 0,
  seizedHere: false,
  declared: false,
  baseline: { servingShare: 1, nearestSiteShare: 0, outgoingPerWeek: 0 },
};

export const FINGERPRINT: RegimeFingerprint = {
  technologies: ['2G', '4G'],
  operators: 4,
  effectiveCells: 8,
  window_days: 28,
  exitsKnownShare: 0.98,
  eventsPerActiveDay: 5,
  hasLists: true,
  listedShare: 0.4,
};

function multinomial(n: number, shares: readonly number[], random: Random): number[] {
  const counts = shares.map(() => 0);
  for (let k = 0; k < n; k++) {
    let u = random.uniform();
    let i = 0;
    while (i < shares.length - 1 && u >= (shares[i] ?? 0)) u -= shares[i++] ?? 0;
    counts[i] = (counts[i] ?? 0) + 1;
  }
  return counts;
}

/** A handset as this class might use it; `difference` 0 makes every class alike. */
export function resident(
  of: ReferenceClass,
  area_id: string,
  number: number,
  random: Random,
  difference = 1,
): LabelledEvidence {
  const inside = of === 'inside' && random.uniform() < difference;
  const leaves = (of === 'neighbour' || of === 'staff' || of === 'visitor') && random.uniform() < difference;
  const fixed = of === 'fixed' && random.uniform() < difference;
  const dayKinds = multinomial(
    20,
    inside ? [0.98, 0.02, 0] : leaves ? [0.4, 0.5, 0.1] : fixed ? [1, 0, 0] : [0.95, 0.05, 0],
    random,
  );
  return {
    class: of,
    evidence: {
      ...PLAIN_EVIDENCE,
      imei14: String(35000000000000 + number),
      area_id,
      dayKinds,
      fringeHours: multinomial(3 * (dayKinds[0] ?? 0), inside || fixed ? [0.97, 0.03] : [0.85, 0.15], random),
      lnInsideDays: -0.5 - 5 * (dayKinds[2] ?? 0),
      hourSlots: multinomial(60, inside ? [0.3, 0.4, 0.1, 0.2] : [0.1, 0.35, 0.12, 0.43], random),
      directions: multinomial(50, inside ? [0.65, 0.35] : [0.52, 0.48], random),
      contacts: 12,
      listedContacts: inside ? (multinomial(12, [0.35, 0.65], random)[0] ?? 0) : 0,
      imsis: inside ? 1 + random.int(3) : 1,
    },
  };
}

/** References of two prisons and two placebo areas. */
export function references(random: Random, difference = 1): LabelledEvidence[] {
  const list: LabelledEvidence[] = [];
  const add = (of: ReferenceClass, area: string, n: number): void => {
    for (let k = 0; k < n; k++) list.push(resident(of, area, list.length + 1, random, difference));
  };
  for (const prison of ['P1', 'P2']) {
    add('inside', prison, 12);
    add('staff', prison, 5);
  }
  for (const placebo of ['Z1', 'Z2']) {
    add('neighbour', placebo, 40);
    add('homebody', placebo, 15);
    add('fixed', placebo, 5);
  }
  return list;
}
