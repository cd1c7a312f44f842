import type { DeviceClass, ReferenceClass } from '../model/case.ts';
import { fitDirichlet, type DirichletPrior } from './dirichlet.ts';
import { heardFrom, unlistedContacts, type ResidencyEvidence } from './evidence.ts';
import { fitHourRates, USUAL_HOURS, usualOfAll, type HourRates } from './hour-rates.ts';

/** The classes that Hd mixes. `passer` stands for visitors, deliveries and traffic on a road; it has no references. */
export const OUTSIDE_CLASSES = ['neighbour', 'homebody', 'fixed', 'staff', 'passer'] as const;
export type OutsideClass = (typeof OUTSIDE_CLASSES)[number];
export const DEVICE_CLASSES = ['mini-phone', 'feature-phone', 'smartphone', 'module', 'unknown'] as const;

/** One evidence of known truth. */
export interface LabelledEvidence {
  readonly evidence: ResidencyEvidence;
  readonly class: ReferenceClass;
}

/** Shares of handsets that sensors identify: at all, mostly from a room, or where nothing tells from where. */
export interface HeardRates {
  readonly ever: number;
  readonly inside: number;
  readonly unplaced: number;
}

/** How each class uses a handset: all that is fitted before the fusion. */
export interface ClassProfiles {
  /** Dirichlet over days at home, with an exit, away; then over hours of those at home (ResidencyEvidence.fringeHours). */
  readonly days: Readonly<Record<OutsideClass, readonly number[]>>;
  readonly fringe: Readonly<Record<OutsideClass | 'inside', readonly number[]>>;
  /** Dirichlet over days at home and with an exit of handsets inside: coverage errs more for some than for others. */
  readonly insideExits: readonly number[];
  /** How many of its hours of use fall into each of HOUR_BINS, against everybody's. */
  readonly hours: Readonly<Record<OutsideClass | 'inside', HourRates>>;
  /** Dirichlet over originated and received, and over lengths of answered calls. */
  readonly directions: Readonly<Record<OutsideClass | 'inside', readonly number[]>>;
  readonly callLengths: Readonly<Record<OutsideClass | 'inside', readonly number[]>>;
  /** Further SIMs in 30 days, mean. */
  readonly simsPer30d: { readonly inside: number; readonly outside: number };
  /** Share of correspondents tied to inmates, mean. */
  readonly listed: { readonly inside: number; readonly outside: number };
  /** Share of inside handsets that never call a listed number: trade, or numbers that nobody listed. */
  readonly unlistedShare: number;
  /** Share of inside handsets with correspondents of others known to be inside; share of correspondents that are such by chance. */
  readonly shared: { readonly circle: number; readonly byChance: number };
  /** Given prisons with sensors: P(they identify it at all, or from a room, or from nobody knows where). */
  readonly heard: { readonly inside: HeardRates; readonly outside: HeardRates };
  /** P(device class), in the order of DEVICE_CLASSES. */
  readonly device: { readonly inside: readonly number[]; readonly outside: readonly number[] };
}

/**
 * Weights of the outside classes among handsets with regular traffic on a prison's cells: most are neighbours, a fifth
 * hardly leaves home (census: retired, home workers, carers), one in twenty-five is a terminal or a gateway.
 */
export const OUTSIDE_WEIGHTS: Readonly<Record<OutsideClass, number>> = {
  neighbour: 0.62,
  homebody: 0.18,
  fixed: 0.05,
  staff: 0.08,
  passer: 0.07,
};

