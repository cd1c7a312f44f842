import { describe, expect, it } from 'vitest';
import { fitProfiles, type LabelledEvidence } from './class-profiles.ts';
import { PLAIN_EVIDENCE } from './synthetic-residents.testing.ts';

const one = (name: LabelledEvidence['class'], over: Partial<LabelledEvidence['evidence']> = {}): LabelledEvidence => ({
  class: name,
  evidence: { ...PLAIN_EVIDENCE, ...over },
});

describe('rates of a class from references, by hand', () => {
  it('further SIMs in 30 days: five prior handsets of 1.5 and 0.15; a handset counts for its months, at most one', () => {
    const { simsPer30d } = fitProfiles([
      one('inside', { imsis: 3, span_days: 60 }),
      one('inside', { imsis: 2, span_days: 15 }),
      one('staff', { imsis: 2, span_days: 3 }),
    ]);
    // 2 in two months weigh one handset of 1 a month; 1 in half a month weighs half a handset of 2 a month.
    expect(simsPer30d.inside).toBeCloseTo((5 * 1.5 + 1 + 0.5 * 2) / 6.5, 12);
    // Shorter than a week is taken for a week.
    expect(simsPer30d.outside).toBeCloseTo((5 * 0.15 + 1) / (5 + 7 / 30), 12);
  });

  it('listed correspondents: five prior handsets of 0.3 and 0.004; a handset of fewer than eight counts for its part', () => {
    const { listed } = fitProfiles([
      one('inside', { contacts: 10, listedContacts: 5 }),
      one('inside', { contacts: 4, listedContacts: 1 }),
      one('inside', { contacts: 4, listedContacts: -1 }),
      one('homebody', { contacts: 16, listedContacts: 0 }),
    ]);
    expect(listed.inside).toBeCloseTo((5 * 0.3 + 0.5 + 0.5 * 0.25) / 6.5, 12);
    expect(listed.outside).toBeCloseTo((5 * 0.004) / 6, 12);
  });

  it('inside that call nobody listed: one in ten, worth ten handsets; only of five correspondents or more', () => {
    const { unlistedShare } = fitProfiles([
      one('inside', { contacts: 5, listedContacts: 0 }),
      one('inside', { contacts: 9, listedContacts: 2 }),
      one('inside', { contacts: 4, listedContacts: 0 }),
      one('inside', { contacts: 9, listedContacts: -1 }),
      one('fixed', { contacts: 9, listedContacts: 0 }),
    ]);
    expect(unlistedShare).toBeCloseTo((1 + 1) / (10 + 2), 12);
  });

  it('shared correspondents: one in five inside, worth ten handsets, where another is known; by chance as for lists', () => {
    const { shared } = fitProfiles([
      one('inside', { contacts: 5, sharedContacts: 3 }),
      one('inside', { contacts: 9, sharedContacts: 1 }),
      one('inside', { contacts: 9, sharedContacts: 0 }),
      one('inside', { contacts: 9, sharedContacts: -1 }),
      one('inside', { contacts: 0, sharedContacts: 0 }),
      one('inside', { contacts: 3, listedContacts: 3, sharedContacts: 0 }),
      one('homebody', { contacts: 20, listedContacts: 4, sharedContacts: 1 }),
      one('homebody', { contacts: 16, sharedContacts: -1 }),
    ]);
    expect(shared.circle).toBeCloseTo((2 + 2) / (10 + 3), 12);
    expect(shared.byChance).toBeCloseTo((5 * 0.004 + 1 / 16) / 6, 12);
  });

  it('heard by sensors: by where they were heard from, beside what is believed before any reference, where sensors listen', () => {
    const { heard } = fitProfiles([
      one('inside', { sensorsListen: true, heardDays: 2 }),
      one('inside', { sensorsListen: true, heardDays: 2, heardOutsideDays: 1 }),
      one('inside', { sensorsListen: true }),
      one('inside', { heardDays: 1 }),
      one('staff', { sensorsListen: true, heardDays: 2, heardOutsideDays: 2 }),
      one('fixed', { sensorsListen: true, heardUnplacedDays: 1 }),
      one('neighbour', { sensorsListen: true }),
    ]);
    const near = (rates: Readonly<Record<string, number>>): Readonly<Record<string, number>> =>
      Object.fromEntries(Object.entries(rates).map(([kind, rate]) => [kind, expect.closeTo(rate, 12) as number]));
    expect(heard.inside).toEqual(near({ ever: 3 / 5, inside: 3 / 5, unplaced: 1 / 5 }));
    expect(heard.outside).toEqual(near({ ever: 7 / 103, inside: 2 / 103, unplaced: 6 / 103 }));
  });

  it('device classes: ten prior handsets; a seized one counts inside', () => {
    const { device } = fitProfiles([one('inside', { deviceClass: 'module' }), one('fixed')], ['mini-phone']);
    expect(device.inside).toEqual([4 + 1, 1.9, 3.8, 0.1 + 1, 0.2].map((n) => expect.closeTo(n / 12, 12) as number));
    expect(device.outside).toEqual([0.3, 1.5, 7.4 + 1, 0.5, 0.3].map((n) => expect.closeTo(n / 11, 12) as number));
  });

  it('gives each class the counts of its own references, visitors’ to those who pass', () => {
    const names = ['neighbour', 'homebody', 'fixed', 'staff', 'visitor', 'inside'] as const;
    const kinds = ['hours', 'directions', 'callLengths', 'fringe'] as const;
    const none = fitProfiles([]);
    const digits = (value: unknown): string =>
      JSON.stringify(value, (_, v: unknown) => (typeof v === 'number' ? Number(v.toPrecision(9)) : v));
    for (const name of names) {
      const busy = { hourSlots: [0, 0, 900, 0], directions: [0, 900], callLengths: [0, 0, 900], fringeHours: [0, 900] };
      const fitted = fitProfiles(Array.from({ length: 40 }, () => one(name, { ...busy, dayKinds: [0, 900, 0] })));
      for (const kind of kinds) {
        const moved = Object.entries(none[kind]).filter(
          ([key, before]) => digits(fitted[kind][key as keyof typeof none.hours]) !== digits(before),
        );
        expect(moved.map(([key]) => key)).toEqual([name === 'visitor' ? 'passer' : name]);
      }
      expect(fitted.insideExits.join() === none.insideExits.join()).toBe(name !== 'inside');
    }
  });
});
