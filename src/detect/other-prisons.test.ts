import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../statistics/index.ts';
import { fitResidency } from './calibrate.ts';
import type { ResidencyEvidence } from './evidence.ts';
import { explain } from './explain.ts';
import { judge, judgeAll, type Judgement } from './judge.ts';
import { inAnyOfThem_llr10, otherPrisons, sameDays, takenByOthers_llr10 } from './other-prisons.ts';
import { rawRatio } from './raw-ratio.ts';
import { FINGERPRINT, PLAIN_EVIDENCE, references, resident } from './synthetic-residents.testing.ts';

const fit = fitResidency(references(createRandom(1)), FINGERPRINT);
if (!fit.ok) throw new Error(fit.why);
/** Bounds so wide that nothing but the ratios decides. */
const model = {
  ...fit.model,
  regular: { ...fit.model.regular, bounds: { ...fit.model.regular.bounds, lower_llr10: -9, upper_llr10: 9 } },
  sparse: { ...fit.model.sparse, bounds: { ...fit.model.sparse.bounds, lower_llr10: -9, upper_llr10: 9 } },
};
const DAY_S = 86_400;
const inmate: ResidencyEvidence = { ...resident('inside', 'P1', 5, createRandom(9)).evidence, listedContacts: 5 };
const stay = (area_id: string, fromDay: number, untilDay: number, of = inmate): ResidencyEvidence => ({
  ...of,
  area_id,
  stayFrom_s: fromDay * DAY_S,
  stayUntil_s: untilDay * DAY_S,
});
/** What a handset may look like from one of the prisons. */
const seenFrom = (area_id: string): fc.Arbitrary<ResidencyEvidence> =>
  fc
    .record({
      servingEvents: fc.integer({ min: 1, max: 200 }),
      listedContacts: fc.integer({ min: -1, max: 12 }),
      imsis: fc.integer({ min: 1, max: 9 }),
      exits: fc.nat(6),
      seizedHere: fc.boolean(),
      declared: fc.boolean(),
      deviceClass: fc.constantFrom('mini-phone' as const, 'smartphone' as const, 'module' as const),
      lnCellsInsideOverAround: fc.double({ min: -3, max: 3, noNaN: true }),
      beds: fc.option(fc.integer({ min: 0, max: 3000 }), { nil: undefined }),
    })
    .map(({ exits, ...over }) => ({ ...inmate, ...over, area_id, dayKinds: [20 - exits, exits, 0] }));
const anyBoth = fc.tuple(seenFrom('P1'), seenFrom('P2'));
const anyThree = fc.tuple(seenFrom('P1'), seenFrom('P2'), seenFrom('P3'));

describe('stays in two prisons', () => {
  it('are of the same days, where days are shared', () => {
    expect(sameDays(stay('P1', 0, 20), stay('P2', 1, 19))).toBe(true);
    // Of a handset that was in use for two days.
    expect(sameDays(stay('P1', 0, 2), stay('P2', 0.5, 2))).toBe(true);
    expect(sameDays(stay('P1', 0, 20), stay('P2', 3, 9))).toBe(true);
  });

  it('are of others, where it moved', () => {
    expect(sameDays(stay('P1', 0, 10), stay('P2', 9, 20))).toBe(false);
    expect(sameDays(stay('P1', 0, 20), stay('P2', 19, 20))).toBe(false);
    expect(sameDays(stay('P1', 0, 20), stay('P2', 20, 40))).toBe(false);
    expect(sameDays(stay('P1', 0, 20), stay('P2', 17, 40))).toBe(false);
  });
});

