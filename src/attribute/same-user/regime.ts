import { distance_m } from '../../model/great-circle.ts';
import type { Track } from './tracks.ts';

/**
 * How handsets meet the network, measured on single handsets (no pair, no owner): where training and questioned handsets
 * differ in this, ratios learnt from the one do not hold for the other (Cllr of 2 to 4 was measured).
 */
export const REGIME_STATISTICS = ['samePlace', 'jump', 'perDay', 'variety'] as const;
export type RegimeStatistic = (typeof REGIME_STATISTICS)[number];

export const REGIME_WORDS: Readonly<Record<RegimeStatistic, string>> = {
  samePlace: 'share of registrations on the same cell as the one before, a quarter of an hour earlier at most',
  jump: 'distance between the cells of such registrations',
  perDay: 'registrations in a day',
  variety: 'distinct cells for each registration of a day',
};

/** A difference below this does no harm whatever its significance: share, log10, log10, share. */
const MATERIAL: Readonly<Record<RegimeStatistic, number>> = { samePlace: 0.15, jump: 0.3, perDay: 0.25, variety: 0.15 };
/** Standard errors of the difference of two groups of people that chance is given. */
const SURE = 4;
const QUICK_S = 900;
/** Pairs of quick registrations below which a handset says nothing about coverage. */
const LEAST_QUICK = 10;
/** How many times the material difference one handset may lie away from the mean of the training handsets ... */
const ALONE = 4;
/** ... beyond the range of these. */
const RANGE = 2;

export type Regime = Readonly<Record<RegimeStatistic, number>>;

/** Number of the cell of each registration, in order of appearance: cells are told apart by place and azimuth. */
function cellNumbers({ latitude, longitude, azimuth_deg }: Track): Int32Array {
  const out = new Int32Array(latitude.length);
  // For each latitude the registration that showed it first; from each cell's first registration to the next cell of its latitude.
  const firsts = new Map<number, number>();
  const nextCell = new Int32Array(latitude.length).fill(-1);
  let cells = 0;
  for (let i = 0; i < out.length; i++) {
    let known = firsts.get(latitude[i]!) ?? -1;
    let last = known;
    while (known >= 0 && !(longitude[known] === longitude[i] && Object.is(azimuth_deg[known], azimuth_deg[i]))) {
      last = known;
      known = nextCell[known]!;
    }
    if (known >= 0) {
      out[i] = out[known]!;
      continue;
    }
    if (last < 0) firsts.set(latitude[i]!, i);
    else nextCell[last] = i;
    out[i] = cells++;
  }
  return out;
}

/** Statistics of one handset; NaN where it gives too little. */
export function regimeOf(track: Track): Regime {
  const n = track.at_s.length;
  const cell = cellNumbers(track);
  let quick = 0;
  let same = 0;
  let jump = 0;
  for (let i = 1; i < n; i++) {
    if (track.at_s[i]! - track.at_s[i - 1]! > QUICK_S) continue;
    quick++;
    if (cell[i] === cell[i - 1]) {
      same++;
      jump -= 1; // log10 of the 0.1 km below which distances say nothing
      continue;
    }
    const d_m = distance_m(
      { latitude: track.latitude[i]!, longitude: track.longitude[i]! },
      { latitude: track.latitude[i - 1]!, longitude: track.longitude[i - 1]! },
    );
    jump += Math.log10(0.1 + d_m / 1000);
  }
  let variety = 0;
  const seenOn = new Int32Array(n).fill(-1);
  for (let d = 0; d < track.days.length; d++) {
    for (let i = track.dayStart[d]!; i < track.dayStart[d + 1]!; i++) {
      if (seenOn[cell[i]!] === d) continue;
      seenOn[cell[i]!] = d;
      variety++;
    }
  }
  const known = quick >= LEAST_QUICK;
  return {
    samePlace: known ? same / quick : Number.NaN,
    jump: known ? jump / quick : Number.NaN,
    perDay: Math.log10(n / track.days.length),
    variety: variety / n,
  };
}

interface Spread {
  readonly mean: number;
  readonly variance: number;
  /** People, not handsets: the two handsets of one person say the same. */
  readonly people: number;
  readonly least: number;
  readonly most: number;
}

/** Regime of a group of handsets. */
export type GroupRegime = Readonly<Record<RegimeStatistic, Spread>>;

/** @param regimes of the tracks, in their order */
export function groupRegime(tracks: readonly Track[], regimes: readonly Regime[]): GroupRegime {
  const spread = (s: RegimeStatistic): Spread => {
    const known = tracks.flatMap((t, i) => (Number.isNaN(regimes[i]![s]) ? [] : [{ t, value: regimes[i]![s] }]));
    const values = known.map(({ value }) => value);
    const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
    const variance = values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / Math.max(1, values.length - 1);
    const people = new Set(known.map(({ t }) => (t.owner === '' ? `device ${t.device}` : `owner ${t.owner}`))).size;
    return { mean, variance, people, least: Math.min(...values), most: Math.max(...values) };
  };
  return { samePlace: spread('samePlace'), jump: spread('jump'), perDay: spread('perDay'), variety: spread('variety') };
}

/** Statistics in which two groups differ by more than chance and by enough to matter; one that a group does not show is passed over. */
export function regimeDifferences(training: GroupRegime, questioned: GroupRegime): RegimeStatistic[] {
  return REGIME_STATISTICS.filter((s) => {
    const [a, b] = [training[s], questioned[s]];
    if (a.people === 0 || b.people === 0) return false;
    const apart = Math.abs(a.mean - b.mean);
    // The training people are the many: their spread stands for both.
    const error = Math.sqrt(Math.max(a.variance, 1e-4) * (1 / a.people + 1 / b.people));
    return apart > MATERIAL[s] && apart > SURE * error;
  });
}

/** What one handset shows of the coverage; how much it is used is its user's affair. */
const OF_COVERAGE: readonly RegimeStatistic[] = ['samePlace', 'jump'];

/** Statistics of coverage in which one handset is unlike every training handset. */
export function handsetDiffers(training: GroupRegime, regime: Regime): RegimeStatistic[] {
  return OF_COVERAGE.filter((s) => {
    const { mean, least, most, people } = training[s];
    if (people === 0 || Number.isNaN(regime[s])) return false;
    const far = Math.abs(regime[s] - mean) > ALONE * MATERIAL[s];
    const beyond =
      regime[s] > mean + RANGE * Math.max(most - mean, MATERIAL[s]) ||
      regime[s] < mean - RANGE * Math.max(mean - least, MATERIAL[s]);
    return far && beyond;
  });
}
