/** Transmit power relative to what the map's levels are relative to: a mixture of narrow normal components. */
export interface PowerPrior {
  readonly means_db: Float64Array;
  /** Add up to 1. */
  readonly weights: Float64Array;
  readonly sd_db: number;
}

/** One group of bursts of a phone that did not move between them. */
export interface BurstGroup {
  /** Mean level per sensor, dBm; NaN = none heard. */
  readonly level_dbm: Float64Array;
  /** Per sensor, how many of the bursts it heard. */
  readonly heard: Float64Array;
  readonly bursts: number;
  /** Per sensor, 1 = could have heard. */
  readonly alive: Uint8Array;
  /** True where that was reported, not only assumed. */
  readonly reported?: boolean;
  /** Index of the band in the map. */
  readonly band: number;
  /** Carriers with independent fading among the bursts. */
  readonly carriers: number;
}
