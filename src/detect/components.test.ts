import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../statistics/index.ts';
import { fitProfiles } from './class-profiles.ts';
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
