import { describe, expect, it } from 'vitest';
import { digestOf, subjectOf } from './a-small-prison.testing.ts';
import { handOver, SUCCESSION_COMPONENTS, successionEvidence } from './succession-evidence.ts';
import { successionPopulation } from './succession-population.ts';
import { successionProfiles } from './succession-profile.ts';

const HOUR_S = 3600;
const WINDOW_S = 60 * 86_400;
const WINDOW_H = 1440;
const ROOT_2PI = Math.sqrt(2 * Math.PI);

describe('handOver, by hand from docs/methods/succession.md', () => {
  /** Two random instants of the window, in their order. */
  const random = (gap_h: number): number => (2 * (WINDOW_H - gap_h)) / WINDOW_H ** 2;
  const ratio = (gap_h: number): number => Math.exp(handOver(gap_h * HOUR_S, WINDOW_S).ln);

  it('a gap: log-normal, median 72 h and sigma 1.2; a fifth waits for any time; one in twenty overlaps', () => {
    const expected = (gap_h: number): number => {
      const z = Math.log(gap_h / 72) / 1.2;
      return (0.8 * 0.95 * Math.exp((-z * z) / 2)) / (1.2 * ROOT_2PI * gap_h) / random(gap_h) + 0.2;
    };
    for (const gap_h of [1, 24, 72, 300, 1300]) expect(ratio(gap_h)).toBeCloseTo(expected(gap_h), 9);
    // Less than an hour is an hour: clocks say no more.
    const soon = (0.8 * 0.95 * Math.exp(-((Math.log(72) / 1.2) ** 2) / 2)) / (1.2 * ROOT_2PI) / random(0.25) + 0.2;
    expect(ratio(0.25)).toBeCloseTo(soon, 9);
  });

  it('an overlap: one in twenty, anywhere within two days', () => {
    for (const gap_h of [-1, -10, -47]) expect(ratio(gap_h)).toBeCloseTo(0.05 / 48 / random(-gap_h), 9);
  });

  it('says nothing of the tail of the window: two random instants are seldom so far apart, and never less than 2 % of it', () => {
    const z = Math.log(1430 / 72) / 1.2;
    const least = (2 * 0.02 * WINDOW_H) / WINDOW_H ** 2;
    expect(ratio(1430)).toBeCloseTo((0.8 * 0.95 * Math.exp((-z * z) / 2)) / (1.2 * ROOT_2PI * 1430) / least + 0.2, 9);
  });
});

describe('successionEvidence, by hand', () => {
  const handset = (serial: number, fromDay: number, untilDay: number, contacts: string[]) =>
    subjectOf(digestOf({ imei: String(35000000000000 + serial), fromDay, untilDay, contacts }));
  const names = (who: string, n: number) => Array.from({ length: n }, (_, i) => `${who}${i}`);
  const subjects = [
    handset(0, 0, 10, names('a', 1)),
    handset(1, 13, 40, [...names('a', 1), 'n']),
    handset(2, 12, 20, names('b', 9)),
    handset(3, 1, 55, names('c', 20)),
  ];
  const profiles = successionProfiles(subjects);
  const population = successionPopulation(profiles);
  const of = (from: number, to: number, together?: number): Record<string, number> => {
    const ln = successionEvidence(profiles, from, to, population, WINDOW_S, together);
    return Object.fromEntries(SUCCESSION_COMPONENTS.map((name, k) => [name, Math.exp(ln[k] ?? NaN)]));
  };

  it('contacts: 30 % begin a new life; places: 40 % change theirs', () => {
    const shared = Math.exp(
      profiles.contacts.sameSource_ln(profiles.place[0]!, profiles.place[1]!, population.contacts),
    );
    expect(shared).toBeGreaterThan(1);
    expect(of(0, 1)['contacts']).toBeCloseTo(0.7 * shared + 0.3, 6);
    expect(of(0, 2)['contacts']).toBeLessThan(1);
    expect(of(0, 2)['contacts']).toBeGreaterThan(0.3);
    expect(of(0, 1)['cells']).toBeGreaterThan(0.4);
  });

  it('takes for intensity the hours of use a day, one more of each', () => {
    // Three hours a day from 9 o'clock on the first day to 21 on the last.
    const rate = (days: number): number => Math.log((3 * days + 1) / (days - 0.5 + 1));
    [10, 27, 8, 54].forEach((days, i) => expect(profiles.lnRate[i]).toBeCloseTo(rate(days), 12));
  });

  it('intensity: spread 0.7 of ln hours a day for one user, root 2 times the population’s for two', () => {
    const difference = profiles.lnRate[0]! - profiles.lnRate[3]!;
    const other = Math.max(0.7, Math.SQRT2 * population.lnRateSd);
    const density = (sd: number): number => Math.exp(-((difference / sd) ** 2) / 2) / sd;
    expect(of(0, 3)['intensity']).toBeCloseTo(density(0.7) / density(other), 9);
    const wide = { ...population, lnRateSd: 2 };
    const ln = successionEvidence(profiles, 0, 3, wide, WINDOW_S, undefined)[4] ?? NaN;
    expect(Math.exp(ln)).toBeCloseTo(density(0.7) / density(2 * Math.SQRT2), 9);
  });

  it('same user: agreement of the two lists, of which a fifth says nothing; nothing where there are none', () => {
    expect(of(0, 1, 5)['same-user']).toBeCloseTo(0.2 + 0.8 * 5, 9);
    expect(of(0, 1, 0)['same-user']).toBeCloseTo(0.2, 9);
    expect(of(0, 1)['same-user']).toBe(1);
  });

  it('counts beyond LR 10,000 only as the logarithm', () => {
    const [beyond, ln] = [Math.log(0.2 + 0.8 * 1e9), Math.log(1e4)];
    expect(Math.log(of(0, 1, 1e9)['same-user'] ?? NaN)).toBeCloseTo(ln + Math.log(1 + beyond - ln), 9);
    expect(of(0, 1, 1e4)['same-user']).toBeCloseTo(0.2 + 0.8 * 1e4, 6);
  });
});
