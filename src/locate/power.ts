import type { PowerPrior } from './grid-posterior.ts';

/** What a phone may send at, before anything was learnt on the site. */
export interface PowerClass {
  readonly mean_db: number;
  readonly sd_db: number;
}

/** Antenna and body of a phone held or hidden indoors take this from its nominal power. */
const BODY_DB = 4;

/**
 * Nominal power by band and radio event, dBm. Access bursts go out at the broadcast maximum, before the first power
 * command (TS 45.008: usually 33 dBm at 900 MHz, 30 dBm at 1800 MHz); from there on the network steers it down.
 * LTE opens with open-loop power control, at most 23 dBm.
 */
export function nominalPower(band: string, kind: 'access' | 'traffic'): PowerClass {
  const gsm = /GSM/i.test(band);
  const high = bandMhz(band) >= 1500;
  if (gsm && kind === 'access') return { mean_db: (high ? 30 : 33) - BODY_DB, sd_db: 6 };
  if (gsm) return { mean_db: (high ? 22 : 24) - BODY_DB, sd_db: 9 };
  return kind === 'access' ? { mean_db: 14 - BODY_DB, sd_db: 10 } : { mean_db: 12 - BODY_DB, sd_db: 11 };
}

/** The survey transmitter's power is not stated: a phone's lies anywhere about it. */
export const RELATIVE_TO_SURVEY: PowerClass = { mean_db: 0, sd_db: 10 };

/** No survey: also the loss in the first metre is unknown (40 dB at 2.4 GHz, 31 dB at 900 MHz, receivers' gains aside). */
export const UNSURVEYED_POWER: PowerClass = { mean_db: -30, sd_db: 22 };

export function bandMhz(band: string): number {
  return Number(/(\d{3,4})/.exec(band)?.[1] ?? 900);
}

/** The surveyed band nearest in frequency, by ratio. */
export function nearestBand(band: string, surveyed: readonly string[]): number {
  let best = 0;
  surveyed.forEach((name, index) => {
    const distance = (other: string) => Math.abs(Math.log(bandMhz(band) / bandMhz(other)));
    if (distance(name) < distance(surveyed[best]!)) best = index;
  });
  return Math.max(0, surveyed.indexOf(band) >= 0 ? surveyed.indexOf(band) : best);
}

/** Components this far apart and this wide approximate any smooth distribution of power. */
const WIDTH_DB = 2;
const APART_DB = 3.5;

/** The class as components on a fixed grid, whose weights can be learnt. */
export function powerGrid({ mean_db, sd_db }: PowerClass): PowerPrior {
  const outer = Math.sqrt(Math.max(1, sd_db ** 2 - WIDTH_DB ** 2));
  const steps = Math.ceil((2.5 * outer) / APART_DB);
  const offsets = Array.from({ length: 2 * steps + 1 }, (_, i) => (i - steps) * APART_DB);
  const weights = offsets.map((offset) => Math.exp(-((offset / outer) ** 2) / 2));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return {
    means_db: Float64Array.from(offsets, (offset) => mean_db + offset),
    weights: Float64Array.from(weights, (weight) => weight / total),
    sd_db: WIDTH_DB,
  };
}

/** How many sessions the prior is worth. */
const PRIOR_SESSIONS = 15;
const ROUNDS = 40;

/**
 * Learns what phones on this site send at, by expectation maximisation of the components' weights over sessions whose
 * places are unknown as well (nonparametric empirical Bayes: Kiefer & Wolfowitz 1956, with a Dirichlet prior so that a few
 * sessions change little). `posteriors`: each session's component weights under `prior`.
 */
export function learnPower(prior: PowerPrior, posteriors: readonly Float64Array[]): PowerPrior {
  const J = prior.weights.length;
  if (posteriors.length === 0) return prior;
  let weights = Float64Array.from(prior.weights);
  for (let round = 0; round < ROUNDS; round++) {
    const next = Float64Array.from(prior.weights, (weight) => weight * PRIOR_SESSIONS);
    for (const posterior of posteriors) {
      let total = 0;
      for (let j = 0; j < J; j++) total += (posterior[j]! / prior.weights[j]!) * weights[j]!;
      if (!(total > 0)) continue;
      for (let j = 0; j < J; j++) next[j]! += ((posterior[j]! / prior.weights[j]!) * weights[j]!) / total;
    }
    const sum = next.reduce((a, b) => a + b, 0);
    weights = next.map((value) => value / sum);
  }
  return { means_db: prior.means_db, weights, sd_db: prior.sd_db };
}

/** Mean and sd of a prior as a whole. */
export function momentsOf({ means_db, weights, sd_db }: PowerPrior): PowerClass {
  const mean_db = means_db.reduce((sum, mean, j) => sum + mean * weights[j]!, 0);
  const variance = means_db.reduce((sum, mean, j) => sum + weights[j]! * (mean - mean_db) ** 2, sd_db ** 2);
  return { mean_db, sd_db: Math.sqrt(variance) };
}
