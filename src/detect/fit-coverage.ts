import type { CaseDocuments } from '../model/case.ts';
import type { CellTable } from '../model/record.ts';
import { dirichletMultinomialLogEvidence, logSumExp } from '../statistics/index.ts';
import { areaPoints } from './area-points.ts';
import { PRIOR_COVERAGE, type CoverageParameters } from './coverage.ts';
import { posteriorMean, STEPS, summed, withPrior } from './slope-grid.ts';
import { areaGeometry, areaLnTheta, layerOf, type AreaGeometry } from './serving-cells.ts';

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
  /** ln likelihood of the cells used in each area under what the other areas tell, less that of the prior; above 0. */
  readonly gain_ln: number;
}

/**
 * One place has a few cells of its own: shadowing there is frozen, so that all handsets of an area are one draw about the pattern, of
 * one of these concentrations. (Of both sample cases 1.2 is the likeliest.)
 */
const KAPPAS = [1.2, 2.5, 5, 10, 20, 40];
const THETA_FLOOR = 1e-3;

/** Cells of one layer that are in range of an area, and the hours in which each was used there. */
interface Layer {
  readonly geometry: AreaGeometry;
  /** Positions in `geometry.cells`. */
  readonly cells: readonly number[];
  readonly hours: readonly number[];
}

function layersOf(
  table: CellTable,
  geometry: AreaGeometry,
  hours: ReadonlyMap<number, number>,
): ReadonlyMap<string, Layer> {
  const found = new Map<string, { geometry: AreaGeometry; cells: number[]; hours: number[] }>();
  geometry.cells.forEach((cell, i) => {
    const antenna = table.cells[cell];
    if (antenna === undefined) return;
    const name = layerOf(antenna);
    const layer = found.get(name) ?? { geometry, cells: [], hours: [] };
    layer.cells.push(i);
    layer.hours.push(hours.get(cell) ?? 0);
    found.set(name, layer);
  });
  return new Map([...found].filter(([, layer]) => layer.cells.length > 1 && layer.hours.some((n) => n > 0)));
}

/** ln P(hours on each cell | θ) of one area and layer: Dirichlet-multinomial, up to a constant. */
const lnLikelihood = (hours: readonly number[], theta: ArrayLike<number>, kappa: number): number =>
  dirichletMultinomialLogEvidence(
    hours,
    Array.from(theta, (t) => kappa * Math.max(t, THETA_FLOOR)),
  );

/**
 * The same for every pair of slopes on the grid, row by row of the distance's; of each concentration. The pattern's factor and the
 * distance's are apart: few exponentials.
 */
function lnLikelihoods({ geometry, cells, hours }: Layer): Float64Array[] {
  const n = cells.length;
  const points = geometry.byPoint.length;
  const S = STEPS.length;
  const byDistance = STEPS.map(() => new Float64Array(points * n));
  const byPattern = STEPS.map(() => new Float64Array(points * n));
  geometry.byPoint.forEach((each, p) =>
    cells.forEach((i, c) => {
      const g = each[i];
      if (g === undefined) return;
      STEPS.forEach((step, k) => {
        byDistance[k]![p * n + c] = Math.exp(-PRIOR_COVERAGE.distanceSlope * Math.exp(step) * g.lnDistance);
        byPattern[k]![p * n + c] = Math.exp(-PRIOR_COVERAGE.patternSlope * Math.exp(step) * g.attenuation_db);
      });
    }),
  );
  const share = Float64Array.from(cells, (i) => geometry.serviceShare[i] ?? 0);
  const theta = new Float64Array(n);
  const told = KAPPAS.map(() => new Float64Array(S * S));
  for (let at = 0; at < S * S; at++) {
    const [far, wide] = [byDistance[Math.floor(at / S)]!, byPattern[at % S]!];
    theta.fill(0);
    for (let p = 0; p < points; p++) {
      let total = 0;
      for (let c = 0; c < n; c++) total += far[p * n + c]! * wide[p * n + c]! * share[c]!;
      if (total === 0) continue;
      for (let c = 0; c < n; c++) theta[c]! += (far[p * n + c]! * wide[p * n + c]!) / total / points;
    }
    told.forEach((ln, k) => (ln[at] = lnLikelihood(hours, theta, KAPPAS[k]!)));
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
    const geometry = areaGeometry(table, areaPoints(area, documents.rooms), documents.manifest);
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
    for (const [name, { geometry, cells, hours }] of layers) {
      const told = (by: CoverageParameters): number => {
        const ln = areaLnTheta(table, geometry, () => by);
        return lnLikelihood(
          hours,
          cells.map((i) => Math.exp(ln[geometry.cells[i]!] ?? -Infinity)),
          KAPPAS[kappaOf(area_id)]!,
        );
      };
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
