import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judge, type ResidencyEvidence } from '../../detect/index.ts';
import { evidenceInWords, evidenceRows, missingInWords } from './evidence.ts';
import { statedFigure } from './figure.ts';
import { handsetRow, INMATE, MODEL, PLAIN } from '../tables/made-results.testing.ts';

const anyEvidence: fc.Arbitrary<ResidencyEvidence> = fc
  .record({
    servingEvents: fc.integer({ min: 5, max: 400 }),
    hourSlots: fc.array(fc.nat(40), { minLength: 4, maxLength: 4 }),
    directions: fc.array(fc.nat(60), { minLength: 2, maxLength: 2 }),
    listedContacts: fc.integer({ min: -1, max: 12 }),
    imsis: fc.integer({ min: 1, max: 6 }),
    sensorsListen: fc.boolean(),
    heardDays: fc.nat(5),
    seizedHere: fc.boolean(),
    declared: fc.boolean(),
    deviceClass: fc.constantFrom('smartphone', 'mini-phone', 'module', 'unknown'),
  })
  .map((over) => ({ ...PLAIN, ...over, heardDays: over.sensorsListen ? over.heardDays : 0 }));

const textOf = (e: ResidencyEvidence, all: readonly ResidencyEvidence[] = [e]): string =>
  evidenceInWords(
    e,
    MODEL,
    statedFigure(Object.fromEntries(Object.entries(handsetRow(e, all)).map(([k, v]) => [k, `${v}`]))),
    all,
  ).join('\n');
/** "in the sum" of each printed row, by name. */
function printed(text: string): Map<string, number> {
  const table = text.slice(text.indexOf('what it is'), text.indexOf('After fusion'));
  return new Map(
    [...table.matchAll(/^ {2}([a-z ]{12}) .*?([+-]\d+\.\d\d) {3}[A-Za-z]/gm)].map(([, name = '', added]) => [
      name.trim(),
      Number(added),
    ]),
  );
}

