import type { CaseDocuments } from '../model/case.ts';
import type { CellTable } from '../model/record.ts';
import { dirichletMultinomialLogEvidence, logSumExp } from '../statistics/index.ts';
import { areaPoints } from './area-points.ts';
import { PRIOR_COVERAGE, type CoverageParameters } from './coverage.ts';
import { posteriorMean, STEPS, summed, withPrior } from './slope-grid.ts';
import { areaGeometry, layerOf, type AreaGeometry } from './serving-cells.ts';

/** Hours in which handsets that lay in one area used each cell (index into CellTable.cells). */
export interface LocatedCells {
  readonly area_id: string;
  readonly hours: Map<number, number>;
  handsets: number;
}

/** Coverage of each area and layer, as handsets of other areas tell it. */
export interface CoverageFit {
  readonly parameters: (area_id: string, layer: string) => CoverageParameters;
  /** Located handsets, and the areas they lie in. */
  readonly handsets: number;
  readonly areas: number;
  /** ln likelihood of the cells used in each area under what the other areas tell, less that of the prior. */
  readonly gain_ln: number;
}

/**
 * One place has a few cells of its own: shadowing there is frozen, so that all handsets of an area are one draw about the pattern, of
 * one of these concentrations. (In both sample cases 1.2, the least that is tried, is the likeliest.)
 */
const KAPPAS = [1.2, 2.5, 5, 10, 20, 40];
const THETA_FLOOR = 1e-3;

/** Places of an area that are looked at: its rooms and corners hear much the same. */
const MOST_POINTS = 8;

/** Cells of one layer that are in range of an area, and the hours in which each was used there. */
interface Layer {
  readonly hours: readonly number[];
  /** Share of the window in which each cell was in service. */
  readonly share: Float64Array;
  /** Of each point and cell, point by point: ln distance and attenuation in dB; infinitely far where it is out of range. */
  readonly lnDistance: Float64Array;
  readonly attenuation_db: Float64Array;
}

function layersOf(
  table: CellTable,
  geometry: AreaGeometry,
  hours: ReadonlyMap<number, number>,
): ReadonlyMap<string, Layer> {
  const cellsOf = new Map<string, number[]>();
  geometry.cells.forEach((cell, i) => {
    const antenna = table.cells[cell];
    if (antenna === undefined) return;
    const name = layerOf(antenna);
    cellsOf.set(name, [...(cellsOf.get(name) ?? []), i]);
  });
  const layers = [...cellsOf].map(([name, cells]): [string, Layer] => {
    const of = geometry.byPoint.flatMap((each) => cells.map((i) => each[i]));
    return [
      name,
      {
        hours: cells.map((i) => hours.get(geometry.cells[i] ?? -1) ?? 0),
        share: Float64Array.from(cells, (i) => geometry.serviceShare[i] ?? 0),
        lnDistance: Float64Array.from(of, (g) => g?.lnDistance ?? Infinity),
        attenuation_db: Float64Array.from(of, (g) => g?.attenuation_db ?? 0),
      },
    ];
  });
  return new Map(layers.filter(([, layer]) => layer.hours.length > 1 && layer.hours.some((n) => n > 0)));
}

/** θ of each cell: mean over the points of the choice by softmax, whose weight is the product of what distance and pattern leave. */
function thetaOf({ share }: Layer, byDistance: Float64Array, byPattern: Float64Array): Float64Array {
  const n = share.length;
  const points = byDistance.length / n;
  const theta = new Float64Array(n);
  for (let from = 0; from < points * n; from += n) {
    let total = 0;
    for (let c = 0; c < n; c++) total += byDistance[from + c]! * byPattern[from + c]! * share[c]!;
    if (total === 0) continue;
    for (let c = 0; c < n; c++) theta[c]! += (byDistance[from + c]! * byPattern[from + c]!) / total / points;
  }
  return theta;
}

const fading = (by: Float64Array, slope: number): Float64Array => by.map((x) => Math.exp(-slope * x));

/** ln P(hours on each cell | θ) of one area and layer: Dirichlet-multinomial, up to a constant. */
const lnLikelihood = ({ hours }: Layer, theta: Float64Array, kappa: number): number =>
  dirichletMultinomialLogEvidence(
    hours,
    theta.map((t) => kappa * Math.max(t, THETA_FLOOR)),
  );

/**
 * The same for every pair of slopes on the grid, row by row of the distance's; of each concentration. The pattern's factor and the
 * distance's are apart: few exponentials.
 */
function lnLikelihoods(layer: Layer): Float64Array[] {
  const S = STEPS.length;
  const byDistance = STEPS.map((step) => fading(layer.lnDistance, PRIOR_COVERAGE.distanceSlope * Math.exp(step)));
  const byPattern = STEPS.map((step) => fading(layer.attenuation_db, PRIOR_COVERAGE.patternSlope * Math.exp(step)));
  const told = KAPPAS.map(() => new Float64Array(S * S));
  for (let at = 0; at < S * S; at++) {
    const theta = thetaOf(layer, byDistance[Math.floor(at / S)]!, byPattern[at % S]!);
    told.forEach((ln, k) => (ln[at] = lnLikelihood(layer, theta, KAPPAS[k]!)));
  }
  return told;
}

