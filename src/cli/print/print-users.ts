import type { Attribution } from '../../attribute/index.ts';
import { left } from './columns.ts';

/** Whose handsets are, in a few figures: how many have a candidate, how many went on from one to the next. */
export function usersInWords({ users, successions }: Pick<Attribution, 'users' | 'successions'>): string[] {
  const sizes = new Map<string, number>();
  const best = new Map<string, number>();
  for (const { imei14, component, set_rank, set_size, llr10 } of users) {
    if (set_rank !== 1) continue;
    const handset = `${imei14}/${component}`;
    sizes.set(handset, set_size);
    best.set(handset, Math.max(best.get(handset) ?? -Infinity, llr10));
  }
  // A set that speaks for nobody in it is the prison, not a candidate.
  const spokenFor = [...sizes].filter(([handset]) => (best.get(handset) ?? 0) > 0);
  const alone = spokenFor.filter(([, size]) => size === 1).length;
  const unspoken = sizes.size - spokenFor.length;
  const followed = successions.filter((row) => row.llr10 > 1).length;
  const line = (n: number, one: string, many: string): string => `  ${left(n, 6)}  ${n === 1 ? one : many}`;
  return [
    'WHOSE THEY ARE (users.csv: ranked inmates, as a set where the data cannot tell them apart; who held it is not proven)',
    line(
      spokenFor.length,
      `handset with a first candidate, ${alone} with one alone`,
      `handsets with a first candidate, ${alone} of them with one alone`,
    ),
    ...(unspoken === 0
      ? []
      : [
          line(
            unspoken,
            'other handset of users.csv without a candidate: nothing speaks for anybody in its first set (no LR above 1)',
            'other handsets of users.csv without a candidate: nothing speaks for anybody in their first sets (no LR above 1)',
          ),
        ]),
    line(
      followed,
      'pair with LR > 10 for one user going on from handset to handset (succession.csv)',
      'pairs with LR > 10 for one user going on from handset to handset (succession.csv)',
    ),
  ];
}
