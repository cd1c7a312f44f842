import type { HandsetFinding } from './run-outcome.ts';

/** What is withheld comes last. */
const stated = (llr10: number): number => (Number.isFinite(llr10) ? llr10 : -1e9);

/** Surest first: by what the interval leaves, then by the figure, then by how much it rests on. */
export const byFinding = (a: HandsetFinding, b: HandsetFinding): number =>
  stated(b.judgement.llr10_low) - stated(a.judgement.llr10_low) ||
  stated(b.judgement.llr10) - stated(a.judgement.llr10) ||
  b.evidence.servingEvents - a.evidence.servingEvents ||
  (a.evidence.imei14 < b.evidence.imei14 ? -1 : a.evidence.imei14 > b.evidence.imei14 ? 1 : 0) ||
  a.evidence.component - b.evidence.component ||
  (a.evidence.area_id < b.evidence.area_id ? -1 : 1);
