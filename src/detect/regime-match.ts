import type { CellTable } from '../model/record.ts';
import type { PreparedResidency } from './prepare.ts';
import type { ResidencyEvidence } from './evidence.ts';

/** What a calibration depends on besides people: coverage and how the data were delivered. */
export interface RegimeFingerprint {
  readonly technologies: readonly string[];
  readonly operators: number;
  /** Median over areas and layers of the number of cells with θ above a twentieth of the best. */
  readonly effectiveCells: number;
  readonly window_days: number;
  /** Share of evidences with at least 20 events whose traffic elsewhere was delivered too. */
  readonly exitsKnownShare: number;
  readonly eventsPerActiveDay: number;
  readonly hasLists: boolean;
  /**
   * Mean share of correspondents tied to inmates, over evidences with at least 20 events and two such correspondents; 0
   * where there are none. Handsets without any stay out: how many of them a case holds (references, neighbours) says
   * nothing about the lists.
   */
  readonly listedShare: number;
}

const median = (xs: readonly number[]): number => {
  const s = [...xs].sort((a, b) => a - b);
  return s[Math.floor(s.length / 2)] ?? NaN;
};

export function fingerprintOf(
  table: CellTable,
  prepared: PreparedResidency,
  evidence: readonly ResidencyEvidence[],
): RegimeFingerprint {
  const { from_s, until_s } = prepared.window_s;
  const counts: number[] = [];
  for (const area of prepared.areas) {
    const perLayer = new Map<number, number>();
    area.lnFit.forEach((fit, cell) => {
      if (fit > -3) perLayer.set(prepared.layer[cell] ?? 0, (perLayer.get(prepared.layer[cell] ?? 0) ?? 0) + 1);
    });
    counts.push(...perLayer.values());
  }
  const frequent = evidence.filter((e) => e.events >= 20);
  const tied = frequent.filter((e) => e.listedContacts >= 2);
  return {
    technologies: [...new Set(table.cells.map((c) => c.technology))].sort(),
    operators: new Set(table.cells.map((c) => c.operator)).size,
    effectiveCells: median(counts),
    window_days: (until_s - from_s) / 86400,
    exitsKnownShare: frequent.filter((e) => e.exitsKnown).length / Math.max(1, frequent.length),
    eventsPerActiveDay: median(frequent.map((e) => e.events / Math.max(1, e.activeDays))),
    listedShare: tied.reduce((sum, e) => sum + e.listedContacts / e.contacts, 0) / Math.max(1, tied.length),
    hasLists: prepared.areas.some((a) => a.kind === 'prison' && a.listed !== undefined),
  };
}

const within = (a: number, b: number, factor: number): boolean => a > 0 && b > 0 && a / b < factor && b / a < factor;

/** May a model of one case judge another? Every difference that would void the calibration is named. */
export function fingerprintsMatch(model: RegimeFingerprint, here: RegimeFingerprint): { ok: boolean; why: string[] } {
  const why: string[] = [];
  if (model.technologies.join() !== here.technologies.join()) why.push('radio technologies differ');
  if (!within(model.operators, here.operators, 2.1)) why.push('number of operators differs by more than a factor of 2');
  if (!within(model.effectiveCells, here.effectiveCells, 2.1))
    why.push('density of coverage differs by more than a factor of 2');
  if (!within(model.window_days, here.window_days, 2.1))
    why.push('length of the window differs by more than a factor of 2');
  if (!within(model.eventsPerActiveDay, here.eventsPerActiveDay, 1.5))
    why.push('density of records differs by more than a factor of 1.5');
  if (Math.abs(model.exitsKnownShare - here.exitsKnownShare) > 0.3)
    why.push('traffic away from the requested cells is delivered differently');
  if (model.hasLists !== here.hasLists) why.push('lists of approved contacts are present in one case only');
  if (model.hasLists && here.hasLists && !within(model.listedShare, here.listedShare, 2))
    why.push('share of listed correspondents differs by more than a factor of 2');
  return { ok: why.length === 0, why };
}
