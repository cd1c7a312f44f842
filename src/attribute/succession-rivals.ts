import { MOST_OVERLAP_S } from './succession-evidence.ts';
import { mayFollow, type SuccessionPairs } from './succession-candidates.ts';
import type { SuccessionProfiles } from './succession-profile.ts';

/** Share of handsets whose user goes on with another one that is seen. Prior. */
const GOES_ON = 0.5;
const LEAST_RIVAL_LLR10 = -1;

/** In use beside each other, so not two of one chain. */
export const contemporary = (profiles: SuccessionProfiles, a: number | undefined, b: number): boolean =>
  a !== undefined && a !== b && !mayFollow(profiles, a, b) && !mayFollow(profiles, b, a);

/**
 * A handset has one successor and one predecessor: a rival that fits better speaks against this pair. Rivals are handsets
 * in use beside each other; of two that follow each other both may belong to the chain. Ratio of the pair against
 * "another of the rivals, or none", with even prior weights among rivals; the tighter of both sides.
 */
export function againstRivals(profiles: SuccessionProfiles, pairs: SuccessionPairs, llr10: Float64Array): Float64Array {
  const lr = llr10.map((v) => 10 ** v);
  // Nearly as `contemporary` has it: two that both lived less than the overlap are never rivals.
  const begin = profiles.begin_s;
  const end = profiles.end_s.map((end_s) => end_s - MOST_OVERLAP_S);
  const oneSide = (own: Int32Array, others: Int32Array): ((i: number) => number) => {
    const { size, rivals, until } = pairsByHandset(own, llr10, profiles.subjects.length);
    return (i) => {
      const handset = own[i]!;
      const other = others[i]!;
      const [beginOther, endOther] = [begin[other]!, end[other]!];
      const share = GOES_ON / Math.max(1, size[handset]!);
      let sum = 0;
      for (let k = handset === 0 ? 0 : until[handset - 1]!; k < until[handset]!; k++) {
        const j = rivals[k]!;
        if (j === i) continue;
        const rival = others[j]!;
        if (begin[rival]! <= endOther && beginOther <= end[rival]!) sum += lr[j]!;
      }
      return Math.log10((1 - GOES_ON + share * sum) / (1 - share));
    };
  };
  const after = oneSide(pairs.from, pairs.to);
  const before = oneSide(pairs.to, pairs.from);
  return llr10.map((v, i) => v - Math.max(after(i), before(i)));
}

/**
 * Of each handset: number of its pairs, and those among them that count as rivals, `rivals[until[h - 1]..until[h])`,
 * rising. All those below the least ratio together change another by less than a tenth.
 */
function pairsByHandset(own: Int32Array, llr10: Float64Array, handsets: number) {
  const size = new Int32Array(handsets);
  const until = new Int32Array(handsets);
  own.forEach((handset, i) => {
    size[handset]! += 1;
    if (llr10[i]! >= LEAST_RIVAL_LLR10) until[handset]! += 1;
  });
  for (let h = 1; h < handsets; h++) until[h]! += until[h - 1]!;
  const next = Int32Array.from(until, (_, h) => until[h - 1] ?? 0);
  const rivals = new Int32Array(until.at(-1) ?? 0);
  own.forEach((handset, i) => {
    if (llr10[i]! >= LEAST_RIVAL_LLR10) rivals[next[handset]!++] = i;
  });
  return { size, rivals, until };
}
