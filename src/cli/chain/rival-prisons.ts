import { INSIDE_FROM_LLR10 } from '../../detect/index.ts';
import { ratioInWords } from '../print/words.ts';
import type { HandsetFinding } from './run-outcome.ts';

/** Stays that share so much are one stay in two prisons; those of a handset that moved share a day or none. */
const LEAST_SHARED_S = 3 * 86_400;
const LEAST_SHARE = 0.5;

function sameDays({ evidence: a }: HandsetFinding, { evidence: b }: HandsetFinding): boolean {
  const shared_s = Math.min(a.stayUntil_s, b.stayUntil_s) - Math.max(a.stayFrom_s, b.stayFrom_s);
  const shorter_s = Math.min(a.stayUntil_s - a.stayFrom_s, b.stayUntil_s - b.stayFrom_s);
  return shared_s >= LEAST_SHARED_S && shared_s >= LEAST_SHARE * shorter_s;
}

/**
 * Says so where the same days of a handset speak for a life in another prison too. Who is inside another prison is not among the people
 * that the ratio is against: where two prisons share their cells, it tells that somebody lives in one of them, not in which.
 */
export function withRivalPrisons(findings: readonly HandsetFinding[]): HandsetFinding[] {
  const strong = new Map<string, HandsetFinding[]>();
  const keyOf = ({ evidence }: HandsetFinding): string => `${evidence.imei14}/${evidence.component}`;
  for (const finding of findings)
    if (finding.judgement.llr10 >= INSIDE_FROM_LLR10.regular)
      strong.set(keyOf(finding), [...(strong.get(keyOf(finding)) ?? []), finding]);
  return findings.map((finding) => {
    const { judgement } = finding;
    if (!(judgement.llr10 >= INSIDE_FROM_LLR10.regular)) return finding;
    const rivals = (strong.get(keyOf(finding)) ?? []).filter((other) => other !== finding && sameDays(finding, other));
    const reasons = rivals.map(
      (rival) =>
        `the same days speak for ${rival.evidence.area_id} too (LR ${ratioInWords(rival.judgement.llr10)}): in which of the two, this ratio does not say`,
    );
    return rivals.length === 0
      ? finding
      : { ...finding, judgement: { ...judgement, reasons: [...reasons, ...judgement.reasons] } };
  });
}