describe('inmates of another prison among those it may belong to', () => {
  const odds = (here: Partial<ResidencyEvidence>, there: Partial<ResidencyEvidence>): number | undefined =>
    otherPrisons({ ...inmate, ...here }, [{ ...inmate, ...there, area_id: 'P2' }], model)[0]?.odds;

  it('are one in ten of those on its cells, with few events one in fifty', () => {
    expect(odds({}, {})).toBeCloseTo(1 / 9, 12);
    expect(odds({}, { servingEvents: 19 })).toBeCloseTo(1 / 49, 12);
    expect(odds({ servingEvents: 19 }, {})).toBeCloseTo(1 / 9, 12);
  });

  it('are as many as it has beds for each bed here, between half and four times as many', () => {
    expect(odds({ beds: 200 }, { beds: 300 })).toBeCloseTo(1.5 / 9, 12);
    expect(odds({ beds: 200 }, {})).toBeCloseTo(1 / 9, 12);
    expect(odds({}, { beds: 200 })).toBeCloseTo(1 / 9, 12);
    expect(odds({ beds: 10 }, { beds: 3000 })).toBeCloseTo(4 / 9, 12);
    expect(odds({ beds: 0 }, { beds: 3000 })).toBeCloseTo(4 / 9, 12);
    expect(odds({ beds: 3000 }, { beds: 0 })).toBeCloseTo(1 / 18, 12);
    expect(odds({ beds: 0 }, { beds: 0 })).toBeCloseTo(1 / 9, 12);
  });

  it('take what the mixture of both takes: 1 - w + w LR', () => {
    const of = (llr10: number, o: number, most_llr10 = Infinity) => ({
      area_id: 'P2',
      odds: o,
      ratio: { row: [], direct_llr10: 0, llr10, resampled_llr10: [], most_llr10 },
    });
    expect(takenByOthers_llr10([])).toBe(0);
    // w = 0.1: 0.9 + 0.1 · 100.
    expect(takenByOthers_llr10([of(2, 1 / 9)])).toBeCloseTo(Math.log10(10.9), 12);
    // w = 1/11 each: 9/11 + 100/11 + 10/11.
    expect(takenByOthers_llr10([of(2, 1 / 9), of(1, 1 / 9)])).toBeCloseTo(Math.log10(119 / 11), 12);
    // A terminal is nobody's inmate; an LR below 1 gives nothing back.
    expect(takenByOthers_llr10([of(2, 1 / 9, 0)])).toBe(0);
    expect(takenByOthers_llr10([of(-3, 1 / 9)])).toBe(0);
  });

  it('never raise a ratio', () => {
    fc.assert(
      fc.property(anyBoth, ([e, other]) => {
        const alone = judge(e, model);
        const beside = judge(e, model, [e, other]);
        fc.pre(alone.verdict !== 'withheld');
        expect(beside.llr10).toBeLessThanOrEqual(alone.llr10);
        expect(beside.llr10_low).toBeLessThanOrEqual(beside.llr10);
        expect(beside.llr10).toBeLessThanOrEqual(beside.llr10_high);
      }),
    );
  });

  it('leave no handset inside both, nor an LR above 11 for both', () => {
    let bothStrong = 0;
    fc.assert(
      fc.property(anyBoth, (all) => {
        const [a, b] = judgeAll(all, model);
        if (a === undefined || b === undefined || a.verdict === 'withheld' || b.verdict === 'withheld') return;
        const isBusy = all.every((e) => e.servingEvents >= 20);
        expect([a.verdict, b.verdict]).not.toEqual(['inside', 'inside']);
        // Of one in fifty, LR 100 is asked for.
        expect(Math.min(a.llr10, b.llr10)).toBeLessThan(Math.log10(isBusy ? 11 : 60));
        if (isBusy && all.every((e) => judge(e, model).verdict === 'inside')) bothStrong++;
      }),
      { numRuns: 500 },
    );
    // The property is about something: against people of no prison alone many are inside both.
    expect(bothStrong).toBeGreaterThan(20);
  });

  it('leave no handset inside two of three', () => {
    fc.assert(
      fc.property(anyThree, (all) => {
        expect(judgeAll(all, model).filter(({ verdict }) => verdict === 'inside').length).toBeLessThan(2);
      }),
      { numRuns: 500 },
    );
  });

  it('leave nobody inside by beds alone, where nothing tells the prisons apart', () => {
    fc.assert(
      fc.property(seenFrom('P1'), fc.nat(3000), fc.nat(3000), (e, here, there) => {
        const all = [
          { ...e, seizedHere: false, beds: here },
          { ...e, seizedHere: false, beds: there, area_id: 'P2' },
        ];
        expect(judgeAll(all, model).map(({ verdict }) => verdict)).not.toContain('inside');
      }),
    );
  });

  it('count for nothing where it has moved, is another device, or the other prison has no ratio', () => {
    const alone = judge(stay('P1', 0, 10), model);
    expect(judge(stay('P1', 0, 10), model, [stay('P2', 10, 20)])).toEqual(alone);
    expect(judge(stay('P1', 0, 10), model, [stay('P2', 0, 10, { ...inmate, servingEvents: 4 })])).toEqual(alone);
    const clone = stay('P2', 0, 10, { ...inmate, component: 2 });
    expect(judgeAll([stay('P1', 0, 10), clone], model)[0]).toEqual(alone);
    expect(judgeAll([stay('P1', 0, 10), stay('P2', 0, 10)], model)[0]?.llr10).toBeLessThan(alone.llr10 - 1);
  });

  it('are drawn with the same references as this one, for the interval', () => {
    // Resamples by which the other prison's ratio moves with this one's: what both share is not doubt of which it is.
    const shaken = {
      ...model,
      resamples: model.resamples.map((r, i) => ({
        fusion: model.fusion,
        regular: {
          ...model.regular.calibrator,
          intercept: model.regular.calibrator.intercept + (i % 2 === 0 ? 1 : -1),
        },
        sparse: r.sparse,
      })),
    };
    const width = (all: readonly ResidencyEvidence[]): number => {
      const { llr10_low, llr10_high } = judge(inmate, shaken, all);
      return llr10_high - llr10_low;
    };
    expect(width([])).toBeGreaterThan(0.8);
    expect(width([{ ...inmate, area_id: 'P2' }])).toBeLessThan(0.3);
  });

  it('are named where their weight puts them among the reasons: strongest first', () => {
    fc.assert(
      fc.property(anyBoth, ([e, other]) => {
        const weights = judge(e, model, [e, other])
          .reasons.map((reason) => /\(([+-]\d+\.\d)\)$/.exec(reason)?.[1])
          .filter((weight) => weight !== undefined)
          .map((weight) => Math.abs(Number(weight)));
        expect(weights).toEqual(weights.toSorted((a, b) => b - a));
      }),
    );
  });

  it('are named, with what they take and that it lives in one of them', () => {
    const two = [inmate, { ...inmate, area_id: 'P0' }];
    const { reasons, verdict } = judge(inmate, fit.model, two);
    expect(verdict).toBe('undecided');
    expect(reasons[0]).toMatch(/^may live in P0 instead, by the same days \(-\d\.\d\)$/);
    expect(reasons[1]).toMatch(/^LR \d+ or more that it lives in one of P0, P1, against people who live in no prison$/);
    expect(judge(inmate, fit.model).reasons.join()).not.toContain('instead');
    const quiet = { ...PLAIN_EVIDENCE, area_id: 'P0' };
    expect(judge(PLAIN_EVIDENCE, fit.model, [PLAIN_EVIDENCE, quiet]).reasons.join()).not.toContain('instead');
  });

  it('are a piece of their own in the sum', () => {
    const all = [inmate, { ...inmate, area_id: 'P2' }];
    const alone = explain(inmate, model);
    const beside = explain(inmate, model, all);
    expect(alone.others).toEqual([]);
    expect(beside.others).toEqual([{ area_id: 'P2', llr10: alone.unbounded_llr10 }]);
    expect(beside.others_llr10).toBeLessThan(-1);
    expect(beside.unbounded_llr10).toBeCloseTo(alone.unbounded_llr10 + beside.others_llr10, 12);
    expect(beside.components).toEqual(alone.components);
  });
});

