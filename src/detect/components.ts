import {
  betaBinomialLogPmf,
  dirichletMultinomialLogEvidence,
  LN10,
  logSumExp,
  negativeBinomialLogPmf,
} from '../statistics/index.ts';
import {
  DEVICE_CLASSES,
  OUTSIDE_CLASSES,
  OUTSIDE_WEIGHTS,
  type ClassProfiles,
  type OutsideClass,
} from './class-profiles.ts';
import { unlistedContacts, type ResidencyEvidence } from './evidence.ts';
import { hourParameters } from './hour-rates.ts';

export const COMPONENTS = ['presence', 'hours', 'calling', 'cells', 'contacts', 'circle', 'sims', 'device'] as const;
export type Component = (typeof COMPONENTS)[number];
/** log10 LR of each kind of evidence taken alone, in the order of COMPONENTS; 0 where it is missing. */
export type ComponentLlrs = readonly number[];

/**
 * No single kind of evidence is believed beyond 1 in 10,000: the classes are models, and models err in the tails.
 */
const MOST_LLR10 = 4;
/** Cells depend on coverage models, which err by more: 1 in 10. */
const MOST_CELLS_LLR10 = 1;
/** Handsets inside that are used as people outside do, and the reverse (night workers, shops). */
const OUTSIDE_HABITS_INSIDE_SHARE = 0.15;
const INSIDE_HABITS_OUTSIDE_SHARE = 0.05;
/** Share of outside handsets that belong to relatives and visitors, who know the same people. */
const RELATIVE_SHARE = 0.03;
/**
 * People outside who were here for one stretch of the window and elsewhere before or after it, as a handset inside may be: they
 * moved, travelled, or sold it.
 */
const STRETCH_SHARE = 0.15;
/** Outside handsets that change SIMs as much: gateways, taxi phones, shops. */
const CHANGER_SHARE = 0.08;
const SIMS_SIZE_INSIDE = 0.8;
const SIMS_SIZE_OUTSIDE = 0.5;

const lnMix = (terms: readonly (readonly [number, number])[]): number =>
  logSumExp(terms.map(([weight, ln]) => Math.log(weight) + ln));
const clip = (x: number, most: number): number => Math.max(-most, Math.min(most, x));

function presence(e: ResidencyEvidence, p: ClassProfiles): number {
  const homeAndExit = e.dayKinds.slice(0, 2);
  const outside = lnMix(
    OUTSIDE_CLASSES.flatMap((c) => {
      const days = p.days[c];
      const fringe = dirichletMultinomialLogEvidence(e.fringeHours, p.fringe[c]);
      const here = e.lnInsideDays + dirichletMultinomialLogEvidence(homeAndExit, days.slice(0, 2));
      return [
        [OUTSIDE_WEIGHTS[c] * (1 - STRETCH_SHARE), dirichletMultinomialLogEvidence(e.dayKinds, days) + fringe],
        [OUTSIDE_WEIGHTS[c] * STRETCH_SHARE, here + fringe],
      ] as const;
    }),
  );
  const inside =
    e.lnInsideDays +
    dirichletMultinomialLogEvidence(homeAndExit, p.insideExits) +
    dirichletMultinomialLogEvidence(e.fringeHours, p.fringe.inside);
  const llr10 = (inside - outside) / LN10;
  // Whose traffic elsewhere was never asked for cannot be said to have stayed.
  return e.exitsKnown ? llr10 : Math.min(0, llr10);
}

/**
 * Counts whose shares differ by class (hours, directions, lengths of calls): each class explains all of them at once.
 * A part of either side behaves like the other. @param lnOf ln p of the counts in a class
 */
function habit(lnOf: (c: OutsideClass | 'inside') => number): number {
  const outside = lnMix(OUTSIDE_CLASSES.map((c) => [OUTSIDE_WEIGHTS[c], lnOf(c)]));
  const inside = lnOf('inside');
  return (
    (lnMix([
      [1 - OUTSIDE_HABITS_INSIDE_SHARE, inside],
      [OUTSIDE_HABITS_INSIDE_SHARE, outside],
    ]) -
      lnMix([
        [1 - INSIDE_HABITS_OUTSIDE_SHARE, outside],
        [INSIDE_HABITS_OUTSIDE_SHARE, inside],
      ])) /
    LN10
  );
}

const hours = (e: ResidencyEvidence, p: ClassProfiles): number =>
  habit((c) => dirichletMultinomialLogEvidence(e.hourSlots, hourParameters(p.hours[c], e.usualHours)));

const calling = (e: ResidencyEvidence, p: ClassProfiles): number =>
  habit(
    (c) =>
      dirichletMultinomialLogEvidence(e.directions, p.directions[c]) +
      dirichletMultinomialLogEvidence(e.callLengths, p.callLengths[c]),
  );

