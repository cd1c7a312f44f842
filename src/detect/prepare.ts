import type { Area, CaseDocuments, DeviceClass, Sighting } from '../model/case.ts';
import { eastward_deg } from '../model/great-circle.ts';
import { createLocalClock, type LocalClock } from '../model/local-clock.ts';
import { numberSet, type NumberSet } from '../model/number-set.ts';
import type { CellTable, HandsetHistory, Position } from '../model/record.ts';
import { areaPoints } from './area-points.ts';
import { KM_PER_DEGREE, PRIOR_COVERAGE, type CoverageParameters } from './coverage.ts';
import type { CoverageFit } from './fit-coverage.ts';
import { circleOf, type KnownCircle, type KnownCircles } from './known-circles.ts';
import { listedNumbers } from './listed-numbers.ts';
import { hourBins, shareByBin } from './regime-hours.ts';
import { areaGeometry, areaLnTheta, layerOf, sharesAmong } from './serving-cells.ts';

/** How well each cell of the table explains that its phone is inside an area. */
export interface PreparedArea {
  readonly id: string;
  readonly kind: Area['kind'];
  /** ln(θ_P(cell) / greatest θ_P of the layer), <= 0; -Infinity = out of range. */
  readonly lnFit: Float64Array;
  /**
   * P(cell | area, a cell of this layer that does not exclude the area), and the same for places up to 2.5 km around. That no other cell
   * was seen is what its days tell, and of a handset for which nobody asked the others were never delivered.
   */
  readonly theta: Float64Array;
  readonly thetaAround: Float64Array;
  /** 1 = an antenna of the site nearest to the area, per operator. */
  readonly nearestSite: Uint8Array;
  /** Bin of the local minute of the week. */
  readonly hourBin: Uint8Array;
  /** Share of everybody's hours of use in each bin. */
  readonly usualHours: readonly number[];
  /** Numbers tied to inmates; undefined when the case holds no lists. */
  readonly listed: NumberSet | undefined;
  /** Correspondents of handsets known to be inside; undefined where nobody looked. */
  readonly circle: KnownCircle | undefined;
  /** `imei14` or `imsi` -> local days on which the area's sensors heard it, and where most of its sightings were. */
  readonly heardDays: ReadonlyMap<string, ReadonlyMap<number, Sighting['from']>>;
  /** Share of the beds in buildings with sensors; 1 where no room is known. */
  readonly sensedShare: number;
  /** imei14 -> instant of its seizure here. */
  readonly seizedAt: ReadonlyMap<string, number>;
  /** As the perimeter states them, else those of the rooms; undefined where neither is known. */
  readonly beds: number | undefined;
}

export interface PreparedResidency {
  readonly areas: readonly PreparedArea[];
  /** Per cell of the table: indices into `areas` that it serves well or at the fringe. */
  readonly areasOfCell: readonly (readonly number[])[];
  readonly clock: LocalClock;
  /** Index of operator and technology of each cell. */
  readonly layer: Uint16Array;
  readonly classByTac: ReadonlyMap<string, DeviceClass>;
  readonly declared: ReadonlySet<string>;
  readonly window_s: { readonly from_s: number; readonly until_s: number };
  /** Undefined where the prior stands. */
  readonly coverage: CoverageFit | undefined;
}

/** ln(θ/θmax): above the first the cell serves the area, above the second at its fringe, below it excludes the area. */
export const SERVES_LN = -3.5;
export const EXCLUDES_LN = -6;
const AROUND_KM = [0.4, 0.8, 1.5, 2.5];
const DIRECTIONS = 8;

function pointsAround(points: readonly Position[]): Position[] {
  const n = Math.max(1, points.length);
  const origin_deg = points[0]?.longitude ?? 0;
  const longitude = origin_deg + points.reduce((s, p) => s + eastward_deg(origin_deg, p.longitude), 0) / n;
  const latitude = points.reduce((s, p) => s + p.latitude, 0) / n;
  const scale = Math.cos((latitude * Math.PI) / 180);
  return AROUND_KM.flatMap((r) =>
    Array.from({ length: DIRECTIONS }, (_, k) => {
      const angle = (2 * Math.PI * (k + 0.5)) / DIRECTIONS;
      return {
        longitude: longitude + (r * Math.sin(angle)) / (KM_PER_DEGREE * scale),
        latitude: latitude + (r * Math.cos(angle)) / KM_PER_DEGREE,
      };
    }),
  );
}