it('weighs a life in any of several prisons by how many live in each', () => {
  const own = rawRatio(inmate, model);
  const others = (over: Partial<ResidencyEvidence>) =>
    otherPrisons({ ...inmate, beds: 100 }, [{ ...inmate, area_id: 'P2', ...over }], model);
  // Alike in both: the ratio of either.
  expect(inAnyOfThem_llr10(inmate, own, others({ beds: 100 }))).toBeCloseTo(own.llr10, 12);
  // Of another with three beds for each one here, and a ratio of nearly nothing: a quarter is left.
  const less = inAnyOfThem_llr10(inmate, own, others({ beds: 300, deviceClass: 'module' }));
  expect(less).toBeCloseTo(Math.log10((10 ** own.llr10 + 3) / 4), 9);
});

describe('which of several prisons is open', () => {
  const both = (over: Partial<ResidencyEvidence> = {}): ResidencyEvidence[] => [
    stay('P1', 0, 20),
    { ...stay('P2', 0, 20), ...over },
  ];

  it('where either would be called inside without the other', () => {
    expect(judgeAll(both(), model).map(({ oneOf }) => oneOf)).toEqual([
      ['P1', 'P2'],
      ['P1', 'P2'],
    ]);
  });

  it('not where the other is as good as excluded', () => {
    const excluded = both({ lnCellsInsideOverAround: -9, dayKinds: [0, 20, 0], listedContacts: 0 });
    expect(judgeAll(excluded, model)[0]!.oneOf).toBeUndefined();
  });

  it('not where the references support no ratio from which inside is said', () => {
    const few = { ...model, regular: { ...model.regular, bounds: { ...model.regular.bounds, upper_llr10: 1 } } };
    expect(judgeAll(both(), few).map(({ oneOf }) => oneOf)).toEqual([undefined, undefined]);
  });

  it('not where the interval that it lives in one of them begins too low, as for inside', () => {
    // References that tell little: half of the resamples say much less.
    const spread = (by: number): typeof model => ({
      ...model,
      resamples: model.resamples.map((r, i) => ({
        ...r,
        regular: { ...r.regular, intercept: r.regular.intercept - (i % 2 === 0 ? by : 0) },
      })),
    });
    const openIn = (by: number): boolean[] => judgeAll(both(), spread(by)).map(({ oneOf }) => oneOf !== undefined);
    const verdict = (by: number): string => judge(both()[0]!, spread(by)).verdict;
    expect([verdict(0), verdict(20)]).toEqual(['inside', 'undecided']);
    expect([openIn(0), openIn(20)]).toEqual([
      [true, true],
      [false, false],
    ]);
    expect(judgeAll(both(), spread(20))[0]!.reasons.join()).not.toContain('lives in one of');
  });

  it('is told in the reasons wherever it is stated', () => {
    const isTold = ({ oneOf, reasons }: Judgement): boolean =>
      oneOf === undefined || reasons.join('; ').includes(`lives in one of ${oneOf.join(', ')},`);
    fc.assert(
      fc.property(anyBoth, (pair) => {
        expect(judgeAll(pair, model).filter((one) => !isTold(one))).toEqual([]);
      }),
    );
  });
});