describe('evidence in words', () => {
  it('adds up to the figure before it is cut', () => {
    fc.assert(
      fc.property(anyEvidence, (e) => {
        const { rows, unbounded_llr10 } = evidenceRows(e, MODEL);
        expect(rows.reduce((sum, { added_llr10 }) => sum + added_llr10, 0)).toBeCloseTo(unbounded_llr10, 9);
        const text = textOf(e);
        const shown = [...printed(text).values()];
        expect(shown).toHaveLength(rows.length);
        const figure = Number(/calibration ([+-]\d+\.\d\d), the sum/.exec(text)?.[1]);
        expect(Math.abs(shown.reduce((sum, v) => sum + v, 0) - figure)).toBeLessThanOrEqual(
          0.005 * (shown.length + 1) + 1e-9,
        );
      }),
    );
  });

  it('shows the shift of the calibrator that judged the handset, and no other rest', () => {
    for (const [servingEvents, { calibrator }] of [
      [100, MODEL.regular],
      [8, MODEL.sparse],
    ] as const) {
      const { rows } = evidenceRows(
        { ...PLAIN, ...INMATE, servingEvents, seizedHere: true, sensorsListen: true },
        MODEL,
      );
      const shift = (calibrator.intercept + calibrator.slope * MODEL.fusion.intercept) / Math.LN10;
      expect(Math.abs(shift)).toBeGreaterThan(0.05);
      expect(rows.find(({ name }) => name === 'calibration')?.added_llr10).toBeCloseTo(shift, 9);
    }
  });

  it('gives what inmates of another prison take as a piece of its own, and adds up', () => {
    fc.assert(
      fc.property(anyEvidence, anyEvidence, (e, at) => {
        const all = [e, { ...at, area_id: 'P2' }];
        const { rows, unbounded_llr10 } = evidenceRows(e, MODEL, all);
        expect(rows.reduce((sum, { added_llr10 }) => sum + added_llr10, 0)).toBeCloseTo(unbounded_llr10, 9);
        const alone = evidenceRows(e, MODEL);
        const taken = rows.filter(({ name }) => name === 'other prison');
        expect(taken).toHaveLength(rows.length - alone.rows.length);
        expect(unbounded_llr10 - alone.unbounded_llr10).toBeCloseTo(taken[0]?.added_llr10 ?? 0, 9);
      }),
    );
    const e = { ...PLAIN, ...INMATE };
    const all = [e, { ...e, area_id: 'P2' }, { ...e, area_id: 'P3', servingEvents: 4 }];
    const text = textOf(e, all);
    expect(text).toMatch(/^ {2}other prison +(-\d\.\d\d) +\1 {3}it may live elsewhere inside: .* too$/m);
    expect(text).toMatch(
      /Against "inside": it may live elsewhere inside: .*the same days speak for P2 \(\+\d\.\d\d before it is cut\) too/,
    );
    expect(text).not.toContain('P3');
    // Stated and recomputed are one figure.
    expect(text).toMatch(
      /After fusion and calibration (\+\d\.\d\d), the sum of the column but for rounding; stated \1\.$/m,
    );
    expect(textOf(e)).not.toContain('other prison');
  });

  it('names each sighting for what it is', () => {
    const names = (over: Partial<ResidencyEvidence>): string[] =>
      evidenceRows({ ...PLAIN, ...over }, MODEL)
        .rows.map(({ name }) => name)
        .filter((name) => ['heard', 'not heard', 'seized', 'declared'].includes(name))
        .sort();
    expect(names({})).toEqual([]);
    expect(names({ sensorsListen: true })).toEqual(['not heard']);
    expect(names({ sensorsListen: true, heardDays: 2, seizedHere: true })).toEqual(['heard', 'seized']);
    expect(names({ declared: true })).toEqual(['declared']);
  });

  it('gives each sighting its own part, with its sign', () => {
    const { rows } = evidenceRows({ ...PLAIN, sensorsListen: true, seizedHere: true, declared: true }, MODEL);
    const of = (name: string): number => rows.find((row) => row.name === name)?.added_llr10 ?? Number.NaN;
    expect(of('not heard')).toBeLessThan(-0.1);
    expect(of('seized')).toBeCloseTo(2, 9);
    expect(of('declared')).toBeCloseTo(-2, 9);
  });

  it('counts silence of sensors that listen as against it', () => {
    const against = (over: Partial<ResidencyEvidence>): string =>
      textOf({ ...PLAIN, ...INMATE, ...over })
        .split('\n')
        .at(-1) ?? '';
    expect(against({ sensorsListen: true })).toMatch(/Against "inside": .*never heard it \(-0\.\d\d\)/);
    expect(against({ sensorsListen: true, heardDays: 2 })).not.toContain('heard');
    expect(against({ declared: true })).toMatch(/Against .*declared it: it may be there \(-2\.00\)/);
    expect(against({ listedContacts: 6 })).toBe('  Nothing speaks against "inside" by 0.1 or more.');
    expect(against({ sensorsListen: true })).not.toContain('fitted on');
  });

  it('says what stopped the figure', () => {
    const end = (over: Partial<ResidencyEvidence>): string =>
      /After fusion.*$/m.exec(textOf({ ...PLAIN, ...over }))?.[0] ?? '';
    expect(end(INMATE)).toContain('cut at the bound that the reference data support');
    expect(end({ listedContacts: 1 })).toMatch(/stated -\d\.\d\d\.$/);
    const module: Partial<ResidencyEvidence> = { ...INMATE, deviceClass: 'module', directions: [58, 2] };
    expect(judge({ ...PLAIN, ...module }, MODEL).llr10).toBe(0);
    expect(end(module)).toMatch(/stated \+0\.00, held at 0: by its model/);
    const declared = { ...INMATE, declared: true, listedContacts: 9, directions: [58, 2], imsis: 5 };
    expect(judge({ ...PLAIN, ...declared }, MODEL).llr10).toBe(0);
    expect(end(declared)).toMatch(/stated \+0\.00, held at 0: the prison has declared it/);
  });

  it('never says of a withheld figure that nothing was missing', () => {
    const e = { ...PLAIN, sensorsListen: true };
    expect(missingInWords(e, [], true)).toContain('withheld for the reason above alone');
    expect(missingInWords(e, [], true)).not.toContain('Nothing was missing');
    expect(missingInWords({ ...e, listedContacts: -1 }, [], true)).toMatch(/^ {2}Not available either: lists of/);
  });

  it('lists what was not to be had', () => {
    expect(missingInWords({ ...PLAIN, sensorsListen: true })).toBe('  Nothing was missing.');
    const text = missingInWords({
      ...PLAIN,
      exitsKnown: false,
      listedContacts: -1,
      sharedContacts: -1,
      deviceClass: 'unknown',
    });
    for (const word of [
      'whole traffic',
      'approved contacts',
      'another handset known to be inside',
      'sensors',
      'type allocation code',
    ])
      expect(text).toContain(word);
  });
});