const hasListed = (e: ResidencyEvidence): boolean => e.listedContacts >= 0 && e.contacts > 0;

/** ln p of how many correspondents are tied to inmates: of inmates whose own are listed, of relatives outside, and of others by chance. */
function lnListed(e: ResidencyEvidence, p: ClassProfiles): Record<'own' | 'relative' | 'none', number> {
  if (!hasListed(e)) return { own: 0, relative: 0, none: 0 };
  const share = (mean: number, concentration: number): number =>
    betaBinomialLogPmf(e.listedContacts, e.contacts, mean * concentration, (1 - mean) * concentration);
  return { own: share(p.listed.inside, 5), relative: share(0.2, 5), none: share(p.listed.outside, 100) };
}

/** ln p of how many are shared with others known to be inside: of who shares any, of inmates, who may share none, and of others by chance. */
function lnShared(e: ResidencyEvidence, p: ClassProfiles): Record<'some' | 'inmate' | 'byChance', number> {
  const unlisted = unlistedContacts(e);
  const share = (alpha: number, beta: number): number => betaBinomialLogPmf(e.sharedContacts, unlisted, alpha, beta);
  const some = share(1, 1);
  const byChance = share(p.shared.byChance * 100, (1 - p.shared.byChance) * 100);
  const inmate = lnMix([
    [p.shared.circle, some],
    [1 - p.shared.circle, byChance],
  ]);
  return { some, inmate, byChance };
}

function contacts(e: ResidencyEvidence, p: ClassProfiles): number {
  if (!hasListed(e)) return 0;
  const { own, relative, none } = lnListed(e, p);
  return (
    (lnMix([
      [1 - p.unlistedShare, own],
      [p.unlistedShare, none],
    ]) -
      lnMix([
        [1 - RELATIVE_SHARE, none],
        [RELATIVE_SHARE, relative],
      ])) /
    LN10
  );
}

/**
 * Correspondents shared with other handsets known to be inside: whose handset was taken goes on calling the same people with the next one,
 * and cell mates share one. A relative outside knows them too. How many either shares is not known: every share is as likely for both. Nor
 * is it known how many relatives know somebody whose handset is known: the less of two ratios counts.
 */
function circle(e: ResidencyEvidence, p: ClassProfiles): number {
  if (e.sharedContacts < 0 || unlistedContacts(e) === 0) return 0;
  const { some, inmate, byChance } = lnShared(e, p);
  // All of them do.
  const alone = lnMix([
    [1 - RELATIVE_SHARE, byChance],
    [RELATIVE_SHARE, some],
  ]);
  // As many as inmates do, and whom listed numbers make a relative in all likelihood, shared ones make no likelier to live inside.
  const { relative, none } = lnListed(e, p);
  const listed = lnMix([
    [1 - RELATIVE_SHARE, none],
    [RELATIVE_SHARE, relative],
  ]);
  const both = lnMix([
    [1 - RELATIVE_SHARE, none + byChance],
    [RELATIVE_SHARE, relative + inmate],
  ]);
  return (inmate - Math.max(alone, both - listed)) / LN10;
}

function sims(e: ResidencyEvidence, p: ClassProfiles): number {
  if (e.imsis === 0) return 0;
  const months = Math.max(1, e.span_days) / 30;
  const k = e.imsis - 1;
  const inside = negativeBinomialLogPmf(k, p.simsPer30d.inside * months, SIMS_SIZE_INSIDE);
  return (
    (inside -
      lnMix([
        [1 - CHANGER_SHARE, negativeBinomialLogPmf(k, p.simsPer30d.outside * months, SIMS_SIZE_OUTSIDE)],
        [CHANGER_SHARE, inside],
      ])) /
    LN10
  );
}

function device(e: ResidencyEvidence, p: ClassProfiles): number {
  const i = DEVICE_CLASSES.indexOf(e.deviceClass);
  return Math.log10((p.device.inside[i] ?? 1) / (p.device.outside[i] ?? 1));
}

export function componentLlrs(e: ResidencyEvidence, p: ClassProfiles): ComponentLlrs {
  return [
    clip(presence(e, p), MOST_LLR10),
    clip(hours(e, p), MOST_LLR10),
    clip(calling(e, p), MOST_LLR10),
    clip(e.lnCellsInsideOverAround / LN10, MOST_CELLS_LLR10),
    clip(contacts(e, p), MOST_LLR10),
    clip(circle(e, p), MOST_LLR10),
    clip(sims(e, p), MOST_LLR10),
    clip(device(e, p), MOST_LLR10),
  ];
}
