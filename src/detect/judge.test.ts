import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../statistics/index.ts';
import { fitResidency } from './calibrate.ts';
import type { ResidencyEvidence } from './evidence.ts';
import { explain } from './explain.ts';
import { judge } from './judge.ts';
import { FINGERPRINT, PLAIN_EVIDENCE, references, resident } from './synthetic-residents.testing.ts';

const fit = fitResidency(references(createRandom(1)), FINGERPRINT);
if (!fit.ok) throw new Error(fit.why);
const { model } = fit;
const inmate: ResidencyEvidence = { ...resident('inside', 'P1', 5, createRandom(9)).evidence, listedContacts: 5 };

describe('judgement', () => {
  it('keeps the LR in its interval and the interval in the bounds', () => {
    const { lower_llr10, upper_llr10 } = model.regular.bounds;
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 12 }),
        fc.integer({ min: 0, max: 20 }),
        fc.nat(6),
        (listedContacts, exits, sims) => {
          const dayKinds = [20 - exits, exits, 0];
          const j = judge(
            { ...PLAIN_EVIDENCE, listedContacts, dayKinds, lnInsideDays: -4 * exits, imsis: sims + 1 },
            model,
          );
          expect(j.llr10_low).toBeLessThanOrEqual(j.llr10);
          expect(j.llr10).toBeLessThanOrEqual(j.llr10_high);
          expect(j.llr10_low).toBeGreaterThanOrEqual(lower_llr10);
          expect(j.llr10_high).toBeLessThanOrEqual(upper_llr10);
          const bound = { upper: upper_llr10, lower: lower_llr10, none: j.llr10 }[j.cutAt ?? 'none'];
          expect(j.llr10).toBe(bound);
          expect(j.cutAt !== undefined).toBe(j.reasons.some((reason) => reason.startsWith('cut at')));
        },
      ),
    );
  });

  it('calls an inmate’s handset inside', () => {
    expect(judge(inmate, model)).toMatchObject({ verdict: 'inside' });
  });

  it('calls nobody outside whose interval reaches above 1', () => {
    const verdicts = new Set<string>();
    // References that tell little of handsets with few events.
    const wide = {
      ...model,
      resamples: model.resamples.map((r, i) => ({
        ...r,
        sparse: { ...r.sparse, intercept: r.sparse.intercept + (i % 2 === 0 ? 9 : -9) },
      })),
    };
    for (let listedContacts = 0; listedContacts <= 4; listedContacts++)
      for (let exits = 0; exits <= 12; exits++)
        for (const servingEvents of [6, 19, 90]) {
          const e = { ...PLAIN_EVIDENCE, listedContacts, dayKinds: [20 - exits, exits, 0], servingEvents };
          const { llr10, llr10_high, verdict } = judge(e, wide);
          if (llr10 > -0.5) continue;
          verdicts.add(verdict);
          expect(verdict, String(llr10_high)).toBe(llr10_high <= 0 ? 'outside' : 'undecided');
        }
    expect(verdicts).toEqual(new Set(['outside', 'undecided']));
  });

  it('asks for more where fewer live inside: of handsets with little traffic one in fifty, not one in ten', () => {
    const between = { regular: new Set<string>(), sparse: new Set<string>() };
    for (let listedContacts = 0; listedContacts <= 12; listedContacts++)
      for (let imsis = 1; imsis <= 4; imsis++)
        for (const [traffic, servingEvents] of [
          ['regular', 20],
          ['sparse', 19],
        ] as const) {
          const { llr10, llr10_low, verdict } = judge(
            { ...PLAIN_EVIDENCE, listedContacts, imsis, servingEvents },
            model,
          );
          if (llr10 >= 1.3 && llr10 < 2 && llr10_low >= 0.5) between[traffic].add(verdict);
        }
    expect(between).toEqual({ regular: new Set(['inside']), sparse: new Set(['undecided']) });
  });

  it('asks that of the ratio before it is cut: few references must not hide one that a search found', () => {
    const bounds = { ...model.sparse.bounds, upper_llr10: 1.6 };
    const narrow = { ...model, sparse: { ...model.sparse, bounds } };
    const found = { ...inmate, servingEvents: 8, seizedHere: true };
    expect(judge(found, narrow)).toMatchObject({ verdict: 'inside', llr10: 1.6, cutAt: 'upper' });
    const none = { ...model, sparse: { ...model.sparse, bounds: { ...bounds, upper_llr10: 1.2 } } };
    expect(judge(found, none).verdict).toBe('undecided');
  });

  it('never calls a declared handset or a terminal inside', () => {
    expect(judge({ ...inmate, declared: true }, model).llr10).toBeLessThanOrEqual(0);
    expect(judge({ ...inmate, deviceClass: 'module' }, model).llr10).toBeLessThanOrEqual(0);
    expect(judge({ ...inmate, deviceClass: 'module', seizedHere: true }, model).verdict).toBe('inside');
  });

  it('withholds a number for handsets rarer than any reference', () => {
    const j = judge({ ...inmate, servingEvents: 4 }, model);
    expect(j.verdict).toBe('withheld');
    expect(j.llr10).toBeNaN();
  });

  it('says of a figure from few events that it is one', () => {
    const few = (servingEvents: number): boolean =>
      judge({ ...inmate, servingEvents }, model).reasons.includes(`only ${servingEvents} events`);
    expect([5, 19, 20].map(few)).toEqual([true, true, false]);
  });

  it('hears sensors, and holds their silence against much-used handsets only', () => {
    const raw = (over: Partial<ResidencyEvidence>): number =>
      explain({ ...PLAIN_EVIDENCE, ...over }, model).unbounded_llr10;
    expect(raw({ sensorsListen: true, heardDays: 3 })).toBeGreaterThan(raw({}) + 1);
    const busy = raw({ sensorsListen: true }) - raw({});
    const rare = raw({ sensorsListen: true, servingEvents: 20 }) - raw({ servingEvents: 20 });
    expect(busy).toBeLessThan(rare);
    expect(rare).toBeLessThan(0);
    expect(busy).toBeGreaterThan(-1);
  });

  it('weighs what was seen directly as docs/methods/residency.md says: LR 100 heard or seized, 1/100 declared', () => {
    const direct = (over: Partial<ResidencyEvidence>, inside = 0.5, outside = 0.01): number => {
      const heard = {
        inside: { ever: inside, inside, unplaced: 0.3 },
        outside: { ever: outside, inside: outside, unplaced: 0.03 },
      };
      return explain({ ...PLAIN_EVIDENCE, ...over }, { ...model, profiles: { ...model.profiles, heard } }).direct_llr10;
    };
    const listens = { sensorsListen: true, heardDays: 2 };
    expect(direct({})).toBe(0);
    expect(direct({ heardDays: 2 })).toBe(0);
    // The rate inside against the rate outside, 100 at most, however many days.
    expect(direct(listens)).toBeCloseTo(Math.log10(50), 12);
    expect(direct({ ...listens, heardDays: 20 }, 0.5, 1e-4)).toBe(2);
    // Heard from no room there on as many days: for nobody, against nobody.
    expect(direct({ ...listens, heardOutsideDays: 1 })).toBeCloseTo(Math.log10(50), 12);
    expect(direct({ ...listens, heardOutsideDays: 2 })).toBe(0);
    expect(direct({ sensorsListen: true, heardOutsideDays: 9, heardUnplacedDays: 9 })).toBe(0);
    expect(direct({ ...listens, heardUnplacedDays: 2 })).toBeCloseTo(1, 12);
    // Somebody who lives in a building without sensors is not heard, however often those in the others are.
    const few = { sensorsListen: true, servingEvents: 15 };
    expect(direct({ ...few, sensedShare: 0.2 })).toBeCloseTo(Math.log10(0.9 / 0.99), 12);
    expect(direct({ ...few, sensedShare: 0 })).toBe(0);
    expect(direct({ ...listens, sensedShare: 0.2 })).toBeCloseTo(Math.log10(50), 12);
    expect(direct({ sensorsListen: true, heardUnplacedDays: 1 })).toBeCloseTo(1, 12);
    // Not heard: half of the final rate after 15 events.
    const silent = (events: number): number =>
      direct({ sensorsListen: true, servingEvents: events }) - Math.log10((1 - (0.5 * events) / (events + 15)) / 0.99);
    for (const events of [5, 15, 300]) expect(silent(events)).toBeCloseTo(0, 12);
    expect(direct({ seizedHere: true })).toBe(2);
    expect(direct({ declared: true })).toBe(-2);
    expect(direct({ ...listens, seizedHere: true, declared: true })).toBeCloseTo(Math.log10(50), 12);
  });

  it('explains itself: the parts add up', () => {
    const x = explain(inmate, model);
    const sum = Object.values(x.components).reduce((a, c) => a + c.added_llr10, 0);
    expect(sum + x.direct_llr10 + model.regular.calibrator.intercept / Math.LN10).toBeCloseTo(x.unbounded_llr10, 9);
  });

  it('gives reasons without identifiers', () => {
    const { reasons } = judge({ ...inmate, imei14: '35999999999999' }, model);
    expect(reasons.length).toBeGreaterThan(0);
    expect(reasons.join(' ')).not.toMatch(/\d{6}/);
  });
});
