import { eastward_deg } from '../model/great-circle.ts';
import type { Antenna, Position } from '../model/record.ts';

/**
 * P(cell | place) for one operator and technology: 3GPP sector pattern (TR 36.942, 4.2) and log-distance loss, turned
 * into a choice by softmax, which is exact when shadowing is Gumbel distributed.
 */
export interface CoverageParameters {
  /** Path loss in dB per decade of distance, divided by `temperature_db`, per natural logarithm: 10 n / (ln 10 · τ). */
  readonly distanceSlope: number;
  /** 1 / τ, per dB of antenna attenuation. */
  readonly patternSlope: number;
}

/** n = 3.76, shadowing 8 dB: τ = 8 √6 / π = 6.2 dB. */
export const PRIOR_COVERAGE: CoverageParameters = { distanceSlope: 2.6, patternSlope: 0.16 };

const MIN_DISTANCE_KM = 0.05;
const MAX_ATTENUATION_DB = 22;
const DEFAULT_BEAMWIDTH_DEG = 65;
/** A sector's boresight gain over an omnidirectional antenna. */
const SECTOR_GAIN_DB = 6;
export const MAX_RANGE_KM = 35;

export const KM_PER_DEGREE = 111.195;

export function offset_km(from: Position, to: Position): { east: number; north: number; distance: number } {
  const east = eastward_deg(from.longitude, to.longitude) * KM_PER_DEGREE * Math.cos((from.latitude * Math.PI) / 180);
  const north = (to.latitude - from.latitude) * KM_PER_DEGREE;
  return { east, north, distance: Math.hypot(east, north) };
}

/** What the score is made of: ln of the distance in units of the least one, and the pattern's attenuation in dB. */
export interface CoverageGeometry {
  readonly lnDistance: number;
  readonly attenuation_db: number;
}

export function coverageGeometry(antenna: Antenna, place: Position): CoverageGeometry | undefined {
  const { east, north, distance } = offset_km(antenna, place);
  if (distance > MAX_RANGE_KM) return undefined;
  const lnDistance = Math.log(Math.max(distance, MIN_DISTANCE_KM) / MIN_DISTANCE_KM);
  if (antenna.azimuth_deg === undefined) return { lnDistance, attenuation_db: SECTOR_GAIN_DB };
  const bearing_deg = (Math.atan2(east, north) * 180) / Math.PI;
  const off_deg = Math.abs(((bearing_deg - antenna.azimuth_deg + 540 + 360) % 360) - 180);
  const relative = off_deg / (antenna.beamwidth_deg ?? DEFAULT_BEAMWIDTH_DEG);
  return { lnDistance, attenuation_db: Math.min(12 * relative * relative, MAX_ATTENUATION_DB) };
}

/** Unnormalised ln P(cell | place). */
export function coverageScore(geometry: CoverageGeometry, parameters: CoverageParameters): number {
  return -parameters.distanceSlope * geometry.lnDistance - parameters.patternSlope * geometry.attenuation_db;
}
