import { describe, expect, it } from 'vitest';
import { at, digestOf, documentsOf, subjectOf } from './a-small-prison.testing.ts';
import { InmatePlaces } from './inmate-places.ts';
import { HandsetDays, trajectory } from './trajectory.ts';

const DAILY = digestOf({ imei: '35000000000001', fromDay: 0, untilDay: 20 });
const away = (inmate_id: string, fromDay: number, untilDay: number) => ({
  inmate_id,
  from_s: at(fromDay),
  until_s: at(untilDay),
  reason: 'hospital',
});
const read = (digest = DAILY, documents = documentsOf(3)) => {
  const days = new HandsetDays(subjectOf(digest));
  const places = new InmatePlaces(documents);
  return (inmate: string) => trajectory(days, inmate, places);
};

describe('movements against a handset', () => {
  it('says nothing of who was there all the time', () => {
    expect(read()('E0').ln).toBeCloseTo(0, 12);
  });

  it('speaks against an inmate who was away while it was used', () => {
    const of = read(DAILY, documentsOf(3, { absences: [away('E1', 5, 8)] }))('E1');
    expect(of.usedAway).toBe(3);
    expect(of.ln).toBeLessThan(-1.5);
  });

  it('is, by hand, 0.7 of handsets used by one and 0.3 left to others: 0.03 and 0.6 of the use while he is away', () => {
    const used = read(DAILY, documentsOf(3, { absences: [away('E1', 5, 7)] }))('E1');
    expect(Math.exp(used.ln)).toBeCloseTo(0.7 * 0.03 ** 2 + 0.3 * 0.6 ** 2, 12);
    // Silent on the only day of twenty: on 19 of the other days it was used in those hours.
    const silent = { ...DAILY, ...pick((day) => day !== 5) };
    const usual = 19.5 / 20;
    const kept = (use: number): number => (1 - use * usual) / (1 - usual);
    const of = read(silent, documentsOf(3, { absences: [away('E1', 5, 6)] }))('E1');
    expect(Math.exp(of.ln)).toBeCloseTo(0.7 * kept(0.03) + 0.3 * kept(0.6), 9);
  });

  it('looks at the hours of an absence, not at its day', () => {
    const court = (from: number, until: number) =>
      documentsOf(3, { absences: [{ inmate_id: 'E1', from_s: at(5, from), until_s: at(5, until), reason: 'court' }] });
    // Used at 9, 14 and 20 o'clock.
    expect(read(DAILY, court(8, 16))('E1').usedAway).toBe(1);
    const silent = read(DAILY, court(10, 13))('E1');
    expect(silent.usedAway).toBe(0);
    expect(silent.ln).toBeGreaterThan(0);
  });

  it('bounds what each further day costs: the handset may be shared', () => {
    for (const days of [1, 3, 6, 12]) {
      const of = read(DAILY, documentsOf(3, { absences: [away('E1', 5, 5 + days)] }))('E1');
      expect(of.ln).toBeGreaterThanOrEqual(Math.log(0.3 * 0.6 ** days) - 1e-9);
      expect(of.ln).toBeLessThan(Math.log(0.7 * 0.03 ** days + 0.3 * 0.6 ** days) + 1e-9);
    }
  });

  it('speaks for an inmate whose absence is the only silence, as far as daily use makes silence rare', () => {
    const silent = { ...DAILY, ...pick((day) => day < 5 || day >= 8) };
    const of = read(silent, documentsOf(3, { absences: [away('E1', 5, 8)] }))('E1');
    expect(of.usedAway).toBe(0);
    expect(of.ln).toBeGreaterThan(2);
    // Used on one day in four anyway: the same silence says little.
    const rare = { ...DAILY, ...pick((day) => day % 4 === 0 && (day < 5 || day >= 8)) };
    const little = read(rare, documentsOf(3, { absences: [away('E1', 5, 8)] }))('E1').ln;
    expect(little).toBeLessThan(1.2);
  });

  it('follows a transfer: a handset that goes on at the other prison was left by nobody who went there', () => {
    const moved = digestOf({
      imei: '35000000000001',
      fromDay: 0,
      untilDay: 20,
      areas: ['P1', 'P2'],
      placeOn: (day) => (day < 10 ? 0 : 1),
    });
    const documents = documentsOf(3);
    const rolls = documents.rolls.flatMap((bed) =>
      bed.inmate_id === 'E1'
        ? [
            { ...bed, until_s: at(10) },
            { ...bed, from_s: at(10), cell_id: 'P2-0' },
          ]
        : [bed],
    );
    const of = read(moved, { ...documents, rolls });
    expect(of('E1').ln - of('E0').ln).toBeGreaterThan(5);
    expect(of('E1').usedAway).toBe(0);
    expect(of('E0').usedAway).toBe(10);
  });

  it('counts a day once however busy it was', () => {
    const busy = digestOf({ imei: '35000000000001', fromDay: 0, untilDay: 20, hours: [8, 9, 10, 11, 12, 13, 14, 15] });
    const documents = documentsOf(3, { absences: [away('E1', 5, 8)] });
    expect(read(busy, documents)('E1').ln).toBeCloseTo(read(DAILY, documents)('E1').ln, 12);
  });
});

function pick(keep: (day: number) => boolean) {
  const index = [...DAILY.hour.keys()].filter((i) => keep(Math.floor((DAILY.hour[i] ?? 0) / 24 - at(0) / 86400)));
  return {
    hour: Int32Array.from(index, (i) => DAILY.hour[i] ?? 0),
    place: Int16Array.from(index, () => 0),
    hourOfDay: Uint8Array.from(index, (i) => DAILY.hourOfDay[i] ?? 0),
    day: Int32Array.from(index, (i) => DAILY.day[i] ?? 0),
  };
}
