import { lgamma, logSumExp } from '../statistics/index.ts';
import { atRandom_ln } from './sim-chain.ts';

/** Devices of one identifier that were used one after the other rather than beside each other. */
const IN_TURN = 0.5;

/** When one device was used. */
export interface Use {
  readonly visits: number;
  /** First and last visit. */
  readonly from_s: number;
  readonly until_s: number;
}

/**
 * ln P(which device each visit was of): each device at random with a share of its own, or one after the other (one of the places at which
 * the hand-overs can fall, and of the orders of the devices).
 */
export function turns_ln(devices: readonly Use[]): number {
  const k = devices.length;
  if (k < 2) return 0;
  const free = Math.log(1 - IN_TURN) + atRandom_ln(devices.map(({ visits }) => visits));
  const inOrder = devices.toSorted((a, b) => a.from_s - b.from_s);
  if (inOrder.some((use, at) => at > 0 && (inOrder[at - 1]?.until_s ?? 0) > use.from_s)) return free;
  const n = devices.reduce((sum, { visits }) => sum + visits, 0);
  const places = lgamma(n) - lgamma(k) - lgamma(n - k + 1);
  return logSumExp([free, Math.log(IN_TURN) - places - lgamma(k + 1)]);
}
