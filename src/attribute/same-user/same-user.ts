import { dayBegins_s, type Track } from './tracks.ts';
import { type Alternative, isAsked } from './alternative.ts';
import { crowdOf } from './crowd.ts';
import { type Handset, prepareHandset } from './handset.ts';
import { judgePair } from './judge.ts';
import { fitSameUser, type SameUserModel, type TooFew } from './model.ts';
import { groupRegime, handsetDiffers, regimeDifferences, regimeOf, type RegimeStatistic } from './regime.ts';

export interface SameUserQuestion {
  /** Questioned handsets. */
  readonly tracks: readonly Track[];
  /** Handsets of other people, their owners known. */
  readonly training: readonly Track[];
  /** Offset at which days begin at 05:00. */
  readonly utcOffset_s: number;
  readonly alternative: Alternative;
}

/**
 * Questioned handsets from which on they are people about each other's places as well: they know the popularity of places where no
 * training people live. Of fewer, a third handset of one person would be a large part of the crowd about that person.
 */
const MANY = 50;

/** The ratio of one day of two handsets. */
export interface SameUserRatio {
  readonly a: Track;
  readonly b: Track;
  /** The day, half-open. */
  readonly from_s: number;
  readonly until_s: number;
  /** log10 LR, bounded; undefined where it is withheld. */
  readonly llr10: number | undefined;
}

export type Withheld =
  { readonly why: TooFew } | { readonly why: 'regime'; readonly differs: readonly RegimeStatistic[] };

export interface SameUserOutcome {
  /** People in both files: nothing is computed while there are any. */
  readonly overlapping: readonly string[];
  readonly model: SameUserModel | undefined;
  /** Why every ratio is withheld. */
  readonly withheld: Withheld | undefined;
  /** Handsets unlike every training handset: the ratios of their pairs are withheld. */
  readonly unlike: readonly Track[];
  /** Handsets where training people hardly ever were: the ratios of their pairs are withheld. */
  readonly elsewhere: readonly Track[];
  /** Pairs of handsets of different areas, withheld where the alternative is somebody of the same area. */
  readonly pairsApart: number;
  readonly ratios: number;
  readonly withheldRatios: number;
}

/** People in both groups. */
export function overlappingOwners(tracks: readonly Track[], training: readonly Track[]): string[] {
  const trained = new Set(training.map((t) => t.owner));
  return [...new Set(tracks.map((t) => t.owner))].filter((o) => o !== '' && trained.has(o));
}

/**
 * Ratios of all days on which two of the questioned handsets have a switch, given to `write` one by one in order of
 * handsets and days; `fitted` is called when training is over. Training people are never questioned people. Ratios are withheld where
 * the coverage regimes differ, where training people hardly were, and where the alternative is not about the pair.
 */
export function sameUser(
  { tracks, training, utcOffset_s, alternative }: SameUserQuestion,
  write: (ratio: SameUserRatio) => void,
  fitted?: () => void,
): SameUserOutcome {
  const overlapping = overlappingOwners(tracks, training);
  const none = { overlapping, model: undefined, withheld: undefined, unlike: [], elsewhere: [], pairsApart: 0 };
  if (overlapping.length > 0) return { ...none, ratios: 0, withheldRatios: 0 };
  const fit = fitSameUser(training, utcOffset_s, alternative);
  const model = typeof fit === 'string' ? undefined : fit;
  const known = groupRegime(training, training.map(regimeOf));
  fitted?.();
  const regimes = tracks.map(regimeOf);
  const differs = tracks.length === 0 ? [] : regimeDifferences(known, groupRegime(tracks, regimes));
  const withheld: Withheld | undefined =
    typeof fit === 'string' ? { why: fit } : differs.length > 0 ? { why: 'regime', differs } : undefined;
  const unlike = new Set(
    withheld === undefined ? tracks.filter((_, i) => handsetDiffers(known, regimes[i]!).length > 0) : [],
  );
  let ratios = 0;
  let withheldRatios = 0;
  const reach_km = model?.reach_km ?? 0;
  const crowd = model !== undefined && tracks.length < MANY ? model.crowd : crowdOf([...training, ...tracks], reach_km);
  const handsets = tracks.map((t) => prepareHandset(t, reach_km, utcOffset_s, crowd));
  const elsewhere = new Set(
    withheld === undefined ? handsets.filter(({ company }) => company < model!.leastCompany).map((h) => h.track) : [],
  );
  const isSilent = ({ track }: Handset): boolean => unlike.has(track) || elsewhere.has(track);
  let pairsApart = 0;
  for (let i = 0; i < handsets.length; i++) {
    for (let j = i + 1; j < handsets.length; j++) {
      const a = handsets[i]!;
      const b = handsets[j]!;
      const isApart = !isAsked(alternative, a, b);
      if (isApart) pairsApart++;
      const silent = withheld !== undefined || isSilent(a) || isSilent(b) || isApart;
      judgePair(silent ? undefined : model, a, b, (day, llr10) => {
        ratios++;
        if (llr10 === undefined) withheldRatios++;
        const from_s = dayBegins_s(day, utcOffset_s);
        write({ a: a.track, b: b.track, from_s, until_s: from_s + 86_400, llr10 });
      });
    }
  }
  return {
    overlapping,
    model,
    withheld,
    unlike: [...unlike],
    elsewhere: [...elsewhere],
    pairsApart,
    ratios,
    withheldRatios,
  };
}