function nearestSites(table: CellTable, points: readonly Position[]): Uint8Array {
  const mark = new Uint8Array(table.cells.length);
  const place = points[Math.floor(points.length / 2)];
  if (place === undefined) return mark;
  const best = new Map<string, number>();
  const away = table.cells.map((a) =>
    Math.hypot(
      eastward_deg(place.longitude, a.longitude) * Math.cos((place.latitude * Math.PI) / 180),
      a.latitude - place.latitude,
    ),
  );
  table.cells.forEach((a, i) => best.set(a.operator, Math.min(best.get(a.operator) ?? Infinity, away[i] ?? Infinity)));
  table.cells.forEach((a, i) => {
    if ((away[i] ?? Infinity) <= (best.get(a.operator) ?? 0) + 1e-6) mark[i] = 1;
  });
  return mark;
}

function bedsOfRooms(rooms: CaseDocuments['rooms'], prison_id: string): number | undefined {
  const own = rooms.filter((room) => room.prison_id === prison_id);
  return own.length === 0 ? undefined : own.reduce((sum, { capacity }) => sum + capacity, 0);
}

/** Local days of each identity, and where most of its sightings of that day were. */
function daysHeard(
  sightings: readonly Sighting[],
  area_id: string,
  clock: LocalClock,
): Map<string, Map<number, Sighting['from']>> {
  const byDay = new Map<string, Map<number, Record<Sighting['from'], number>>>();
  for (const { prison_id, imei14, imsi, at_s, from } of sightings) {
    if (prison_id !== area_id) continue;
    for (const id of [imei14, imsi]) {
      if (id === undefined) continue;
      const days = byDay.get(id) ?? new Map<number, Record<Sighting['from'], number>>();
      byDay.set(id, days);
      const day = clock.day(at_s);
      const counts = days.get(day) ?? { inside: 0, outside: 0, unplaced: 0 };
      days.set(day, counts);
      counts[from]++;
    }
  }
  const most = ({ inside, outside, unplaced }: Record<Sighting['from'], number>): Sighting['from'] =>
    inside > outside + unplaced ? 'inside' : outside > 0 ? 'outside' : 'unplaced';
  return new Map([...byDay].map(([id, days]) => [id, new Map([...days].map(([day, counts]) => [day, most(counts)]))]));
}

/** Who lives in a building without sensors is heard next door at the most. */
function sensedShare({ rooms, sensors = [] }: CaseDocuments, prison_id: string): number {
  const sensed = new Set(sensors.flatMap((one) => (one.prison_id === prison_id ? [one.building_id] : [])));
  let [all, heard] = [0, 0];
  for (const room of rooms) {
    if (room.prison_id !== prison_id) continue;
    all += room.capacity;
    if (sensed.has(room.building_id)) heard += room.capacity;
  }
  return all === 0 ? 1 : heard / all;
}