/** Index of the likeliest concentration, slopes integrated out: those of each technology are its own. */
function likeliestKappa(known: readonly KnownArea[], technologyOf: ReadonlyMap<string, string>): number {
  const evidence = KAPPAS.map((_, k) => {
    const byTechnology = new Map<string, Float64Array[]>();
    for (const { ln } of known)
      for (const [name, told] of ln) {
        const technology = technologyOf.get(name) ?? '';
        byTechnology.set(technology, [...(byTechnology.get(technology) ?? []), told[k]!]);
      }
    return [...byTechnology.values()].reduce((sum, all) => sum + logSumExp(withPrior(summed(all))), 0);
  });
  return evidence.indexOf(Math.max(...evidence));
}

/** One area with located handsets. */
interface KnownArea {
  readonly area_id: string;
  readonly layers: ReadonlyMap<string, Layer>;
  /** Of each layer and concentration. */
  readonly ln: ReadonlyMap<string, readonly Float64Array[]>;
}

const someOf = <T>(points: readonly T[]): T[] =>
  points.filter((_, i) => i % Math.ceil(points.length / MOST_POINTS) === 0);

/** Areas with located handsets below which there is no telling what holds for another one. */
const LEAST_AREAS = 3;
/** Gain of each area left out, on average: twenty to one, strong evidence (Kass & Raftery 1995). Slopes near the prior's change nothing but by chance. */
const LEAST_GAIN_LN = Math.log(20);

/**
 * Fits both slopes of each layer (operator and technology) to handsets whose place is known, for each area on those of the other areas:
 * so nobody's evidence rests on a coverage that he taught. Undefined where fewer than three areas have such handsets, or where what the
 * other areas tell does not explain the cells of an area much better than the prior does: then the prior stands.
 */
export function fitCoverage(
  table: CellTable,
  located: readonly LocatedCells[],
  documents: Pick<CaseDocuments, 'areas' | 'rooms' | 'manifest'>,
): CoverageFit | undefined {
  const areas = located.filter(({ handsets }) => handsets > 0);
  const known = areas.flatMap(({ area_id, hours }): KnownArea[] => {
    const area = documents.areas.find(({ id }) => id === area_id);
    if (area === undefined) return [];
    const geometry = areaGeometry(table, someOf(areaPoints(area, documents.rooms)), documents.manifest);
    const layers = layersOf(table, geometry, hours);
    return [{ area_id, layers, ln: new Map([...layers].map(([name, layer]) => [name, lnLikelihoods(layer)])) }];
  });
  if (known.length < LEAST_AREAS) return undefined;
  const technologyOf = new Map(table.cells.map((antenna) => [layerOf(antenna), antenna.technology]));
  const names = [...technologyOf.keys()];
  const kappas = new Map<string, number>();
  const kappaOf = (own: string): number => {
    const k =
      kappas.get(own) ??
      likeliestKappa(
        known.filter(({ area_id }) => area_id !== own),
        technologyOf,
      );
    kappas.set(own, k);
    return k;
  };
  const fitted = new Map<string, CoverageParameters>();
  const parameters = (area_id: string, layer: string): CoverageParameters => {
    const own = known.some((area) => area.area_id === area_id) ? area_id : '';
    const key = JSON.stringify([own, layer]);
    let found = fitted.get(key);
    if (found === undefined) {
      const others = known.filter((area) => area.area_id !== own);
      const lnOf = (name: string): Float64Array =>
        summed(others.flatMap(({ ln }) => ln.get(name)?.[kappaOf(own)] ?? []));
      const alike = names.filter((name) => technologyOf.get(name) === technologyOf.get(layer));
      fitted.set(key, (found = posteriorMean(lnOf(layer), alike.map(lnOf))));
    }
    return found;
  };
  let gain_ln = 0;
  for (const { area_id, layers } of known) {
    for (const [name, layer] of layers) {
      const told = ({ distanceSlope, patternSlope }: CoverageParameters): number =>
        lnLikelihood(
          layer,
          thetaOf(layer, fading(layer.lnDistance, distanceSlope), fading(layer.attenuation_db, patternSlope)),
          KAPPAS[kappaOf(area_id)]!,
        );
      gain_ln += told(parameters(area_id, name)) - told(PRIOR_COVERAGE);
    }
  }
  if (!(gain_ln > LEAST_GAIN_LN * known.length)) return undefined;
  return {
    parameters,
    handsets: areas.reduce((sum, { handsets }) => sum + handsets, 0),
    areas: areas.length,
    gain_ln,
  };
}