const DAY_PRIORS: Readonly<Record<OutsideClass, DirichletPrior>> = {
  neighbour: { mean: [0.35, 0.5, 0.15], strength: 4, concentration: 8, mostConcentration: 16 },
  homebody: { mean: [0.9, 0.08, 0.02], strength: 4, concentration: 8, mostConcentration: 16 },
  fixed: { mean: [0.98, 0.01, 0.01], strength: 4, concentration: 8, mostConcentration: 16 },
  staff: { mean: [0.2, 0.3, 0.5], strength: 4, concentration: 8, mostConcentration: 16 },
  passer: { mean: [0.13, 0.17, 0.7], strength: 4, concentration: 4, mostConcentration: 16 },
};
const INSIDE_EXITS_PRIOR: DirichletPrior = { mean: [0.98, 0.02], strength: 4, concentration: 4, mostConcentration: 16 };
/** Shadow and the place of the home decide, hour after hour: much spread between handsets. */
const FRINGE_PRIOR: DirichletPrior = {
  mean: [0.8, 0.2],
  strength: 4,
  concentration: 2,
  mostConcentration: 4,
};
const HOUR_PRIORS: Readonly<Record<OutsideClass | 'inside', DirichletPrior>> = {
  inside: { mean: [0.3, 0.4, 0.1, 0.2], strength: 4, concentration: 16 },
  neighbour: { mean: USUAL_HOURS, strength: 4, concentration: 16 },
  homebody: { mean: [0.08, 0.3, 0.15, 0.47], strength: 4, concentration: 16 },
  fixed: { mean: [0.25, 0.35, 0.1, 0.3], strength: 4, concentration: 8 },
  staff: { mean: [0.1, 0.3, 0.15, 0.45], strength: 4, concentration: 16 },
  passer: { mean: [0.1, 0.3, 0.15, 0.45], strength: 4, concentration: 16 },
};
/** Handsets in prison originate more than they receive (IFT's second criterion); terminals too. Strength of four handsets. */
const direction = (originated: number): DirichletPrior => ({
  mean: [originated, 1 - originated],
  strength: 4,
  concentration: 16,
});
const DIRECTION_PRIORS: Readonly<Record<OutsideClass | 'inside', DirichletPrior>> = {
  inside: direction(0.6),
  neighbour: direction(0.5),
  homebody: direction(0.5),
  fixed: direction(0.7),
  staff: direction(0.5),
  passer: direction(0.5),
};
/** Nothing is believed beforehand of the length of calls. */
const CALL_LENGTH_PRIOR: DirichletPrior = { mean: [0.35, 0.4, 0.25], strength: 4, concentration: 16 };
/** Prior handsets of the scalar rates. */
const RATE_STRENGTH = 5;
/** IFT and ANATEL: more than two SIMs per handset and week among *selected* suspects; quiet family phones have fewer. */
const SIMS_PRIOR = { inside: 1.5, outside: 0.15 };
/** US managed-access systems: at least 40 % of calls go to approved numbers; correspondents fewer. */
const LISTED_PRIOR = { inside: 0.3, outside: 0.004 };
/** One in ten, worth ten handsets; only handsets with as many correspondents tell. */
const UNLISTED_PRIOR = { share: 0.1, strength: 10, leastContacts: 5 };
/** One in five, worth ten handsets: nothing was found published. By chance: as for lists. */
const CIRCLE_PRIOR = { share: 0.2, strength: 10, byChance: 0.004 };
/**
 * Hits and trials that count beside the references. Half of the handsets inside are identified some day. Of those outside a phone at the
 * wall, in a locker or in a guard's pocket is heard as well: one in twenty. Staff on the landings, one in twelve of those outside, may be
 * taken for a room, and so is one in ten to twenty of those heard in the street (ADR 016): one in fifty in all.
 */
const HEARD_PRIOR = {
  inside: { ever: [1, 2], inside: [1, 2], unplaced: [1, 2] },
  outside: { ever: [5, 100], inside: [2, 100], unplaced: [5, 100] },
} as const;
/** Seizure statistics (half of the finds in Operation Prison Break were miniature) and the general market. */
const DEVICE_PRIOR = {
  inside: [0.4, 0.19, 0.38, 0.01, 0.02],
  outside: [0.03, 0.15, 0.74, 0.05, 0.03],
  strength: 10,
};

function rate(pairs: readonly (readonly [number, number])[], prior: number, unit: number): number {
  // Damped: a handset's count over its exposure, each handset at most as one unit of exposure.
  let count = prior * RATE_STRENGTH;
  let exposure = RATE_STRENGTH;
  for (const [k, n] of pairs) {
    if (n <= 0) continue;
    const weight = Math.min(1, n / unit);
    count += (weight * k) / n;
    exposure += weight;
  }
  return count / exposure;
}

