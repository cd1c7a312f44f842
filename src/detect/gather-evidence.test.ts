import { describe, expect, it } from 'vitest';
import type { Sensor, Sighting } from '../model/case.ts';
import type { CellKey, Imei14, Imsi } from '../model/identifiers.ts';
import { markedNumber } from '../model/number-set.ts';
import { history, MONDAY_S, SMALL_CASE, SMALL_TABLE } from './a-small-case.testing.ts';
import type { ResidencyEvidence } from './evidence.ts';
import { residencyEvidence } from './gather-evidence.ts';
import { candidateAreas, prepareResidency, type PreparedArea } from './prepare.ts';

const prepared = prepareResidency({ documents: SMALL_CASE, table: SMALL_TABLE });
const prison = prepared.areas[0] as PreparedArea;
const placebo = prepared.areas[1] as PreparedArea;
const daily = (days: number, cell: number, hour = 10) =>
  Array.from({ length: days }, (_, d) => ({ hour: 24 * d + hour, cell }));

/** A second cell beside the prison's, which serves places around it as well. */
const two = prepareResidency({
  documents: SMALL_CASE,
  table: { cells: [...SMALL_TABLE.cells, { ...SMALL_TABLE.cells[0]!, cell: 'q' as CellKey, longitude: 1.51 }] },
});
const near = two.areas[0] as PreparedArea;
/** ln of a (a + 1) ... (a + n - 1). */
const lnRise = (a: number, n: number): number =>
  Array.from({ length: n }, (_, k) => Math.log(a + k)).reduce((sum, ln) => sum + ln, 0);