export function prepareResidency(input: {
  readonly documents: CaseDocuments;
  readonly table: CellTable;
  readonly coverage?: CoverageFit | undefined;
  /** Where identified phones were heard from; left out, nothing tells. */
  readonly sightings?: readonly Sighting[] | undefined;
  /** When everybody uses a telephone: weight of each quarter of an hour of the local week (672); left out, every hour is as busy. */
  readonly hoursOfUse?: ArrayLike<number> | undefined;
}): PreparedResidency {
  const { documents, table, coverage } = input;
  const sightings = input.sightings ?? documents.identifiedBursts.map((b): Sighting => ({ ...b, from: 'unplaced' }));
  const clock = createLocalClock(documents.manifest.timezone, documents.manifest);
  const names = new Map<string, number>();
  const layer = Uint16Array.from(table.cells, (a) => {
    const name = layerOf(a);
    const known = names.get(name) ?? names.size;
    names.set(name, known);
    return known;
  });
  const lists = listedNumbers(documents);
  const areas = documents.areas.map((area): PreparedArea => {
    const points = areaPoints(area, documents.rooms);
    const parameters = (of: string): CoverageParameters => coverage?.parameters(area.id, of) ?? PRIOR_COVERAGE;
    const geometry = areaGeometry(table, points, documents.manifest);
    const lnTheta = areaLnTheta(table, geometry, parameters);
    const around = areaLnTheta(table, areaGeometry(table, pointsAround(points), documents.manifest), parameters);
    const most = new Float64Array(names.size).fill(-Infinity);
    lnTheta.forEach((t, i) => (most[layer[i] ?? 0] = Math.max(most[layer[i] ?? 0] ?? -Infinity, t)));
    const lnFit = lnTheta.map((t, i) => (t === -Infinity ? t : t - (most[layer[i] ?? 0] ?? 0)));
    const shares = (lnOf: Float64Array): Float64Array =>
      sharesAmong(lnOf, layer, geometry, (cell) => lnFit[cell]! >= EXCLUDES_LN);
    const isPrison = area.kind === 'prison';
    const seizedAt = new Map<string, number>();
    for (const s of documents.seizures)
      if (s.prison_id === area.id) for (const imei of s.imei14s) seizedAt.set(imei, s.at_s);
    const hourBin = hourBins(documents.regime, isPrison ? area.id : undefined);
    const hasLists = isPrison ? lists.byPrison.has(area.id) : lists.all.size > 0;
    return {
      id: area.id,
      kind: area.kind,
      lnFit,
      theta: shares(lnTheta),
      thetaAround: shares(around),
      nearestSite: nearestSites(table, points),
      hourBin,
      usualHours: shareByBin(hourBin, input.hoursOfUse),
      listed: hasLists ? numberSet((isPrison ? lists.byPrison.get(area.id) : lists.all) ?? []) : undefined,
      circle: undefined,
      heardDays: daysHeard(sightings, area.id, clock),
      sensedShare: sensedShare(documents, area.id),
      seizedAt,
      beds: area.capacity ?? bedsOfRooms(documents.rooms, area.id),
    };
  });
  const classByTac = new Map<string, DeviceClass>();
  for (const p of documents.deviceProfiles) for (const tac of p.tacs) classByTac.set(tac, p.class);
  const declared = new Set<string>();
  for (const d of documents.declared) if (d.imei14 !== undefined) declared.add(d.imei14);
  const { from_s, until_s } = documents.manifest;
  const areasOfCell = table.cells.map((_, cell) =>
    areas.flatMap((area, a) => ((area.lnFit[cell] ?? -Infinity) >= EXCLUDES_LN ? [a] : [])),
  );
  return { areas, areasOfCell, clock, layer, classByTac, declared, window_s: { from_s, until_s }, coverage };
}

/** The areas that could serve a handset, in the order of `areas`: some event is on a cell that does not exclude them. */
export function candidateAreas(history: HandsetHistory, prepared: PreparedResidency): PreparedArea[] {
  const found = new Uint8Array(prepared.areas.length);
  let before = -1;
  for (let i = 0; i < history.cell.length; i++) {
    const cell = history.cell[i] ?? -1;
    if (cell === before || cell < 0) continue;
    before = cell;
    for (const a of prepared.areasOfCell[cell] ?? []) found[a] = 1;
  }
  return prepared.areas.filter((_, a) => found[a] === 1);
}

/** The same, where it is known whom handsets inside talk to. */
export const withCircles = (prepared: PreparedResidency, circles: KnownCircles): PreparedResidency => ({
  ...prepared,
  areas: prepared.areas.map((area) => ({
    ...area,
    circle: circleOf(circles, area.kind === 'prison' ? area.id : undefined),
  })),
});
