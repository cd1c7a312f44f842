import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../statistics/index.ts';
import { fitProfiles, type ClassProfiles } from './class-profiles.ts';
import { COMPONENTS, componentLlrs, type Component } from './components.ts';
import type { ResidencyEvidence } from './evidence.ts';
import { insidePresence } from './presence.ts';
import { PLAIN_EVIDENCE, references } from './synthetic-residents.testing.ts';

const profiles = fitProfiles(references(createRandom(3)));
const llr = (name: Component, over: Partial<ResidencyEvidence>): number =>
  componentLlrs({ ...PLAIN_EVIDENCE, ...over }, profiles)[COMPONENTS.indexOf(name)] ?? NaN;

describe('component likelihood ratios', () => {
  it('say nothing where the case holds nothing', () => {
    expect(llr('contacts', { listedContacts: -1 })).toBe(0);
    expect(llr('contacts', { contacts: 0, listedContacts: 0 })).toBe(0);
    expect(llr('circle', { sharedContacts: -1 })).toBe(0);
    expect(llr('circle', { contacts: 0, sharedContacts: 0 })).toBe(0);
    expect(llr('hours', { hourSlots: [0, 0, 0, 0] })).toBeCloseTo(0, 12);
    expect(llr('calling', { directions: [0, 0], callLengths: [0, 0, 0] })).toBeCloseTo(0, 12);
  });

  it('never credit a stay whose exits nobody asked for', () => {
    const stays = { dayKinds: [25, 0, 0], lnInsideDays: -0.5 };
    expect(llr('presence', { ...stays, exitsKnown: true })).toBeGreaterThan(0);
    expect(llr('presence', { ...stays, exitsKnown: false })).toBe(0);
    expect(llr('presence', { dayKinds: [2, 20, 3], lnInsideDays: -60, exitsKnown: false })).toBeLessThan(-2);
  });

  it('cap "never leaves" by those outside who never leave either', () => {
    // One terminal in twenty stays as well: two months without an exit are worth some tens, not thousands.
    expect(llr('presence', { dayKinds: [60, 0, 0], lnInsideDays: -0.5 })).toBeLessThan(1.5);
  });

  it('do not take a resident who was elsewhere for one stretch for somebody carried in or out', () => {
    // Eight days with an exit speak against a life inside, eleven days away at the end of the window do not speak for it.
    const away = insidePresence(
      Array.from({ length: 32 }, (_, day) => day),
      Array.from({ length: 32 }, (_, day) => (day >= 21 ? 2 : day % 5 < 2 ? 1 : 0)),
    );
    expect(llr('presence', { dayKinds: [12, 9, 11], lnInsideDays: away.lnInside })).toBeLessThan(0);
    // One who never left before is still likelier inside.
    expect(llr('presence', { dayKinds: [21, 0, 11], lnInsideDays: away.lnInside })).toBeGreaterThan(0.5);
  });

  it('grow with listed correspondents and shrink with unlisted ones', () => {
    const listed = [0, 1, 2, 3, 4].map((listedContacts) => llr('contacts', { listedContacts }));
    expect(listed).toEqual(listed.toSorted((a, b) => a - b));
    expect(listed[4]).toBeGreaterThan(1);
    expect(listed[0]).toBeLessThan(-0.5);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), (contacts) => {
        const fewer = llr('contacts', { contacts, listedContacts: 0 });
        expect(llr('contacts', { contacts: contacts + 1, listedContacts: 0 })).toBeLessThanOrEqual(fewer + 1e-9);
      }),
    );
  });

  it('believe no kind of evidence beyond its cap', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(500), { minLength: 4, maxLength: 4 }), fc.nat(60), (hourSlots, imsis) => {
        for (const v of componentLlrs(
          { ...PLAIN_EVIDENCE, hourSlots, imsis: imsis + 1, lnCellsInsideOverAround: 99 },
          profiles,
        )) {
          expect(Math.abs(v)).toBeLessThanOrEqual(4);
        }
      }),
    );
  });

  it('learn the rate of listed numbers from references', () => {
    expect(profiles.listed.inside).toBeGreaterThan(0.25);
    expect(profiles.listed.outside).toBeLessThan(0.01);
    expect(profiles.unlistedShare).toBeLessThan(0.1);
  });
});

