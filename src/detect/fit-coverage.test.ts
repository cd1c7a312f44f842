import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Area } from '../model/case.ts';
import type { CellKey } from '../model/identifiers.ts';
import type { Antenna } from '../model/record.ts';
import { createRandom } from '../statistics/index.ts';
import { SMALL_CASE } from './a-small-case.testing.ts';
import { areaPoints } from './area-points.ts';
import { PRIOR_COVERAGE, type CoverageParameters } from './coverage.ts';
import { fitCoverage, type LocatedCells } from './fit-coverage.ts';
import { prepareResidency } from './prepare.ts';
import { areaGeometry, areaLnTheta } from './serving-cells.ts';

const AREAS = 10;
const HOURS = 60;
const KAPPA = 2.5;
const DEGREE_KM = 111.195;

/** Areas 100 km apart, each among masts of three sectors at random within 12 km. */
function country(seed: string, truth: (technology: string) => CoverageParameters) {
  const random = createRandom(seed);
  const cells: Antenna[] = [];
  const areas = Array.from({ length: AREAS }, (_, a): Area => {
    const [x, y] = [2 + a, 46];
    const ring: [number, number][] = [
      [x - 0.001, y - 0.001],
      [x + 0.001, y - 0.001],
      [x + 0.001, y + 0.001],
      [x - 0.001, y + 0.001],
      [x - 0.001, y - 0.001],
    ];
    for (const operator of ['A', 'B'])
      for (const technology of ['2G', '4G'])
        for (let mast = 0; mast < 12; mast++) {
          const [east, north] = [24 * random.uniform() - 12, 24 * random.uniform() - 12];
          for (let sector = 0; sector < 3; sector++)
            cells.push({
              operator,
              cell: `${a}-${technology}-${mast}-${sector}` as CellKey,
              longitude: x + east / DEGREE_KM / Math.cos((y * Math.PI) / 180),
              latitude: y + north / DEGREE_KM,
              azimuth_deg: 120 * sector + 40 * mast,
              beamwidth_deg: 65,
              technology: technology as Antenna['technology'],
              from_s: -Infinity,
              until_s: Infinity,
            });
        }
    return { id: `P${a}`, kind: 'prison', name: '', capacity: undefined, polygons: [[ring]] };
  });
  const table = { cells };
  const documents = { ...SMALL_CASE, areas, rooms: [] };
  const located = areas.map((area): LocatedCells => {
    const hours = new Map<number, number>();
    const geometry = areaGeometry(table, areaPoints(area, []), documents.manifest);
    const ln = areaLnTheta(table, geometry, (layer) => truth(layer.split(' ')[1] ?? ''));
    for (const layer of ['A 2G', 'A 4G', 'B 2G', 'B 4G']) {
      // Frozen shadowing, as an urn: the next hour is on a new cell of the pattern, or on that of an hour before (Dirichlet-multinomial).
      const before: number[] = [];
      for (let n = 0; n < HOURS; n++) {
        let next = before[random.int(Math.max(1, n))] ?? -1;
        if (random.chance(KAPPA / (KAPPA + n))) {
          let left = random.uniform();
          for (const [c, antenna] of cells.entries()) {
            if (`${antenna.operator} ${antenna.technology}` !== layer) continue;
            left -= Math.exp(ln[c]!);
            if (left > 0) continue;
            next = c;
            break;
          }
        }
        before.push(next);
        hours.set(next, (hours.get(next) ?? 0) + 1);
      }
    }
    return { area_id: area.id, hours, handsets: 2 };
  });
  return { table, documents, located };
}

