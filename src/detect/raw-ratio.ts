import { LN10 } from '../statistics/index.ts';
import { REGULAR_EVENTS } from './calibrate.ts';
import { componentLlrs, type ComponentLlrs } from './components.ts';
import { heardFrom, type ResidencyEvidence } from './evidence.ts';
import { fuse } from './fusion.ts';
import type { Calibration, Calibrator, ResidencyModel } from './residency-model.ts';

/** Days of one handset's bursts depend on each other, and a handset may be carried past: no more than LR 100. */
const MOST_HEARD_LLR10 = 2;
/** Serving events after which a handset inside has been heard with half of the final probability. */
const HALF_HEARD_EVENTS = 15;
/** Found inside by a search. */
const SEIZED_LLR10 = 2;
/** On the register of handsets that may be there: one contraband phone in a hundred would carry a declared identity. */
const DECLARED_LLR10 = -2;

/** Calibrated, before bounds: lives inside this prison, against people who live in no prison. */
export interface RawRatio {
  /** What each kind of evidence says alone. */
  readonly row: ComponentLlrs;
  /** What sensors, searches and registers add. */
  readonly direct_llr10: number;
  readonly llr10: number;
  /** The same by each resample of the references, in the order of the model's. */
  readonly resampled_llr10: readonly number[];
  /** No figure of it exceeds this: 0 of a terminal that nobody found or heard inside and of a declared handset, else Infinity. */
  readonly most_llr10: number;
}

function heard_llr10(e: ResidencyEvidence, model: ResidencyModel): number {
  if (!e.sensorsListen) return 0;
  const { inside, outside } = model.profiles.heard;
  const from = heardFrom(e);
  if (from === 'nowhere') {
    const p = (Math.min(inside.ever, e.sensedShare) * e.servingEvents) / (e.servingEvents + HALF_HEARD_EVENTS);
    // Where hardly a building has sensors, silence does not speak for anybody either.
    return Math.min(0, Math.log10((1 - p) / (1 - outside.ever)));
  }
  // Heard, and not from a room there: the street, a landing, another building. It speaks for nobody and against nobody.
  return from === 'outside' ? 0 : Math.min(MOST_HEARD_LLR10, Math.log10(inside[from] / outside[from]));
}

const calibrate = (c: Calibrator, score: number): number => (c.intercept + c.slope * score) / LN10;

/** Much or little traffic: each has a calibrator, bounds and a threshold of its own. */
export const stratum = (e: ResidencyEvidence): 'regular' | 'sparse' =>
  e.servingEvents >= REGULAR_EVENTS ? 'regular' : 'sparse';
export const calibrationFor = (e: ResidencyEvidence, model: ResidencyModel): Calibration => model[stratum(e)];

export function rawRatio(e: ResidencyEvidence, model: ResidencyModel): RawRatio {
  const row = componentLlrs(e, model.profiles);
  const direct_llr10 = heard_llr10(e, model) + (e.seizedHere ? SEIZED_LLR10 : 0) + (e.declared ? DECLARED_LLR10 : 0);
  // A module is a terminal until somebody has found or heard it inside; a declared handset may be there.
  const excused = (e.deviceClass === 'module' && direct_llr10 <= 0) || (e.declared && !e.seizedHere);
  return {
    row,
    direct_llr10,
    llr10: calibrate(calibrationFor(e, model).calibrator, fuse(model.fusion, row)) + direct_llr10,
    resampled_llr10: model.resamples.map((r) => calibrate(r[stratum(e)], fuse(r.fusion, row)) + direct_llr10),
    most_llr10: excused ? 0 : Infinity,
  };
}
