import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { smoothRooms } from './room-filter.ts';

const prior = Float64Array.of(0.48, 0.48, 0.02, 0.02);
const sure = Float64Array.of(0.94, 0.04, 0.01, 0.01);
const weak = Float64Array.of(0.4, 0.56, 0.02, 0.02);
const looks = [sure, weak].map((p, i) => ({ from_s: i * 3600, until_s: i * 3600 + 1, p }));

describe('smoothRooms', () => {
  it('leaves a single look as it is', () => {
    expect(smoothRooms(looks.slice(0, 1), { prior, openHours: () => 1, alike: 0.5 })[0]).toBe(sure);
  });

  it('cannot leave a locked room: the sure look decides the weak one', () => {
    const [, locked] = smoothRooms(looks, { prior, openHours: () => 0, alike: 0 });
    const [, open] = smoothRooms(looks, { prior, openHours: () => 100, alike: 0 });
    expect(locked![0]).toBeGreaterThan(0.85);
    expect(locked![0]).toBeGreaterThan(open![0]!);
    expect(locked!.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 12);
  });

  it('gets no surer from a hundred looks whose errors are the same', () => {
    const many = Array.from({ length: 100 }, (_, i) => ({ from_s: i, until_s: i + 1, p: weak }));
    const last = smoothRooms(many, { prior, openHours: () => 0, alike: 1 }).at(-1)!;
    expect(last[1]).toBeLessThan(0.6);
    expect(smoothRooms(many, { prior, openHours: () => 0, alike: 0 }).at(-1)![1]).toBeGreaterThan(0.99);
  });

  it('is the sum over all ways of the phone, with usual places learnt in three rounds', () => {
    const [K, n] = [4, 4];
    const chance = fc.double({ min: 0.02, max: 1, noNaN: true });
    const look = fc.array(chance, { minLength: K, maxLength: K });
    const hours = fc.array(fc.double({ min: 0, max: 30, noNaN: true }), { minLength: n, maxLength: n });
    fc.assert(
      fc.property(fc.array(look, { minLength: n, maxLength: n }), hours, fc.boolean(), (p, open, isOneDay) => {
        const gap_s = isOneDay ? 3600 : 86_400;
        const many = p.map((own, t) => ({ from_s: t * gap_s, until_s: t * gap_s, p: Float64Array.from(own) }));
        const found = smoothRooms(many, { prior, openHours: (_, until_s) => open[until_s / gap_s] ?? 0, alike: 0.5 });
        // Four looks of one day whose errors are half alike are worth 4 / 2.5 looks.
        const worth = isOneDay ? 1 / 2.5 : 1;
        const likelihood = p.map((own) => own.map((value, k) => (value / prior[k]!) ** worth));
        const stays = open.map((h) => Math.exp(-h / 10));
        let usual = [...prior];
        let sums: number[][] = [];
        for (let round = 0; round < 3; round++) {
          sums = p.map(() => Array.from({ length: K }, () => 0));
          for (let way = 0; way < K ** n; way++) {
            const rooms = p.map((_, t) => Math.floor(way / K ** t) % K);
            const mass = rooms.reduce((product, room, t) => {
              const goes = t === 0 ? usual[room]! : (1 - stays[t]!) * usual[room]!;
              const here = t > 0 && rooms[t - 1] === room ? goes + stays[t]! : goes;
              return product * here * likelihood[t]![room]!;
            }, 1);
            rooms.forEach((room, t) => (sums[t]![room]! += mass));
          }
          const total = sums[0]!.reduce((a, b) => a + b, 0);
          sums = sums.map((own) => own.map((mass) => mass / total));
          const moves = stays.map((stay, t) => (t === 0 ? 0 : 1 - stay));
          const learnt = usual.map((_, k) => prior[k]! + sums.reduce((sum, own, t) => sum + moves[t]! * own[k]!, 0));
          usual = learnt.map((mass) => mass / (1 + moves.reduce((a, b) => a + b, 0)));
        }
        sums.forEach((own, t) => own.forEach((mass, k) => expect(found[t]![k]).toBeCloseTo(mass, 9)));
      }),
    );
  });
});
