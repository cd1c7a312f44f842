import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../statistics/index.ts';
import { fitResidency } from './calibrate.ts';
import { judge } from './judge.ts';
import type { ResidencyModel } from './residency-model.ts';
import { FINGERPRINT, references, resident } from './synthetic-residents.testing.ts';

function modelOf(seed: number, difference = 1): ResidencyModel {
  const fit = fitResidency(references(createRandom(seed), difference), FINGERPRINT);
  if (!fit.ok) throw new Error(fit.why);
  return fit.model;
}

describe('calibration on references', () => {
  let model: ResidencyModel;
  beforeAll(() => {
    model = modelOf(1);
  });

  it('separates unseen handsets of known truth, and its published cost is what they cost', () => {
    const random = createRandom(2);
    const llrs = (of: 'inside' | 'homebody'): number[] =>
      Array.from({ length: 200 }, (_, i) => judge(resident(of, 'P3', 90_000 + i, random).evidence, model).llr10);
    const hp = llrs('inside');
    const hd = llrs('homebody');
    expect(hp.filter((v) => v > 1).length).toBeGreaterThan(190);
    expect(hd.filter((v) => v > 0).length).toBeLessThan(10);
    const cost =
      (0.5 *
        (hp.reduce((a, v) => a + Math.log2(1 + 10 ** -v), 0) + hd.reduce((a, v) => a + Math.log2(1 + 10 ** v), 0))) /
      200;
    expect(Math.abs(cost - model.heldOut.cllr)).toBeLessThan(0.1);
  });

  it('counts whom it calls inside among references with much traffic that it had not seen', () => {
    const { byTraffic, calledInside, byClass } = model.heldOut;
    expect(calledInside?.inside).toBeGreaterThan(0.5 * byTraffic.regular.inside);
    expect(calledInside?.inside).toBeLessThanOrEqual(byClass.inside?.above1 ?? 0);
    expect(calledInside?.outside).toBeLessThan(0.05 * byTraffic.regular.outside);
    expect(modelOf(5, 0).heldOut.calledInside).toEqual({ inside: 0, outside: 0 });
  });

  it('parts the references at twenty events, and publishes the cost of each part', () => {
    const all = references(createRandom(1));
    const thin = (r: (typeof all)[number], i: number, servingEvents: number) =>
      i % 3 === 0 ? { ...r, evidence: { ...r.evidence, servingEvents } } : r;
    const counted = (servingEvents: number) => {
      const fit = fitResidency(
        all.map((r, i) => thin(r, i, servingEvents)),
        FINGERPRINT,
      );
      if (!fit.ok) throw new Error(fit.why);
      return fit.model.heldOut.byTraffic;
    };
    const third = (inside: boolean) => all.filter((r, i) => i % 3 === 0 && (r.class === 'inside') === inside).length;
    const { sparse, regular } = counted(19);
    expect([sparse.inside, sparse.outside]).toEqual([third(true), third(false)]);
    expect(regular.inside + sparse.inside).toBe(all.filter((r) => r.class === 'inside').length);
    expect(sparse.cllr).toBeGreaterThan(0);
    expect(counted(20).sparse).toEqual({ inside: 0, outside: 0, cllr: null });
  });

  it('lets references of little traffic count for their part among regular handsets and in full among sparse ones', () => {
    // A fifth of either class behaves like the other and has five events: it must flatten the sparse calibration more.
    const all = references(createRandom(8)).map((r, i, list) => {
      if (i % 5 !== 0) return r;
      const like = list.find(({ class: name }) => (name === 'inside') !== (r.class === 'inside')) ?? r;
      const { imei14, area_id } = r.evidence;
      return { ...r, evidence: { ...like.evidence, imei14, area_id, servingEvents: 5 } };
    });
    const fit = fitResidency(all, FINGERPRINT);
    if (!fit.ok) throw new Error(fit.why);
    const { regular, sparse } = fit.model;
    expect(regular.calibrator.slope).toBeGreaterThan(1.2 * sparse.calibrator.slope);
  });

  it('says nearly nothing when inside handsets are like the others', () => {
    const blind = modelOf(5, 0);
    expect(blind.heldOut.cllr).toBeGreaterThan(0.85);
    const random = createRandom(6);
    for (let i = 0; i < 50; i++) {
      const { llr10, verdict } = judge(resident('homebody', 'P3', i, random).evidence, blind);
      expect(Math.abs(llr10)).toBeLessThan(0.7);
      expect(verdict).not.toBe('inside');
    }
  });

  it('is the same for any order of the same references, bit by bit', () => {
    const shuffled = references(createRandom(1)).toReversed();
    const again = fitResidency(shuffled, FINGERPRINT);
    expect(again.ok && JSON.stringify(again.model)).toBe(JSON.stringify(model));
  });

  it('states no strength beyond the number of references', () => {
    for (const { bounds } of [model.regular, model.sparse]) {
      expect(bounds.lower_llr10).toBeGreaterThanOrEqual(-Math.log10(25));
      expect(bounds.upper_llr10).toBeLessThanOrEqual(Math.log10(131));
    }
  });

  it('is refused when references are too few, with the reason', () => {
    const few = references(createRandom(1)).filter((r) => r.class !== 'inside' || r.evidence.area_id === 'P9');
    const fit = fitResidency(few, FINGERPRINT);
    expect(fit).toMatchObject({ ok: false });
    expect(fit.ok ? '' : fit.why).toContain('0 inside');
  });

  it('leaves devices of a prison out where it holds every inside reference', () => {
    const one = references(createRandom(1)).filter((r) => r.class !== 'inside' || r.evidence.area_id === 'P1');
    const fit = fitResidency(one, FINGERPRINT);
    expect(fit.ok && fit.model.heldOut.scheme).toBe('mixed');
    expect(model.heldOut.scheme).toBe('area');
  });

  it('survives JSON', () => {
    const copy = JSON.parse(JSON.stringify(model)) as ResidencyModel;
    const e = resident('inside', 'P1', 1, createRandom(4)).evidence;
    expect(judge(e, copy)).toEqual(judge(e, model));
  });
});
