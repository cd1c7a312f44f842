export { binomialUpperTail } from './binomial-tail.ts';
export { bootstrapLlr10, type BootstrapOptions, type LlrIntervals, type ReferenceScores } from './bootstrap.ts';
export {
  applyBounds,
  type BoundedLlr,
  type BoundName,
  combineBounds,
  type CombinedBounds,
  llrBounds,
} from './bounds.ts';
export {
  chaoLowerBound,
  chaoWithoutPassersBy,
  chapman,
  chiuChaoSingletons,
  type PopulationEstimate,
  zelterman,
} from './capture-recapture.ts';
export { solvePositiveDefinite } from './cholesky.ts';
export { cllr, type Cllr } from './cllr.ts';
export {
  betaBinomialLogPmf,
  dirichletMultinomialLogEvidence,
  dirichletMultinomialLogPmf,
  logBinomialCoefficient,
  negativeBinomialLogPmf,
  poissonLogPmf,
} from './count-distributions.ts';
export { devPav } from './dev-pav.ts';
export { ece_bit, eceCurve, type EcePoint } from './ece.ts';
export { elub } from './elub.ts';
export { lotFromKnownStart, lotFromSerials, type LotPosterior, lotPosterior } from './german-tank.ts';
export { ivBounds, type IvOptions } from './iv-bounds.ts';
export { fitKdeCalibrator, type KdeCalibrator, kdeLlr10 } from './kde-calibrator.ts';
export { type HeldOut, leaveGroupOut, leaveGroupOutLogistic } from './leave-group-out.ts';
export {
  calibratedLlr10,
  type CalibratorOptions,
  fitLogisticCalibrator,
  type LogisticCalibrator,
} from './logistic-calibrator.ts';
export {
  applyLogistic,
  fitLogisticRegression,
  type LabelledFeatures,
  logisticContributions_llr10,
  type LogisticFit,
  logisticLlr10,
  type LogisticOptions,
} from './logistic-regression.ts';
export { type MisleadingRates, misleadingRates, type Rate, rateAbove, rateBelow, rateOf } from './misleading.ts';
export { nSourceBound } from './n-source-bound.ts';
export { applyPav, type CllrSplit, fitPav, type PavFit, pavLlr10, type PavOptions, splitCllr } from './pav.ts';
export { createRandom, type Random } from './random.ts';
export { type LlrBounds, type Numbers, quantileOfSorted } from './scores.ts';
export { digamma, erf, erfc, lbeta, lgamma, LN10, logSumExp, normalCdf, sigmoid, softplus } from './special.ts';
export { tippettCurve, type TippettCurve } from './tippett.ts';
