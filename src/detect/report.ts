import type { ResidencyModel } from './residency-model.ts';

const SCHEMES = {
  area: 'leave one prison or placebo area out',
  device: 'leave a fifth of the devices out',
  mixed: 'leave one prison or placebo area out, a fifth of the devices of those without which too few would remain',
} as const;

/** `summary.residency`: how the calibration was made and what it is worth. */
export function residencyReport(model: ResidencyModel): Record<string, unknown> {
  const { references, regular, sparse, heldOut, fusion, fingerprint } = model;
  return {
    references,
    bounds: regular.bounds,
    calibrations: { regular, sparse },
    held_out: {
      scheme: SCHEMES[heldOut.scheme],
      cllr: heldOut.cllr,
      cllr_min: heldOut.cllrMin,
      cllr_cal: heldOut.cllrCal,
      by_traffic: heldOut.byTraffic,
      called_inside: heldOut.calledInside,
      by_class: heldOut.byClass,
    },
    fusion,
    fingerprint,
  };
}