export function fitProfiles(
  references: readonly LabelledEvidence[],
  seized: readonly DeviceClass[] = [],
): ClassProfiles {
  const of = (c: string): ResidencyEvidence[] => references.filter((r) => r.class === c).map((r) => r.evidence);
  const inside = of('inside');
  const outside = references.filter((r) => r.class !== 'inside').map((r) => r.evidence);
  const usual = usualOfAll(references.map((r) => r.evidence));
  const name = (c: OutsideClass): string => (c === 'passer' ? 'visitor' : c);
  const perClass = <T>(f: (c: OutsideClass) => T): Record<OutsideClass, T> => ({
    neighbour: f('neighbour'),
    homebody: f('homebody'),
    fixed: f('fixed'),
    staff: f('staff'),
    passer: f('passer'),
  });
  const sims = (list: ResidencyEvidence[]): [number, number][] =>
    list.filter((e) => e.imsis > 0).map((e) => [e.imsis - 1, Math.max(7, e.span_days) / 30]);
  const listed = (list: ResidencyEvidence[]): [number, number][] =>
    list.filter((e) => e.listedContacts >= 0).map((e) => [e.listedContacts, e.contacts]);
  const telling = inside.filter((e) => e.listedContacts >= 0 && e.contacts >= UNLISTED_PRIOR.leastContacts);
  const inCompany = inside.filter((e) => e.sharedContacts >= 0 && unlistedContacts(e) > 0);
  const listening = (list: ResidencyEvidence[]): ResidencyEvidence[] => list.filter((e) => e.sensorsListen);
  const heard = (list: ResidencyEvidence[], prior: (typeof HEARD_PRIOR)[keyof typeof HEARD_PRIOR]): HeardRates => {
    const from = listening(list).map(heardFrom);
    const rate = (kind: keyof HeardRates): number =>
      (prior[kind][0] + from.filter((one) => (kind === 'ever' ? one !== 'nowhere' : one === kind)).length) /
      (prior[kind][1] + from.length);
    return { ever: rate('ever'), inside: rate('inside'), unplaced: rate('unplaced') };
  };
  const device = (list: readonly (DeviceClass | 'unknown')[], prior: readonly number[]): number[] =>
    DEVICE_CLASSES.map(
      (c, i) =>
        (DEVICE_PRIOR.strength * (prior[i] ?? 0) + list.filter((d) => d === c).length) /
        (DEVICE_PRIOR.strength + list.length),
    );
  return {
    days: perClass((c) =>
      fitDirichlet(
        of(name(c)).map((e) => e.dayKinds),
        DAY_PRIORS[c],
      ),
    ),
    fringe: {
      ...perClass((c) =>
        fitDirichlet(
          of(name(c)).map((e) => e.fringeHours),
          FRINGE_PRIOR,
        ),
      ),
      inside: fitDirichlet(
        inside.map((e) => e.fringeHours),
        FRINGE_PRIOR,
      ),
    },
    insideExits: fitDirichlet(
      inside.map((e) => e.dayKinds.slice(0, 2)),
      INSIDE_EXITS_PRIOR,
    ),
    hours: {
      ...perClass((c) => fitHourRates(of(name(c)), HOUR_PRIORS[c], usual)),
      inside: fitHourRates(inside, HOUR_PRIORS.inside, usual),
    },
    directions: {
      ...perClass((c) =>
        fitDirichlet(
          of(name(c)).map((e) => e.directions),
          DIRECTION_PRIORS[c],
        ),
      ),
      inside: fitDirichlet(
        inside.map((e) => e.directions),
        DIRECTION_PRIORS.inside,
      ),
    },
    callLengths: {
      ...perClass((c) =>
        fitDirichlet(
          of(name(c)).map((e) => e.callLengths),
          CALL_LENGTH_PRIOR,
        ),
      ),
      inside: fitDirichlet(
        inside.map((e) => e.callLengths),
        CALL_LENGTH_PRIOR,
      ),
    },
    simsPer30d: {
      inside: rate(sims(inside), SIMS_PRIOR.inside, 1),
      outside: rate(sims(outside), SIMS_PRIOR.outside, 1),
    },
    listed: {
      inside: rate(listed(inside), LISTED_PRIOR.inside, 8),
      outside: rate(listed(outside), LISTED_PRIOR.outside, 8),
    },
    unlistedShare:
      (UNLISTED_PRIOR.share * UNLISTED_PRIOR.strength + telling.filter((e) => e.listedContacts === 0).length) /
      (UNLISTED_PRIOR.strength + telling.length),
    shared: {
      circle:
        (CIRCLE_PRIOR.share * CIRCLE_PRIOR.strength + inCompany.filter((e) => e.sharedContacts > 0).length) /
        (CIRCLE_PRIOR.strength + inCompany.length),
      byChance: rate(
        outside.filter((e) => e.sharedContacts >= 0).map((e) => [e.sharedContacts, unlistedContacts(e)]),
        CIRCLE_PRIOR.byChance,
        8,
      ),
    },
    heard: { inside: heard(inside, HEARD_PRIOR.inside), outside: heard(outside, HEARD_PRIOR.outside) },
    device: {
      inside: device([...inside.map((e) => e.deviceClass), ...seized], DEVICE_PRIOR.inside),
      outside: device(
        outside.map((e) => e.deviceClass),
        DEVICE_PRIOR.outside,
      ),
    },
  };
}
