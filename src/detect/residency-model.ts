import type { ReferenceClass } from '../model/case.ts';
import type { CombinedBounds } from '../statistics/index.ts';
import type { ClassProfiles } from './class-profiles.ts';
import type { Fusion } from './fusion.ts';
import type { FoldScheme } from './reference-folds.ts';
import type { RegimeFingerprint } from './regime-match.ts';

export const MODEL_FORMAT = 'cellsweep-residency/6';

/** ln LR = intercept + slope · fused score. */
export interface Calibrator {
  readonly intercept: number;
  readonly slope: number;
}

/** From fused score to likelihood ratio, for handsets with much or with little traffic. */
export interface Calibration {
  readonly calibrator: Calibrator;
  readonly bounds: CombinedBounds;
}

/** How well references of known truth are judged. */
export interface ReferencePerformance {
  readonly inside: number;
  readonly outside: number;
  /** null where one side has nobody. */
  readonly cllr: number | null;
}

/** How many references of known truth are called inside, of those that live there and of the others. */
export interface CalledInside {
  readonly inside: number;
  readonly outside: number;
}

/** Performance on references that the judging model had not seen. */
export interface HeldOutPerformance {
  readonly scheme: FoldScheme;
  readonly cllr: number;
  readonly cllrMin: number;
  readonly cllrCal: number;
  /** The same for references with much and with little traffic apart. */
  readonly byTraffic: Readonly<Record<'regular' | 'sparse', ReferencePerformance>>;
  /**
   * Of references with much traffic, how many reach the LR from which `inside` is said, by what they do alone: nothing that
   * sensors or searches saw. Absent in models of an earlier version.
   */
  readonly calledInside?: CalledInside;
  /** By class: references, and how many of them have LR > 1, > 100 and < 1. */
  readonly byClass: Readonly<
    Partial<Record<ReferenceClass, { n: number; above1: number; above100: number; below1: number }>>
  >;
}

/** Everything that turns evidence into a likelihood ratio. Plain JSON: written, digested, given to another case. */
export interface ResidencyModel {
  readonly format: typeof MODEL_FORMAT;
  readonly fingerprint: RegimeFingerprint;
  readonly references: Readonly<Partial<Record<ReferenceClass, number>>>;
  readonly profiles: ClassProfiles;
  readonly fusion: Fusion;
  /** At least REGULAR_EVENTS on serving cells; fewer. */
  readonly regular: Calibration;
  readonly sparse: Calibration;
  readonly resamples: readonly { readonly fusion: Fusion; readonly regular: Calibrator; readonly sparse: Calibrator }[];
  readonly heldOut: HeldOutPerformance;
}
