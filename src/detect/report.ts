import type { ResidencyModel } from './residency-model.ts';

/** `summary.residency`: how the calibration was made and what it is worth. */
export function residencyReport(model: ResidencyModel): Record<string, unknown> {
  const { references, regular, sparse, heldOut, fusion, fingerprint } = model;
  return {
    references,
    bounds: regular.bounds,
    calibrations: { regular, sparse },
    held_out: {
      scheme: heldOut.scheme === 'area' ? 'leave one prison or placebo area out' : 'leave a fifth of the devices out',
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
