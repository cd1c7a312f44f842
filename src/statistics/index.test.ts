import { describe, expect, it } from 'vitest';
import * as statistics from './index.ts';

describe('the door of the statistics part', () => {
  it('is this list; a change of it is deliberate', () => {
    expect(Object.keys(statistics).sort()).toMatchInlineSnapshot(`
      [
        "LN10",
        "applyBounds",
        "applyLogistic",
        "betaBinomialLogPmf",
        "binomialUpperTail",
        "calibratedLlr10",
        "cllr",
        "combineBounds",
        "createRandom",
        "devPav",
        "dirichletMultinomialLogEvidence",
        "elub",
        "erfc",
        "fitLogisticCalibrator",
        "fitLogisticRegression",
        "ivBounds",
        "lgamma",
        "llrBounds",
        "logBinomialCoefficient",
        "logSumExp",
        "logisticLlr10",
        "lotFromSerials",
        "nSourceBound",
        "negativeBinomialLogPmf",
        "normalCdf",
        "quantileOfSorted",
        "rateAbove",
        "rateBelow",
        "sigmoid",
        "softplus",
        "solvePositiveDefinite",
        "splitCllr",
      ]
    `);
  });
});
