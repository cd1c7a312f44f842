import { describe, expect, it } from 'vitest';
import type { CaseDocuments } from '../model/case.ts';
import type { CellKey } from '../model/identifiers.ts';
import type { Antenna, CellTable } from '../model/record.ts';
import { SMALL_CASE, SMALL_TABLE } from './a-small-case.testing.ts';
import { prepareResidency } from './prepare.ts';

/** The same case elsewhere on its parallel. */
function turned(by_deg: number): { documents: CaseDocuments; table: CellTable } {
  const lon = (longitude: number): number => ((((longitude + by_deg + 180) % 360) + 360) % 360) - 180;
  return {
    documents: {
      ...SMALL_CASE,
      areas: SMALL_CASE.areas.map((area) => ({
        ...area,
        polygons: area.polygons.map((rings) => rings.map((ring) => ring.map(([x, y]) => [lon(x), y] as const))),
      })),
      rooms: SMALL_CASE.rooms.map((room) => ({ ...room, longitude: lon(room.longitude ?? NaN) })),
    },
    table: { cells: SMALL_TABLE.cells.map((cell) => ({ ...cell, longitude: lon(cell.longitude) })) },
  };
}

describe('what is read of a case before its handsets', () => {
  it('counts beds as the perimeter states them, else those of the rooms, else not', () => {
    const beds = (documents: CaseDocuments): unknown[] =>
      prepareResidency({ documents, table: SMALL_TABLE }).areas.map((area) => area.beds);
    const stated = SMALL_CASE.areas.map((area) => (area.kind === 'prison' ? { ...area, capacity: 306 } : area));
    expect(beds({ ...SMALL_CASE, areas: stated })).toEqual([306, undefined]);
    expect(beds(SMALL_CASE)).toEqual([2, undefined]);
    expect(beds({ ...SMALL_CASE, rooms: [] })).toEqual([undefined, undefined]);
  });

  it('shares the cells of an area out by their time in service', () => {
    const { from_s, until_s } = SMALL_CASE.manifest;
    const renamed_s = from_s + (until_s - from_s) / 4;
    const [own, ...others] = SMALL_TABLE.cells as [Antenna, ...Antenna[]];
    const cells = [
      { ...own, until_s: renamed_s },
      ...others,
      { ...own, cell: 'renamed' as CellKey, from_s: renamed_s },
    ];
    const [area] = prepareResidency({ documents: SMALL_CASE, table: { cells } }).areas;
    for (const theta of [area!.theta, area!.thetaAround])
      expect([...theta]).toEqual([0.25, 0, 0, 0.75].map((share) => expect.closeTo(share, 9) as number));
  });

  it('holds for each area how much of everybody’s traffic falls into the hours of its regime', () => {
    const everyDay = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({
      prison_id: 'P1',
      wing: 'A',
      weekday,
      lockup_from_min: 16 * 60,
      lockup_until_min: 8 * 60,
    }));
    const usual = (regime: CaseDocuments['regime'], hoursOfUse?: Float64Array) =>
      prepareResidency({ documents: { ...SMALL_CASE, regime }, table: SMALL_TABLE, hoursOfUse }).areas[0]?.usualHours;
    const atSeven = new Float64Array(7 * 96);
    atSeven[4 * 7] = 10;
    expect(usual(everyDay)).toEqual([7, 9, 0, 8].map((h) => expect.closeTo(h / 24, 9) as number));
    expect(usual(everyDay, atSeven)).toEqual([0, 1, 0, 0]);
  });

  it.each([
    ['the prison lies across the 180th meridian', 178.5],
    ['the placebo area lies across it', 177.7],
    ['the antenna of a town lies beyond it', 178.4],
    ['all lies across Greenwich', -1.5],
  ])('is the same wherever on its parallel the case lies: %s', (_, by_deg) => {
    const here = prepareResidency({ documents: SMALL_CASE, table: SMALL_TABLE });
    const there = prepareResidency(turned(by_deg));
    expect(there.areasOfCell).toEqual(here.areasOfCell);
    here.areas.forEach((area, a) => {
      const other = there.areas[a]!;
      area.lnFit.forEach((fit, cell) => expect(other.lnFit[cell]).toBeCloseTo(fit, 6));
      area.theta.forEach((theta, cell) => expect(other.theta[cell]).toBeCloseTo(theta, 6));
      area.thetaAround.forEach((theta, cell) => expect(other.thetaAround[cell]).toBeCloseTo(theta, 6));
      expect(other.nearestSite).toEqual(area.nearestSite);
    });
  });
});
