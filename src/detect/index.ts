export { BASELINE_RULES, type BaselineCounts } from './baselines.ts';
export {
  fitResidency,
  LEAST_SERVING_EVENTS,
  REGULAR_EVENTS,
  referencePerformance,
  type FitOutcome,
} from './calibrate.ts';
export type { LabelledEvidence } from './class-profiles.ts';
export { COMPONENTS, type Component } from './components.ts';
export type { ResidencyEvidence } from './evidence.ts';
export { residencyEvidence } from './gather-evidence.ts';
export { explain, type Explanation } from './explain.ts';
export { judge, judgeAll, withheld, type Judgement, type Verdict } from './judge.ts';
export {
  candidateAreas,
  prepareResidency,
  SERVES_LN,
  withCircles,
  type PreparedArea,
  type PreparedResidency,
} from './prepare.ts';
export { fitCoverage, type CoverageFit } from './fit-coverage.ts';
export { fingerprintOf, fingerprintsMatch, type RegimeFingerprint } from './regime-match.ts';
export { learnKnownHandsets } from './learn-known-handsets.ts';
export { residencyReport } from './report.ts';
export { MODEL_FORMAT, type CalledInside, type ReferencePerformance, type ResidencyModel } from './residency-model.ts';
export { expectedElsewhere, shareInside } from './share-inside.ts';
export { inmatesElsewhere, type InmatesElsewhere, type KnownInmate } from './inmates-elsewhere.ts';
export { recordsAlone } from './records-alone.ts';
export { contradictedReferences, knownHandsets, type KnownHandset } from './known-truth.ts';
export { INSIDE_FROM_LLR10, INSIDE_LOW_FROM_LLR10, OUTSIDE_UNTIL_LLR10 } from './thresholds.ts';
export { HOUR_BINS, hourBins } from './regime-hours.ts';
