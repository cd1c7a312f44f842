import { dayBegins_s, type Track } from './tracks.ts';
import { crowdOf } from './crowd.ts';
import { prepareHandset } from './handset.ts';
import { judgePair } from './judge.ts';
import { fitSameUser, type SameUserModel } from './model.ts';
import { groupRegime, handsetDiffers, regimeDifferences, regimeOf, type RegimeStatistic } from './regime.ts';

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
  { readonly why: 'too-few-people' } | { readonly why: 'regime'; readonly differs: readonly RegimeStatistic[] };

export interface SameUserOutcome {
  /** People in both files: nothing is computed while there are any. */
  readonly overlapping: readonly string[];
  readonly model: SameUserModel | undefined;
  /** Why every ratio is withheld. */
  readonly withheld: Withheld | undefined;
  /** Handsets unlike every training handset: the ratios of their pairs are withheld. */
  readonly unlike: readonly Track[];
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
 * handsets and days; `fitted` is called when training is over. Training people are never questioned people; where the coverage regimes differ, ratios are withheld.
 */
export function sameUser(
  tracks: readonly Track[],
  training: readonly Track[],
  utcOffset_s: number,
  write: (ratio: SameUserRatio) => void,
  fitted?: () => void,
): SameUserOutcome {
  const overlapping = overlappingOwners(tracks, training);
  const none = { overlapping, model: undefined, withheld: undefined, unlike: [], ratios: 0, withheldRatios: 0 };
  if (overlapping.length > 0) return none;
  const model = fitSameUser(training, utcOffset_s);
  const known = groupRegime(training, training.map(regimeOf));
  fitted?.();
  const regimes = tracks.map(regimeOf);
  const differs = tracks.length === 0 ? [] : regimeDifferences(known, groupRegime(tracks, regimes));
  const withheld: Withheld | undefined =
    model === undefined ? { why: 'too-few-people' } : differs.length > 0 ? { why: 'regime', differs } : undefined;
  const unlike = new Set(
    withheld === undefined ? tracks.filter((_, i) => handsetDiffers(known, regimes[i]!).length > 0) : [],
  );
  let ratios = 0;
  let withheldRatios = 0;
  const reach_km = model?.reach_km ?? 0;
  const crowd = model?.crowd ?? crowdOf([], reach_km);
  const handsets = tracks.map((t) => prepareHandset(t, reach_km, utcOffset_s, crowd));
  for (let i = 0; i < handsets.length; i++) {
    for (let j = i + 1; j < handsets.length; j++) {
      const a = handsets[i]!;
      const b = handsets[j]!;
      const silent = withheld !== undefined || unlike.has(a.track) || unlike.has(b.track);
      judgePair(silent ? undefined : model, a, b, (day, llr10) => {
        ratios++;
        if (llr10 === undefined) withheldRatios++;
        const from_s = dayBegins_s(day, utcOffset_s);
        write({ a: a.track, b: b.track, from_s, until_s: from_s + 86_400, llr10 });
      });
    }
  }
  return { overlapping, model, withheld, unlike: [...unlike], ratios, withheldRatios };
}