describe('evidence of one handset and one area', () => {
  it('counts days by kind in local time', () => {
    // 23:30 on Monday and 00:30 on Tuesday are two days in Paris and one in UTC.
    const e = residencyEvidence(
      history([
        { hour: 23.5, cell: 0 },
        { hour: 24.5, cell: 2 },
        { hour: 24.7, cell: 0 },
      ]),
      prison,
      prepared,
    );
    expect(e?.dayKinds).toEqual([1, 1, 0]);
    expect(e?.activeDays).toBe(2);
  });

  it('knows no evidence where nothing serves the area', () => {
    const h = history(daily(5, 1));
    expect(residencyEvidence(h, prison, prepared)).toBeUndefined();
    expect(candidateAreas(h, prepared).map((a) => a.id)).toEqual(['Z1']);
  });

  it('lets events without a known cell count in volume and place nobody', () => {
    const e = residencyEvidence(
      history([...daily(3, 0), { hour: 80, cell: -1 }, { hour: 105, cell: -2 }]),
      prison,
      prepared,
    );
    expect(e?.events).toBe(5);
    expect(e?.servingEvents).toBe(3);
    expect(e?.dayKinds).toEqual([3, 0, 0]);
  });

  it('looks at hours and correspondents of the stay only', () => {
    const outside = Array.from({ length: 6 }, (_, d) => ({ hour: 24 * d + 10, cell: 2, contact: `3320000000${d}` }));
    const inside = Array.from({ length: 10 }, (_, d) => ({ hour: 24 * (d + 6) + 21, cell: 0, contact: '33100000001' }));
    const e = residencyEvidence(history([...outside, ...inside]), prison, prepared);
    expect(e?.hourSlots).toEqual([0, 10, 0, 0]);
    expect([e?.listedContacts, e?.contacts]).toEqual([1, 1]);
    expect(e?.stayFrom_s).toBe(MONDAY_S + (24 * 6 + 21) * 3600);
  });

  it('tells hours at the fringe by hour, so that a busy handset looks no more like one of the fringe than a quiet one', () => {
    // Cell 0 as a cell of the fringe beside one that serves well.
    const lnFit = Float64Array.from(prison.lnFit);
    lnFit[1] = -5;
    const area = { ...prison, lnFit };
    const week = (perHour: number) =>
      Array.from({ length: 7 * 8 * perHour }, (_, i) => {
        const slot = Math.floor(i / perHour);
        const hour = 24 * Math.floor(slot / 8) + 8 + (slot % 8) + (i % perHour) / perHour;
        return { hour, cell: slot % 8 === 0 && i % perHour === 0 ? 1 : 0 };
      });
    expect(residencyEvidence(history(week(1)), area, prepared)?.fringeHours).toEqual([49, 7]);
    expect(residencyEvidence(history(week(5)), area, prepared)?.fringeHours).toEqual([49, 7]);
    // A day that some cell excludes says so itself, and nothing of the fringe.
    const left = residencyEvidence(history([...week(1), { hour: 7 * 24 - 4, cell: 2 }]), area, prepared);
    expect(left?.fringeHours).toEqual([42, 6]);
    expect(left?.dayKinds).toEqual([6, 1, 0]);
  });

  it('sorts answered calls by length, under one minute, to three, longer, and no message among them', () => {
    const lengths_s = [1, 59, 60, 179, 180, 7200, 0, 90];
    const h = history(daily(lengths_s.length, 0), {
      duration_s: Float64Array.from(lengths_s),
      // The last one is a message with a duration, as some operators write it.
      service: Uint8Array.from(lengths_s, (_, i) => (i === 7 ? 1 : 0)),
      direction: Uint8Array.of(1, 1, 1, 2, 2, 0, 1, 2),
    });
    const e = residencyEvidence(h, prison, prepared);
    expect(e?.callLengths).toEqual([2, 2, 2]);
    expect(e?.directions).toEqual([4, 3]);
    expect(e?.span_days).toBe(7);
  });

  it('knows the class of a handset by the first eight digits of its number', () => {
    const classOf = (imei14: string) =>
      residencyEvidence(history(daily(2, 0), { imei14: imei14 as Imei14 }), prison, prepared)?.deviceClass;
    expect(['35000001123456', '35000002123456', '35000003123456'].map(classOf)).toEqual([
      'mini-phone',
      'module',
      'unknown',
    ]);
  });

  it('counts an hour once, however busy', () => {
    const busy = Array.from({ length: 30 }, (_, i) => ({ hour: 10 + i / 60, cell: 0 }));
    const e = residencyEvidence(history(busy), prison, prepared);
    const once = residencyEvidence(history(busy.slice(0, 1)), prison, prepared);
    expect(e?.hourSlots).toEqual([0, 0, 0, 1]);
    expect(e?.lnCellsInsideOverAround).toBeCloseTo(once?.lnCellsInsideOverAround ?? NaN, 12);
  });

  it('takes nothing from how seldom others around are served here, only from which of the cells here serve them', () => {
    const ratio = (area: PreparedArea, cells: readonly number[], of = two): number =>
      residencyEvidence(history(cells.map((cell, h) => ({ hour: h, cell }))), area, of)?.lnCellsInsideOverAround ?? NaN;
    // By hand: a Dirichlet-multinomial of the two cells that serve the prison, against the same of those places around that they serve too.
    const ln = (theta: Float64Array, seen: readonly number[]): number =>
      lnRise(2.5 * theta[0]!, seen.filter((cell) => cell === 0).length) +
      lnRise(2.5 * theta[3]!, seen.filter((cell) => cell === 3).length);
    for (const cells of [[0], [3], [0, 3, 3], [0, 0, 0, 3]])
      expect(ratio(near, cells)).toBeCloseTo(ln(near.theta, cells) - ln(near.thetaAround, cells), 9);
    for (const theta of [near.theta, near.thetaAround]) expect(theta[0]! + theta[3]!).toBeCloseTo(1, 12);
    expect(ratio({ ...near, thetaAround: near.theta }, [0, 0, 3])).toBe(0);
    // Where there is but one cell it tells nothing, however many hours.
    expect(ratio(prison, Array<number>(40).fill(0), prepared)).toBe(0);
  });

  it('does not remember the handset that it read before', () => {
    const one = history([...daily(9, 0), ...daily(9, 1), ...daily(9, 3, 12)]);
    const other = history([...daily(20, 1), ...daily(20, 3, 12)]);
    const alone = residencyEvidence(one, near, two);
    expect(Math.abs(alone?.lnCellsInsideOverAround ?? 0)).toBeGreaterThan(0.01);
    residencyEvidence(other, near, two);
    expect(residencyEvidence(one, near, two)).toEqual(alone);
    residencyEvidence(one, two.areas[1] as PreparedArea, two);
    expect(residencyEvidence(one, near, two)).toEqual(alone);
  });

  it('reads a placebo area with the pooled lists, a prison with its own', () => {
    expect(placebo.listed?.texts.has('33100000001')).toBe(true);
    const none = prepareResidency({ documents: { ...SMALL_CASE, contacts: [] }, table: SMALL_TABLE });
    expect(residencyEvidence(history(daily(3, 0)), none.areas[0] as PreparedArea, none)?.listedContacts).toBe(-1);
  });

  it('leaves out what lies beyond the known interval', () => {
    const e = residencyEvidence(history(daily(9, 0)), prison, prepared, {
      from_s: MONDAY_S,
      until_s: MONDAY_S + 4 * 86400,
    });
    expect(e?.events).toBe(4);
  });

  it('takes a day on which nobody asked where else the handset was for no day at home, nor for one elsewhere', () => {
    const week = history([...daily(5, 0), { hour: 4 * 24 + 12, cell: 2 }, { hour: 6 * 24, cell: 2 }]);
    const of = (asked: readonly number[] | undefined) =>
      residencyEvidence(asked === undefined ? week : { ...week, asked: Uint8Array.from(asked) }, prison, prepared);
    expect(of(undefined)?.dayKinds).toEqual([4, 1, 1]);
    expect(of([1, 1, 1, 1, 1, 1, 1])?.dayKinds).toEqual([4, 1, 1]);
    // Of days 2, 3 and 6 only the cells around the prisons were delivered; one leg of day 4 tells that it was asked for.
    const part = of([1, 1, 0, 0, 0, 1, 0]);
    expect(part?.dayKinds).toEqual([2, 1, 0]);
    expect(part?.fringeHours).toEqual([2, 0]);
    expect([part?.events, part?.servingEvents, part?.activeDays]).toEqual([7, 5, 6]);
    // What was never asked for is another matter: presence then never speaks for a life inside.
    const never = residencyEvidence({ ...week, whole_traffic: false, asked: new Uint8Array(7) }, prison, prepared);
    expect(never?.exitsKnown).toBe(false);
    expect(never?.dayKinds).toEqual([4, 1, 1]);
  });

  it('counts the SIMs that the records name, of the known interval only', () => {
    const imsis = ['208710000000001', '', '208710000000002'] as Imsi[];
    const simsOf = (imsi: readonly number[], days = 9) => {
      const texts = history(daily(imsi.length, 0), { imsis, imsi: Uint32Array.from(imsi) });
      const until = { from_s: MONDAY_S, until_s: MONDAY_S + days * 86400 };
      const sims = residencyEvidence(texts, prison, prepared, until)?.imsis;
      // The same by their numbers.
      const numbers = { ...texts, imsiNumbers: Float64Array.from(imsis, markedNumber) };
      expect(residencyEvidence(numbers, prison, prepared, until)?.imsis).toBe(sims);
      return sims;
    };
    expect(simsOf([0, 0, 2])).toBe(2);
    // Rows that name none are no second card.
    expect(simsOf([0, 1, 0])).toBe(1);
    expect(simsOf([1, 1])).toBe(0);
    // What it held after its seizure says nothing of what it was inside.
    expect(simsOf([0, 0, 2], 2)).toBe(1);
  });

  it('gives the customary rules the same events', () => {
    const weeks = history([...daily(14, 0), ...daily(28, 2).slice(14)]);
    const known = { from_s: MONDAY_S, until_s: MONDAY_S + 14 * 86400 };
    expect(residencyEvidence(weeks, prison, prepared, known)?.baseline).toEqual(
      residencyEvidence(history(daily(14, 0)), prison, prepared)?.baseline,
    );
  });

  it('knows how many beds are in buildings with sensors', () => {
    const [room] = SMALL_CASE.rooms;
    const rooms = ['B1', 'B2'].map((building_id, i) => ({
      ...room!,
      building_id,
      prison_id: 'P1',
      capacity: 1 + 2 * i,
    }));
    const share = (of: typeof rooms, ...buildings: string[]): number => {
      const sensors = buildings.map((building_id) => ({ prison_id: 'P1', building_id }) as Sensor);
      return prepareResidency({ documents: { ...SMALL_CASE, rooms: of, sensors }, table: SMALL_TABLE }).areas[0]!
        .sensedShare;
    };
    expect([share(rooms, 'B1', 'B2'), share(rooms, 'B1'), share(rooms), share([], 'B1')]).toEqual([1, 0.25, 0, 1]);
  });

  it('sees declaration, seizure and sensors by any identity', () => {
    const documents = {
      ...SMALL_CASE,
      identifiedBursts: [0, 1, 24].map((hour) => ({
        prison_id: 'P1',
        imei14: undefined,
        imsi: '208710000000001' as Imsi,
        at_s: MONDAY_S + hour * 3600,
        bursts: 1,
      })),
    };
    const h = history(daily(3, 0), { imei14s: ['35000009000001' as Imei14] });
    const seen = (sightings?: readonly Sighting[]): ResidencyEvidence | undefined => {
      const p = prepareResidency({ documents, table: SMALL_TABLE, sightings });
      return residencyEvidence(h, p.areas[0] as PreparedArea, p);
    };
    // Where it was when it was heard, nothing tells.
    expect(seen()).toMatchObject({ declared: true, seizedHere: false, sensorsListen: true });
    expect(seen()).toMatchObject({ heardDays: 0, heardOutsideDays: 0, heardUnplacedDays: 2 });
    // A day counts where most of its sightings were.
    const from = (hour: number, where: Sighting['from']): Sighting => ({
      ...documents.identifiedBursts[0]!,
      at_s: MONDAY_S + hour * 3600,
      from: where,
    });
    const all = [from(0, 'inside'), from(1, 'inside'), from(2, 'outside'), from(24, 'outside'), from(25, 'unplaced')];
    expect(seen(all)).toMatchObject({ heardDays: 1, heardOutsideDays: 1, heardUnplacedDays: 0 });
    expect(seen([...all, { ...from(48, 'inside'), prison_id: 'P2' }])).toMatchObject({ heardDays: 1 });
    const third = [from(48, 'inside'), from(49, 'outside'), from(50, 'outside')];
    expect(seen([...all, ...third])).toMatchObject({ heardDays: 1, heardOutsideDays: 2 });
    // Before and after this handset used it, the SIM was somebody else's.
    expect(seen([...all, from(-24, 'inside'), from(96, 'inside')])).toMatchObject({
      heardDays: 1,
      heardOutsideDays: 1,
    });
  });
});
