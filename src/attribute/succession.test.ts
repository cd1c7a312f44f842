import { describe, expect, it } from 'vitest';
import { digestOf, subjectOf } from './a-small-prison.testing.ts';
import { Tallies } from './same-source.ts';
import { handOver, successionEvidence } from './succession-evidence.ts';
import { fitConcentration, successionPopulation } from './succession-population.ts';
import { successionProfiles } from './succession-profile.ts';
import { succession } from './succession.ts';
import { createRandom } from '../statistics/index.ts';

const WINDOW_S = 60 * 86400;
const handset = (serial: number, fromDay: number, untilDay: number, contacts: string[], imsi?: string) =>
  subjectOf(
    digestOf({
      imei: String(35000000000000 + serial),
      fromDay,
      untilDay,
      contacts,
      ...(imsi === undefined ? {} : { imsi }),
    }),
  );
const names = (who: string, n = 6) => Array.from({ length: n }, (_, i) => `${who}${i}`);
/** Ten users with two handsets each, the first of every third gone on with its SIM; all in one prison. */
const SUBJECTS = Array.from({ length: 12 }, (_, u) => {
  const end = 10 + u * 2;
  const sim = u % 2 === 0 ? `20801${u}` : undefined;
  return [
    handset(u * 2, u % 3, end, names(`u${u}-`), sim),
    handset(u * 2 + 1, end + 2, 50, [...names(`u${u}-`, 4), `n${u}`], sim),
  ];
}).flat();
const run = (subjects = SUBJECTS) =>
  succession({ subjects, window_s: WINDOW_S, userProbability: subjects.map(() => new Map()) });
const user = (imei: string) => Math.floor((Number(imei) - 35000000000000) / 2);

describe('succession', () => {
  it('finds who went on by correspondents, with and without the SIM, and nobody else', () => {
    const { rows, calibration } = run();
    expect(calibration.knownEdges).toBe(6);
    const believed = rows.filter((row) => row.llr10 > 0.5);
    expect(believed.length).toBeGreaterThanOrEqual(11);
    expect(believed.every((row) => user(row.imei14_from) === user(row.imei14_to))).toBe(true);
    const wrong = rows.filter((row) => user(row.imei14_from) !== user(row.imei14_to));
    expect(wrong.length).toBeGreaterThan(20);
    expect(wrong.every((row) => row.llr10 < 0)).toBe(true);
  });

  it('never says more than its references bear, nor leads two chains into one handset', () => {
    const { rows, calibration } = run();
    for (const row of rows) {
      expect(row.llr10).toBeLessThanOrEqual(calibration.bounds.upper_llr10);
      expect(row.llr10).toBeGreaterThanOrEqual(calibration.bounds.lower_llr10);
    }
    const chain = rows.filter((row) => row.inChain);
    expect(new Set(chain.map((row) => row.imei14_from)).size).toBe(chain.length);
    expect(new Set(chain.map((row) => row.imei14_to)).size).toBe(chain.length);
  });

  it('lets a SIM that was handed on add what it is worth: kept by three in ten, lent to at least one in fifty', () => {
    // Neither common friends nor a usual gap: somewhere between the bounds with and without the SIM.
    const ratio = (sim: string): number => {
      const pair = [handset(90, 0, 20, names('p'), '208019'), handset(91, 26, 50, names('q'), sim)];
      const { rows } = run([...SUBJECTS, ...pair]);
      const row = rows.find((r) => r.imei14_from.endsWith('90') && r.imei14_to.endsWith('91'));
      expect(row?.basis.some((word) => word.startsWith('SIM handed on (+1.2)')) ?? false).toBe(sim === '208019');
      return row?.llr10 ?? NaN;
    };
    const [kept, other] = [ratio('208019'), ratio('208018')];
    // log10((0.3 + 0.7 * 0.02) / 0.02) = 1.2; the references change a little with the pair itself.
    expect(kept - other).toBeGreaterThan(0.9);
    expect(kept - other).toBeLessThan(1.4);
  });

  it('keeps within LR 10 and says so where no SIM was handed on', () => {
    const { rows, calibration } = run(SUBJECTS.filter((_, i) => Math.floor(i / 2) % 2 === 1));
    expect(calibration.calibrator).toBeUndefined();
    expect(rows.every((row) => Math.abs(row.llr10) <= 1)).toBe(true);
    expect(rows.find((row) => row.llr10 > 0)?.basis).toContain('not calibrated: too few SIMs handed on');
  });

  it('does not depend on the order of the handsets', () => {
    const random = createRandom('order');
    const key = (rows: ReturnType<typeof run>['rows']) =>
      rows.map((r) => `${r.imei14_from} ${r.imei14_to} ${r.llr10.toFixed(6)}`).sort();
    const shuffled = random.shuffle([...SUBJECTS]);
    expect(key(run(shuffled).rows).filter((k) => !k.includes('-'))).toEqual(
      key(run().rows).filter((k) => !k.includes('-')),
    );
  });

  it('looks each handset up where it lies, in whatever order prisons come', () => {
    // Every other user in another prison, so that the order of prisons is not that of the handsets.
    const prisons = SUBJECTS.map((subject, i) => subjectOf(subject.digest, `P${Math.floor(i / 2) % 2}`));
    const grouped = [...prisons].sort((a, b) => (a.prison_id < b.prison_id ? -1 : Number(a.prison_id > b.prison_id)));
    const found = (subjects: typeof prisons) => {
      const profiles = successionProfiles(subjects);
      const population = successionPopulation(profiles);
      const at = (subject: (typeof prisons)[number]) => subjects.indexOf(subject);
      return prisons.flatMap((one) =>
        prisons.map((two) => successionEvidence(profiles, at(one), at(two), population, WINDOW_S, undefined)),
      );
    };
    const [mixed, sorted] = [found(prisons), found(grouped)];
    mixed.forEach((ln, i) => ln.forEach((x, k) => expect(x).toBeCloseTo(sorted[i]?.[k] ?? NaN, 9)));
    const pair = (a: number, b: number) => mixed[a * prisons.length + b] ?? [];
    // User 0 in P0 went on with the second handset, whose contacts are kept; cells and hours compare within a prison only.
    expect(pair(0, 1)[0]).toBeGreaterThan(5);
    expect(pair(0, 3).slice(2, 4)).toEqual([0, 0]);
  });
});

