/** What a pretend world is made from. The same options give the same bytes. */
export interface WorldOptions {
  /** Seed of every random number. */
  readonly seed: number;
  /** Prisons, 1..4. */
  readonly prisons: number;
  /** Areas with like coverage and no prison, 0..4. */
  readonly placebos: number;
  /** Days of traffic, from `WINDOW_START`. */
  readonly days: number;
  /** Multiplies the number of people; 1 gives about 200,000 rows in 28 days. */
  readonly scale: number;
  /** Write handsets of closed cases and placebo areas for calibration. */
  readonly reference: boolean;
  /** Inject the faults that real deliveries have. */
  readonly dirt: boolean;
  /** Metres by which the second prison lies east of the first, on the same antennas; 0 = far away, as all others. */
  readonly nearPrisons_m: number;
  /** The first prison has signal sensors: walls of its plans, a walk-test, what they heard. */
  readonly sensors: boolean;
}

export const DEFAULT_OPTIONS: WorldOptions = {
  seed: 1,
  prisons: 3,
  placebos: 3,
  days: 28,
  scale: 1,
  reference: true,
  dirt: true,
  nearPrisons_m: 0,
  sensors: false,
};

/** Local midnight of 6 October 2025. Four weeks from here hold the end of summer time, so one night has an hour twice. */
export const WINDOW_START = Date.UTC(2025, 9, 5, 22) / 1000;

/** Fills in defaults and checks the ranges; throws RangeError for options that no world can be made from. */
export function withDefaults(partial: Partial<WorldOptions>): WorldOptions {
  const o = { ...DEFAULT_OPTIONS, ...partial };
  const whole = (name: string, v: number, low: number, high: number): void => {
    if (!Number.isInteger(v) || v < low || v > high)
      throw new RangeError(`${name} must be a whole number ${low}..${high}`);
  };
  whole('seed', o.seed, 0, 4294967295);
  whole('prisons', o.prisons, 1, 4);
  whole('placebos', o.placebos, 0, 4);
  whole('days', o.days, 1, 120);
  if (o.nearPrisons_m !== 0 && !(o.prisons >= 2 && o.nearPrisons_m >= 300 && o.nearPrisons_m <= 3000))
    throw new RangeError('two prisons that are near each other lie 300..3000 m apart');
  if (!(o.scale > 0 && o.scale <= 20)) throw new RangeError('scale must be in (0, 20]');
  return o;
}
