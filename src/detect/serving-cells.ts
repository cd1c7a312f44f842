import type { Antenna, CellTable, Interval, Position } from '../model/record.ts';
import { coverageGeometry, coverageScore, type CoverageGeometry, type CoverageParameters } from './coverage.ts';

/** Operator and technology: the set among which a handset's cell is chosen. */
export const layerOf = (antenna: Antenna): string => `${antenna.operator} ${antenna.technology}`;

export interface AreaGeometry {
  /** Indices into CellTable.cells of the antennas in range. */
  readonly cells: Int32Array;
  /** [point][position in `cells`]; undefined = out of range of that point. */
  readonly byPoint: readonly (readonly (CoverageGeometry | undefined)[])[];
  /** Share of the window during which the antenna was in service. */
  readonly serviceShare: Float64Array;
}

export function areaGeometry(table: CellTable, points: readonly Position[], window: Interval): AreaGeometry {
  const found: number[] = [];
  const share: number[] = [];
  const geometry: (CoverageGeometry | undefined)[][] = points.map(() => []);
  table.cells.forEach((antenna, index) => {
    const overlap = Math.min(antenna.until_s, window.until_s) - Math.max(antenna.from_s, window.from_s);
    if (!(overlap > 0)) return;
    const each = points.map((point) => coverageGeometry(antenna, point));
    if (!each.some((g) => g !== undefined)) return;
    found.push(index);
    share.push(overlap / (window.until_s - window.from_s));
    each.forEach((g, p) => geometry[p]?.push(g));
  });
  return { cells: Int32Array.from(found), byPoint: geometry, serviceShare: Float64Array.from(share) };
}

/**
 * θ_P(cell) = mean over the area's points of P(cell | point), within each layer; `lnTheta` over all cells of the table,
 * -Infinity = out of range. While an antenna is in service its probability is the softmax over what else is.
 */
export function areaLnTheta(
  table: CellTable,
  geometry: AreaGeometry,
  parameters: (layer: string) => CoverageParameters,
): Float64Array {
  const layers = Array.from(geometry.cells, (c) => layerOf(table.cells[c] as Antenna));
  const theta = new Float64Array(table.cells.length);
  for (const each of geometry.byPoint) {
    const weight = each.map((g, i) => (g === undefined ? 0 : Math.exp(coverageScore(g, parameters(layers[i] ?? '')))));
    const total = new Map<string, number>();
    weight.forEach((w, i) => {
      const layer = layers[i] ?? '';
      total.set(layer, (total.get(layer) ?? 0) + w * (geometry.serviceShare[i] ?? 0));
    });
    weight.forEach((w, i) => {
      const c = geometry.cells[i] ?? -1;
      theta[c] = (theta[c] ?? 0) + w / (total.get(layers[i] ?? '') ?? 1) / geometry.byPoint.length;
    });
  }
  return theta.map((t) => (t > 0 ? Math.log(t) : -Infinity));
}
