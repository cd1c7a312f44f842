import { handsetKey } from '../../attribute/index.ts';
import { expectedElsewhere, shareInside } from '../../detect/index.ts';
import type { HandsetFinding } from '../chain/run-outcome.ts';

/** What the ratios of a run say together about those called inside: an expectation, if each of them is right. */
export interface ExpectedResidents {
  /** Findings with a figure: one handset has one for each prison that could hold it. */
  readonly answered: number;
  /** Different handsets among them. */
  readonly handsets: number;
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
    handsets: new Set(answered.map(({ evidence }) => handsetKey(evidence))).size,
    share_inside: Math.round(share * 1e4) / 1e4,
    called_inside: called.length,
    elsewhere: Math.round(elsewhere * 10) / 10,
  };
}
