import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pickLegs, weave } from './history-parts.ts';
import { historyOf } from './history.testing.ts';
import type { Msisdn } from '../model/identifiers.ts';
import type { HandsetHistory } from '../model/record.ts';

const leg = fc.record({
  at_s: fc.nat(1000),
  cell: fc.nat(5),
  imsi: fc.constantFrom('1', '2', '3'),
  contact: fc.constantFrom('a', 'b', 'c'),
});
const legs = fc.array(leg, { minLength: 1, maxLength: 20 });
const plain = (h: HandsetHistory): string[] =>
  Array.from(h.at_s, (at_s, i) => `${at_s} ${h.cell[i]} ${h.imsis[h.imsi[i] ?? -1]} ${h.contacts[h.contact[i] ?? -1]}`);

describe('history parts', () => {
  it('a cut and its rest woven together are the whole', () => {
    fc.assert(
      fc.property(legs, fc.integer({ min: 2, max: 4 }), (list, every) => {
        const whole = historyOf('99000001000010', list);
        const positions = list.map((_, at) => at);
        const a = pickLegs(
          whole,
          positions.filter((at) => at % every === 0),
          1,
        );
        const b = pickLegs(
          whole,
          positions.filter((at) => at % every !== 0),
          2,
        );
        const woven = weave(a, b);
        expect(plain(woven).sort()).toEqual(plain(whole).sort());
        expect(woven.at_s).toEqual(whole.at_s);
        expect(a.imsis.length).toBeLessThanOrEqual(whole.imsis.length);
        expect([a.component, b.component, woven.component]).toEqual([1, 2, 1]);
      }),
    );
  });

  it('keeps the marks of missing and protected correspondents', () => {
    const whole = { ...historyOf('99000001000010', [{ at_s: 1 }, { at_s: 2 }]), contact: Int32Array.of(-1, -2) };
    expect([...pickLegs(whole, [0, 1], 1).contact]).toEqual([-1, -2]);
  });

  it('keeps whether traffic elsewhere was asked for, and the own numbers of a handset with two slots', () => {
    const one = { ...historyOf('99000001000010', [{ at_s: 1 }]), msisdns: ['33700000001' as Msisdn] };
    const asked = {
      ...historyOf('99000001000011', [{ at_s: 2 }]),
      whole_traffic: true,
      msisdns: ['33700000002' as Msisdn],
    };
    expect(weave(one, asked)).toMatchObject({ whole_traffic: true, msisdns: ['33700000001', '33700000002'] });
    expect(weave(one, one).whole_traffic).toBe(false);
    expect(pickLegs(asked, [0], 1)).toMatchObject({ whole_traffic: true, msisdns: [] });
    expect(pickLegs(one, [0], 1).whole_traffic).toBe(false);
  });
});
