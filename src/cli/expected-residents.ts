import { expectedElsewhere, shareInside } from '../detect/index.ts';
import type { HandsetFinding } from './run-outcome.ts';

/** What the ratios of a run say together about those called inside: an expectation, if each of them is right. */
export interface ExpectedResidents {
  /** Findings with a figure. */
  readonly answered: number;
  /** Part of them that lives inside, by maximum likelihood. */
  readonly share_inside: number;
  readonly called_inside: number;
  /** Of those called inside, how many live elsewhere. */
  readonly elsewhere: number;
}

export function expectedResidents(findings: readonly HandsetFinding[]): ExpectedResidents {
  const answered = findings.filter(({ judgement }) => !Number.isNaN(judgement.llr10));
  const called = answered.filter(({ judgement }) => judgement.verdict === 'inside');
  const share = answered.length === 0 ? 0 : shareInside(answered.map(({ judgement }) => judgement.llr10));
  const elsewhere = expectedElsewhere(
    called.map(({ judgement }) => judgement.llr10),
    share,
  );
  return {
    answered: answered.length,
    share_inside: Math.round(share * 1e4) / 1e4,
    called_inside: called.length,
    elsewhere: Math.round(elsewhere * 10) / 10,
  };
}
