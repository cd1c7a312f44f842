import type { ResidencyEvidence } from './evidence.ts';

/**
 * Without what sensors, searches and registers say. A search is where most references come from: an error rate on them that counts it as
 * evidence would measure how well the label tells the label.
 */
export const recordsAlone = (evidence: ResidencyEvidence): ResidencyEvidence => ({
  ...evidence,
  sensorsListen: false,
  heardDays: 0,
  heardOutsideDays: 0,
  heardUnplacedDays: 0,
  seizedHere: false,
  declared: false,
});