describe('evidence of succession', () => {
  const profiles = successionProfiles(SUBJECTS);
  const population = successionPopulation(profiles);
  it('a new life costs no more than its share; rare shared correspondents count', () => {
    expect(successionEvidence(profiles, 0, 1, population, WINDOW_S, undefined)[0]).toBeGreaterThan(5);
    const none = successionEvidence(profiles, 0, 3, population, WINDOW_S, undefined)[0] ?? 0;
    expect(none).toBeLessThan(0);
    expect(none).toBeGreaterThanOrEqual(Math.log(0.3) - 1e-9);
  });

  it('a hand-over of days is likelier than one of weeks or of an overlap', () => {
    const ln = (h: number) => handOver(h * 3600, WINDOW_S).ln;
    expect(ln(48)).toBeGreaterThan(0);
    expect(ln(48)).toBeGreaterThan(ln(600));
    expect(ln(48)).toBeGreaterThan(ln(-24));
    expect(handOver(-7200, WINDOW_S).gap_h).toBe(-2);
  });

  it('agreement of possible users counts, disagreement costs no more than the trust in it', () => {
    const ln = (together: number | undefined) =>
      successionEvidence(profiles, 0, 3, population, WINDOW_S, together)[5] ?? NaN;
    expect(ln(undefined)).toBe(0);
    expect(ln(1)).toBeCloseTo(0, 12);
    expect(ln(200)).toBeGreaterThan(4);
    expect(ln(0)).toBeCloseTo(Math.log(0.2), 12);
  });

  it('fits how close handsets stay to the habit of all', () => {
    const share = new Map([
      [0, 0.5],
      [1, 0.5],
    ]);
    const alike = Array.from(
      { length: 30 },
      () =>
        new Map([
          [0, 10],
          [1, 10],
        ]),
    );
    const apart = Array.from({ length: 30 }, (_, i) => new Map([[i % 2, 20]]));
    const fit = (counts: readonly Map<number, number>[]) =>
      fitConcentration(
        new Tallies(counts),
        counts.map((_, t) => t),
        share,
      );
    expect(fit(alike)).toBe(400);
    expect(fit(apart)).toBe(1);
  });
});
