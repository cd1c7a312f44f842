import { describe, expect, it } from 'vitest';
import type { Attribution } from '../../attribute/index.ts';
import { usersInWords } from './print-users.ts';

type User = Attribution['users'][number];
const user = (imei: number, llr10: number, over: Partial<User> = {}): User => ({
  imei14: String(35000000000000 + imei),
  component: 1,
  inmate_id: 'E1',
  llr10,
  set_size: 1,
  set_rank: 1,
  basis: [],
  ...over,
});
const say = (users: readonly User[]): string => usersInWords({ users: [...users], successions: [] }).join('\n');

describe('whose handsets are', () => {
  it('adds up to the handsets with a first rank in users.csv: those nothing speaks for are told of', () => {
    const users = [
      user(1, 1.2),
      // One set: that one of it has a positive ratio makes it a candidate.
      user(2, 0.4, { set_size: 2 }),
      user(2, -0.1, { set_size: 2, inmate_id: 'E2' }),
      user(3, -0.2, { set_size: 2 }),
      user(3, -0.2, { set_size: 2, inmate_id: 'E2' }),
      user(4, 0),
      user(1, 0.3, { set_rank: 2, inmate_id: 'E3' }),
      user(1, 1, { component: 2 }),
    ];
    expect(say(users)).toMatch(/^ +3 {2}handsets with a first candidate, 2 of them with one alone$/m);
    expect(say(users)).toMatch(/^ +2 {2}other handsets of users\.csv without a candidate: .* \(no LR above 1\)$/m);
    expect(new Set(users.filter((u) => u.set_rank === 1).map((u) => `${u.imei14}/${u.component}`)).size).toBe(3 + 2);
  });

  it('says nothing of those where there are none', () => {
    expect(say([user(1, 1)])).not.toContain('without a candidate');
    expect(say([user(1, 1)])).toMatch(/^ +1 {2}handset with a first candidate, 1 with one alone$/m);
  });
});