describe('coverage fitted to located handsets', () => {
  it('finds slopes that are not the prior’s, and explains areas that it did not see better than the prior', () => {
    const truth = (technology: string): CoverageParameters =>
      technology === '2G'
        ? { distanceSlope: PRIOR_COVERAGE.distanceSlope / 2, patternSlope: PRIOR_COVERAGE.patternSlope }
        : { distanceSlope: PRIOR_COVERAGE.distanceSlope, patternSlope: PRIOR_COVERAGE.patternSlope * 2 };
    const { table, documents, located } = country('two technologies', truth);
    const fit = fitCoverage(table, located, documents);
    expect(fit?.gain_ln).toBeGreaterThan(AREAS * Math.log(20));
    for (const operator of ['A', 'B']) {
      const [old, young] = [fit!.parameters('P0', `${operator} 2G`), fit!.parameters('P0', `${operator} 4G`)];
      // Ten areas are ten draws of what is frozen, so that the slopes stay between the prior and the truth: of the distance near the
      // truth, of the pattern, of which a place with few masts tells little, on the way.
      expect(old.distanceSlope / truth('2G').distanceSlope).toBeGreaterThan(0.8);
      expect(old.distanceSlope / truth('2G').distanceSlope).toBeLessThan(1.25);
      expect(young.distanceSlope / truth('4G').distanceSlope).toBeGreaterThan(0.8);
      expect(young.distanceSlope / truth('4G').distanceSlope).toBeLessThan(1.25);
      expect(young.patternSlope).toBeGreaterThan(PRIOR_COVERAGE.patternSlope);
      expect(young.patternSlope).toBeGreaterThan(old.patternSlope);
    }
  });

  it('is for each area what the other areas tell: its own handsets change nothing there', () => {
    const { table, documents, located } = country('own', () => ({ distanceSlope: 1.2, patternSlope: 0.16 }));
    const fit = fitCoverage(table, located, documents);
    fc.assert(
      fc.property(
        fc.nat(AREAS - 1),
        fc.nat(table.cells.length / AREAS - 1),
        fc.integer({ min: 1, max: 5000 }),
        (a, cell, n) => {
          const changed = located.map((one, i) =>
            i === a ? { ...one, hours: new Map([...one.hours, [a * (table.cells.length / AREAS) + cell, n]]) } : one,
          );
          const after = fitCoverage(table, changed, documents);
          if (after === undefined) return;
          for (const layer of ['A 2G', 'B 4G'])
            expect(after?.parameters(`P${a}`, layer)).toEqual(fit!.parameters(`P${a}`, layer));
        },
      ),
      { numRuns: 6 },
    );
  });

  it('stays between a half and twice the prior’s slopes, however much is told', () => {
    const { table, documents, located } = country('much', () => ({ distanceSlope: 1, patternSlope: 0.16 }));
    const much = located.map((one) => ({
      ...one,
      hours: new Map([...one.hours].map(([cell, n]) => [cell, n * 100_000])),
    }));
    const slopes = fitCoverage(table, much, documents)!.parameters('P1', 'A 2G');
    expect(slopes.distanceSlope / PRIOR_COVERAGE.distanceSlope).toBeGreaterThan(0.4);
    expect(slopes.distanceSlope).toBeLessThan(2.3);
    expect(slopes.patternSlope / PRIOR_COVERAGE.patternSlope).toBeGreaterThan(0.4);
    expect(slopes.patternSlope / PRIOR_COVERAGE.patternSlope).toBeLessThan(2.2);
  });

  it('learns an operator of whom nobody is located from the others of its technology', () => {
    const { table, documents, located } = country('one operator', () => ({ distanceSlope: 1.2, patternSlope: 0.16 }));
    const ofA = located.map((one) => ({
      ...one,
      hours: new Map([...one.hours].filter(([cell]) => table.cells[cell]!.operator === 'A')),
    }));
    const fit = fitCoverage(table, ofA, documents);
    expect(fit?.parameters('P3', 'B 2G').distanceSlope).toBeLessThan(2.1);
    expect(fit!.parameters('P3', 'B 2G').distanceSlope).toBeGreaterThan(fit!.parameters('P3', 'A 2G').distanceSlope);
  });

  it('leaves the prior where fewer than three areas hold located handsets', () => {
    const { table, documents, located } = country('few', () => ({ distanceSlope: 1.2, patternSlope: 0.16 }));
    expect(fitCoverage(table, located.slice(0, 2), documents)).toBeUndefined();
    const empty = located.map((one) => ({ ...one, hours: new Map<number, number>(), handsets: 0 }));
    expect(fitCoverage(table, empty, documents)).toBeUndefined();
  });

  it('leaves the prior where that is the truth, but for chance', () => {
    const fitted = Array.from({ length: 12 }, (_, i) => {
      const { table, documents, located } = country(`prior ${i}`, () => PRIOR_COVERAGE);
      return fitCoverage(table, located, documents) !== undefined;
    });
    // Two standard errors: one in forty; of twelve, more than two would be one in three hundred.
    expect(fitted.filter(Boolean).length).toBeLessThanOrEqual(2);
  });

  it('decides which cells serve an area', () => {
    const { table, documents, located } = country('wide', () => ({ distanceSlope: 1.2, patternSlope: 0.16 }));
    const serving = (coverage: ReturnType<typeof fitCoverage>): number =>
      prepareResidency({ documents, table, coverage }).areasOfCell.filter((areas) => areas.length > 0).length;
    expect(serving(fitCoverage(table, located, documents))).toBeGreaterThan(serving(undefined));
  });
});
