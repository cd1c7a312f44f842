export { binomialUpperTail } from './binomial-tail.ts';
export {
  applyBounds,
  type BoundedLlr,
  type BoundName,
  combineBounds,
  type CombinedBounds,
  llrBounds,
} from './bounds.ts';
export { solvePositiveDefinite } from './cholesky.ts';
export { cllr } from './cllr.ts';
export {
  betaBinomialLogPmf,
  dirichletMultinomialLogEvidence,
  logBinomialCoefficient,
  negativeBinomialLogPmf,
} from './count-distributions.ts';
export { devPav } from './dev-pav.ts';
export { elub } from './elub.ts';
export { lotFromSerials } from './german-tank.ts';
export { ivBounds } from './iv-bounds.ts';
export { calibratedLlr10, fitLogisticCalibrator, type LogisticCalibrator } from './logistic-calibrator.ts';
export { applyLogistic, fitLogisticRegression, type LogisticFit, logisticLlr10 } from './logistic-regression.ts';
export { type Rate, rateAbove, rateBelow } from './misleading.ts';
export { nSourceBound } from './n-source-bound.ts';
export { splitCllr } from './pav.ts';
export { createRandom, type Random } from './random.ts';
export { quantileOfSorted } from './scores.ts';
export { erfc, lgamma, LN10, logSumExp, normalCdf, sigmoid, softplus } from './special.ts';
