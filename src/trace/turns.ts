import { lgamma, logSumExp } from '../statistics/index.ts';
import { atRandom_ln } from './sim-chain.ts';

/** Devices of one identifier that were used one after the other rather than beside each other. */
const IN_TURN = 0.5;

/**
 * ln P(which device each visit was of), from the times of each: each device at random with a share of its own, or one
 * after the other (one of the places at which the hand-overs can fall, and of the orders of the devices).
 */
export function turns_ln(times_s: readonly (readonly number[])[]): number {
  const k = times_s.length;
  if (k < 2) return 0;
  const free = Math.log(1 - IN_TURN) + atRandom_ln(times_s.map((list) => list.length));
  const spans = times_s
    .map((list) => ({ from_s: Math.min(...list), until_s: Math.max(...list) }))
    .sort((a, b) => a.from_s - b.from_s);
  if (spans.some((span, at) => at > 0 && (spans[at - 1]?.until_s ?? 0) > span.from_s)) return free;
  const n = times_s.reduce((sum, list) => sum + list.length, 0);
  const places = lgamma(n) - lgamma(k) - lgamma(n - k + 1);
  return logSumExp([free, Math.log(IN_TURN) - places - lgamma(k + 1)]);
}
