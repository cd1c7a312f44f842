import { contradictedReferences } from '../../detect/index.ts';
import { insideRings } from '../../model/polygon.ts';
import type { CaseDocuments } from '../../model/case.ts';
import type { RunOutcome } from '../chain/run-outcome.ts';
import { counted } from '../print/words.ts';

/** Of a prison's rooms, so many may lie outside its perimeter: an annexe, a gatehouse. */
const OUTSIDE_SHARE = 0.1;
/**
 * Held-out Cllr from which figures tell so little that something is likely to be wrong with the case: 0.03 to 0.19 on the cases that were
 * measured whole (docs/methods/residency.md and the demo), 0.26 where a whole operator was missing, 0.58 where a perimeter was misplaced.
 */
const WEAK_CLLR = 0.3;

/** Prisons whose rooms lie elsewhere than their perimeter: one of both is wrong, and figures rest on both. */
function misplaced({ areas, rooms }: Pick<CaseDocuments, 'areas' | 'rooms'>): string[] {
  return areas.flatMap((area) => {
    if (area.kind !== 'prison' || area.polygons.length === 0) return [];
    const placed = rooms.filter(
      (room) => room.prison_id === area.id && room.longitude !== undefined && room.latitude !== undefined,
    );
    const outside = placed.filter(
      ({ longitude = 0, latitude = 0 }) => !area.polygons.some((rings) => insideRings(longitude, latitude, rings)),
    );
    return outside.length > OUTSIDE_SHARE * placed.length
      ? [
          `${area.id}: ${outside.length} of ${placed.length} rooms of prisons/cells.csv LIE OUTSIDE ITS PERIMETER in prisons/prisons.geojson: one of both is wrong, and all figures of ${area.id} rest on them`,
        ]
      : [];
  });
}

/** A calibration that was tried on handsets of known truth and told little. */
function weak({ model }: RunOutcome['calibration']): string[] {
  return model !== undefined && model.heldOut.cllr >= WEAK_CLLR
    ? [
        `THE FIGURES OF WHO LIVES INSIDE TELL LITTLE: held-out Cllr ${model.heldOut.cllr.toFixed(2)} (0 = always right and sure, 1 = nothing). Look at perimeters, antenna tables, time zones and references before any of them is used`,
      ]
    : [];
}

/** The others of the propositions are mostly people who live around; who comes and goes with a shift tells nothing of them. */
const AROUND = ['neighbour', 'homebody', 'fixed'] as const;
function nobodyAround({ model }: RunOutcome['calibration']): string[] {
  return model !== undefined && AROUND.every((name) => (model.references[name] ?? 0) === 0)
    ? [
        'NO REFERENCE LIVES AROUND A PRISON OR IN A PLACEBO AREA (neighbour, homebody, fixed): how often neighbours are taken for inmates is not measured, and the error rates below say nothing of them. Ask for references of a placebo area',
      ]
    : [];
}

/** Known truth that the case itself contradicts. */
function contradicted(documents: CaseDocuments): string[] {
  const { size } = contradictedReferences(documents);
  return size === 0
    ? []
    : [
        `reference/handsets.csv: ${counted(size, 'handset')} CONTRADICTED by other papers of the case (found inside by a search and called a neighbour's; called inside and declared by the prison; called inside where no prison is). Left out of the calibration: correct the file`,
      ];
}

/** What is likely to be wrong with the case as a whole, though each of its rows can be read. */
export const doubtsOf = (outcome: Pick<RunOutcome, 'documents' | 'calibration'>): string[] => [
  ...weak(outcome.calibration),
  ...nobodyAround(outcome.calibration),
  ...misplaced(outcome.documents),
  ...contradicted(outcome.documents),
];
