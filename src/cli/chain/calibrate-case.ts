import {
  fingerprintOf,
  fingerprintsMatch,
  fitResidency,
  inmatesElsewhere,
  type PreparedResidency,
} from '../../detect/index.ts';
import type { Cells } from '../../intake/index.ts';
import type { CaseDocuments } from '../../model/case.ts';
import { baselinesOnReferences, calledInside, onReferences } from './baseline-report.ts';
import type { Observed } from './observe-handsets.ts';
import type { CalibrationOutcome, RunOptions } from './run-outcome.ts';

export const NO_PRISON = 'no prison has a perimeter (prisons/prisons.geojson is missing, not covered or refused)';

/** The calibration that was given, where it fits the case; else one on the case's own references; else none, and why. */

export function calibrate(
  options: RunOptions,
  documents: CaseDocuments,
  cells: Cells,
  prepared: PreparedResidency,
  observed: Observed,
): CalibrationOutcome {
  const baselines = baselinesOnReferences(observed.references);
  if (!prepared.areas.some((area) => area.kind === 'prison'))
    return { model: undefined, source: 'none', why: NO_PRISON, baselines };
  const here = fingerprintOf(cells, prepared, [...observed.evidence, ...observed.references.map((r) => r.evidence)]);
  if (options.model !== undefined) {
    const { model } = options;
    const match = fingerprintsMatch(model.fingerprint, here);
    return match.ok
      ? {
          model,
          source: 'another case',
          why: undefined,
          baselines,
          onOwnReferences: onReferences(observed.references, model),
          calledInside: calledInside(observed.references, model),
        }
      : {
          model: undefined,
          source: 'none',
          why: `the given calibration does not fit this case: ${match.why.join('; ')}`,
          baselines,
        };
  }
  const classByModel = new Map(documents.deviceProfiles.map((profile) => [profile.model, profile.class]));
  const labelled = new Set(observed.references.map((r) => r.evidence.imei14));
  // Seized handsets that the records show are references already; the others still tell what is carried in.
  const seized = documents.seizures.flatMap((s) =>
    s.kind === 'handset' && !s.imei14s.some((imei14) => labelled.has(imei14)) ? (classByModel.get(s.model) ?? []) : [],
  );
  const fit = fitResidency(observed.references, here, { seized });
  return fit.ok
    ? {
        model: fit.model,
        source: 'this case',
        why: undefined,
        baselines,
        calledInside: fit.model.heldOut.calledInside,
      }
    : { model: undefined, source: 'none', why: fit.why, baselines };
}

/** Beside it, how often known inmates of one prison are called inside another, where any of them could be. */
export function withInmatesElsewhere(calibration: CalibrationOutcome, { inmates }: Observed): CalibrationOutcome {
  if (calibration.model === undefined) return calibration;
  const found = inmatesElsewhere(inmates, calibration.model);
  return found.pairs === 0 ? calibration : { ...calibration, inmatesElsewhere: found };
}
