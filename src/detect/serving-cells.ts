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
  const numbers = new Map<string, number>();
  const layer = Uint16Array.from(geometry.cells, (c) => {
    const name = layerOf(table.cells[c] as Antenna);
    const number = numbers.get(name) ?? numbers.size;
    numbers.set(name, number);
    return number;
  });
  const slopes = Array.from(numbers.keys(), parameters);
  const theta = new Float64Array(table.cells.length);
  const weight = new Float64Array(layer.length);
  const total = new Float64Array(slopes.length);
  for (const each of geometry.byPoint) {
    total.fill(0);
    layer.forEach((l, i) => {
      const g = each[i];
      weight[i] = g === undefined ? 0 : Math.exp(coverageScore(g, slopes[l]!));
      total[l]! += weight[i] * geometry.serviceShare[i]!;
    });
    layer.forEach((l, i) => {
      // A layer may be out of range of this point and in range of another.
      if (weight[i]! > 0) theta[geometry.cells[i]!]! += weight[i]! / total[l]! / geometry.byPoint.length;
    });
  }
  return theta.map((t) => (t > 0 ? Math.log(t) : -Infinity));
}

/**
 * P(cell | one of these cells of its layer), of each of them, for its time in service; 0 for all others.
 * @param lnTheta ln P(cell | place) over all cells of the table
 * @param layer index of operator and technology of each cell
 */
export function sharesAmong(
  lnTheta: Float64Array,
  layer: Uint16Array,
  { cells, serviceShare }: AreaGeometry,
  isAmong: (cell: number) => boolean,
): Float64Array {
  const theta = new Float64Array(lnTheta.length);
  const total = new Map<number, number>();
  cells.forEach((cell, i) => {
    if (!isAmong(cell)) return;
    theta[cell] = serviceShare[i]! * Math.exp(lnTheta[cell]!);
    total.set(layer[cell]!, (total.get(layer[cell]!) ?? 0) + theta[cell]);
  });
  return theta.map((value, cell) => (value > 0 ? value / total.get(layer[cell]!)! : 0));
}