describe('component likelihood ratios, by hand from docs/methods/residency.md', () => {
  /** Every class alike: a day at home has 1/3 outside and 1/2 inside, an hour of each kind 1/4. */
  const every = <T>(value: T) => ({
    neighbour: value,
    homebody: value,
    fixed: value,
    staff: value,
    passer: value,
    inside: value,
  });
  const plain: ClassProfiles = {
    days: every([1, 1, 1]),
    fringe: every([1, 1]),
    insideExits: [1, 1],
    hours: every({ rates: [1, 1, 1, 1], concentration: 4 }),
    directions: every([1, 1]),
    callLengths: every([1, 1, 1]),
    simsPer30d: { inside: 1.5, outside: 0.15 },
    listed: { inside: 0.3, outside: 0.004 },
    unlistedShare: 0.1,
    shared: { circle: 0.4, byChance: 0.004 },
    heard: {
      inside: { ever: 0.5, inside: 0.5, unplaced: 0.5 },
      outside: { ever: 0.05, inside: 0.02, unplaced: 0.05 },
    },
    device: { inside: [0.4, 0.2, 0.3, 0.05, 0.05], outside: [0.1, 0.2, 0.6, 0.05, 0.05] },
  };
  /** As much of everybody's traffic in each bin: a Dirichlet with these parameters. */
  const usualHours = [0.25, 0.25, 0.25, 0.25];
  const spread = (rates: readonly number[]) => ({ rates, concentration: rates.reduce((a, b) => a + b, 0) });
  const lr = (name: Component, over: Partial<ResidencyEvidence>, p: Partial<ClassProfiles> = {}): number =>
    10 **
    (componentLlrs({ ...PLAIN_EVIDENCE, usualHours, ...over }, { ...plain, ...p })[COMPONENTS.indexOf(name)] ?? NaN);

  it('presence: 15 % of those outside were here for one stretch too', () => {
    const oneDay = { dayKinds: [1, 0, 0], fringeHours: [0, 0], lnInsideDays: Math.log(0.6) };
    expect(lr('presence', oneDay)).toBeCloseTo(0.6 / 2 / (0.85 / 3 + (0.15 * 0.6) / 2), 9);
    const rarer = { dayKinds: [0, 0, 1], fringeHours: [0, 0], lnInsideDays: Math.log(0.01) };
    expect(lr('presence', rarer)).toBeCloseTo(0.01 / (0.85 / 3 + 0.15 * 0.01), 9);
  });

  it('presence: hours at the fringe count beside the days', () => {
    const fringe = { ...plain.fringe, inside: [3, 1] };
    const over = { dayKinds: [0, 0, 0], fringeHours: [1, 0], lnInsideDays: 0 };
    expect(lr('presence', over, { fringe })).toBeCloseTo(0.75 / 0.5, 9);
  });

  it('mixes the classes outside with the stated weights', () => {
    const weights = { neighbour: 0.62, homebody: 0.18, fixed: 0.05, staff: 0.08, passer: 0.07 } as const;
    for (const [name, w] of Object.entries(weights)) {
      const hours = { ...plain.hours, [name]: spread([5, 1, 1, 1]) };
      const outside = w * (5 / 8) + (1 - w) / 4;
      const expected = (0.85 / 4 + 0.15 * outside) / (0.95 * outside + 0.05 / 4);
      expect(lr('hours', { hourSlots: [1, 0, 0, 0] }, { hours })).toBeCloseTo(expected, 9);
    }
  });

  it('hours and calls: 15 % of those inside behave as outside, 5 % the reverse; each class explains all counts at once', () => {
    const hours = { ...plain.hours, inside: spread([4, 2, 1, 1]) };
    expect(lr('hours', { hourSlots: [1, 0, 0, 0] }, { hours })).toBeCloseTo(
      (0.85 * 0.5 + 0.15 * 0.25) / (0.95 * 0.25 + 0.05 * 0.5),
      9,
    );
    const calling = {
      directions: { ...plain.directions, inside: [3, 1] },
      callLengths: { ...plain.callLengths, inside: [2, 1, 1] },
    };
    const [inside, outside] = [0.75 * 0.5, 0.5 / 3];
    expect(lr('calling', { directions: [1, 0], callLengths: [1, 0, 0] }, calling)).toBeCloseTo(
      (0.85 * inside + 0.15 * outside) / (0.95 * outside + 0.05 * inside),
      9,
    );
  });

  it('contacts: a tenth inside call nobody listed, 3 % outside are relatives with a share of 20 %', () => {
    const of = (listedContacts: number): number => lr('contacts', { contacts: 1, listedContacts });
    expect(of(1)).toBeCloseTo((0.9 * 0.3 + 0.1 * 0.004) / (0.97 * 0.004 + 0.03 * 0.2), 9);
    expect(of(0)).toBeCloseTo((0.9 * 0.7 + 0.1 * 0.996) / (0.97 * 0.996 + 0.03 * 0.8), 9);
    // Two of two: Beta-binomial m(1 + m s)/(1 + s) for concentration s = 5 of a mean m, or 100 of strangers.
    const both = (m: number, s: number): number => (m * (1 + m * s)) / (1 + s);
    const none = both(0.004, 100);
    expect(lr('contacts', { contacts: 2, listedContacts: 2 })).toBeCloseTo(
      (0.9 * both(0.3, 5) + 0.1 * none) / (0.97 * none + 0.03 * both(0.2, 5)),
      6,
    );
  });

  it('circle: of four tenths inside and of 3 % outside every share is as likely; lists that say nothing', () => {
    const of = (sharedContacts: number): number => lr('circle', { contacts: 1, sharedContacts, listedContacts: -1 });
    expect(of(1)).toBeCloseTo((0.4 * 0.5 + 0.6 * 0.004) / (0.97 * 0.004 + 0.03 * 0.5), 9);
    const none = 0.4 * 0.5 + 0.6 * 0.996;
    expect(of(0)).toBeCloseTo(Math.min(none / (0.97 * 0.996 + 0.03 * 0.5), none / (0.97 * 0.996 + 0.03 * none)), 9);
  });

  it('circle: who shares all of a circle is no likelier to live inside than the share of such people here and outside', () => {
    for (const contacts of [3, 10, 30])
      for (const sharedContacts of [contacts, contacts - 1])
        expect(lr('circle', { contacts, sharedContacts, listedContacts: -1 })).toBeLessThan(0.4 / 0.03 + 1e-9);
  });

  it('circle: whom listed numbers make a relative, shared ones make no likelier to live inside', () => {
    const relative = { contacts: 20, listedContacts: 6, sharedContacts: 7 };
    expect(lr('circle', relative)).toBeLessThan(1.01);
    expect(lr('circle', relative)).toBeGreaterThan(0.9);
    expect(lr('circle', { ...relative, listedContacts: -1 })).toBeGreaterThan(10);
  });

  it('circle: listed correspondents are not counted again', () => {
    expect(lr('circle', { contacts: 4, listedContacts: 4, sharedContacts: 0 })).toBe(1);
    // One of two is listed, the other one shared. Beta-binomial 1 of 2: 2 m (1 - m) s/(1 + s).
    const [none, relative] = [(2 * 0.004 * 0.996 * 100) / 101, (2 * 0.2 * 0.8 * 5) / 6];
    const inmate = 0.4 * 0.5 + 0.6 * 0.004;
    const both = (0.97 * none * 0.004 + 0.03 * relative * inmate) / (0.97 * none + 0.03 * relative);
    expect(both).toBeGreaterThan(0.97 * 0.004 + 0.03 * 0.5);
    expect(lr('circle', { contacts: 2, listedContacts: 1, sharedContacts: 1 })).toBeCloseTo(inmate / both, 6);
  });

  it('sims: negative binomial of sizes 0.8 and 0.5 over the months seen, one day at least; 8 % outside change as much', () => {
    const none = (mean: number, size: number): number => (1 + mean / size) ** -size;
    const expected = (months: number): number => {
      const inside = none(1.5 * months, 0.8);
      return inside / (0.92 * none(0.15 * months, 0.5) + 0.08 * inside);
    };
    expect(lr('sims', { imsis: 1, span_days: 60 })).toBeCloseTo(expected(2), 9);
    expect(lr('sims', { imsis: 1, span_days: 0 })).toBeCloseTo(expected(1 / 30), 9);
    // One further SIM: mean / (1 + mean/size) times none.
    const one = (mean: number, size: number): number => (none(mean, size) * mean) / (1 + mean / size);
    const inside = one(1.5, 0.8);
    expect(lr('sims', { imsis: 2, span_days: 30 })).toBeCloseTo(inside / (0.92 * one(0.15, 0.5) + 0.08 * inside), 9);
  });

  it('device: shares of the class; cells: what the mix of cells says, no more than ten to one', () => {
    expect(lr('device', { deviceClass: 'mini-phone' })).toBeCloseTo(4, 9);
    expect(lr('device', { deviceClass: 'smartphone' })).toBeCloseTo(0.5, 9);
    expect(lr('cells', { lnCellsInsideOverAround: Math.log(3) })).toBeCloseTo(3, 9);
    expect(lr('cells', { lnCellsInsideOverAround: 99 })).toBeCloseTo(10, 9);
    expect(lr('cells', { lnCellsInsideOverAround: -99 })).toBeCloseTo(0.1, 9);
  });
});
