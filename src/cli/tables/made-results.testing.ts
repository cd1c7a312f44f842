import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Field } from '../../contract/csv.ts';
import { llrField, RESULT_COLUMNS, timeField, writeTable, type ResultFile } from '../../contract/results.ts';
import { fitResidency, judge, type LabelledEvidence, type ResidencyEvidence } from '../../detect/index.ts';
import type { ReferenceClass } from '../../model/case.ts';
import { createRandom } from '../../statistics/index.ts';
import type { CaseStore } from '../../store/case-store.ts';
import { storeFindings } from './case-queries.ts';
import { modelText } from './model-file.ts';

export const PLAIN: ResidencyEvidence = {
  imei14: '35000000000001',
  component: 1,
  area_id: 'P1',
  events: 100,
  servingEvents: 90,
  first_s: Date.parse('2025-01-14T08:00:00Z') / 1000,
  last_s: Date.parse('2025-02-03T21:30:00Z') / 1000,
  activeDays: 20,
  imsis: 1,
  exitsKnown: true,
  dayKinds: [20, 0, 0],
  fringeHours: [60, 0],
  lnInsideDays: -1,
  stayFrom_s: Date.parse('2025-01-14T08:00:00Z') / 1000,
  stayUntil_s: Date.parse('2025-02-03T21:30:00Z') / 1000,
  hourSlots: [10, 20, 8, 22],
  usualHours: [0.1, 0.35, 0.12, 0.43],
  directions: [30, 30],
  callLengths: [10, 10, 10],
  lnCellsInsideOverAround: 0,
  contacts: 12,
  listedContacts: 0,
  sharedContacts: 0,
  span_days: 20,
  deviceClass: 'smartphone',
  sensorsListen: false,
  sensedShare: 1,
  heardDays: 0,
  heardOutsideDays: 0,
  heardUnplacedDays: 0,
  seizedHere: false,
  declared: false,
  baseline: { servingShare: 1, nearestSiteShare: 0, outgoingPerWeek: 0 },
};

/** What an inmate's, and what a neighbour's handset may look like. */
export const INMATE = { hourSlots: [20, 24, 4, 12], directions: [40, 20], listedContacts: 4, imsis: 2 };
export const NEIGHBOUR = { dayKinds: [8, 10, 2], fringeHours: [18, 4], lnInsideDays: -20, hourSlots: [5, 20, 8, 27] };

function reference(of: ReferenceClass, area_id: string, number: number): LabelledEvidence {
  const random = createRandom(number);
  const spread = (counts: readonly number[]): number[] => counts.map((n) => n + random.int(5));
  const inside = of === 'inside';
  const kind = { ...PLAIN, ...(inside ? INMATE : of === 'homebody' ? {} : NEIGHBOUR) };
  return {
    class: of,
    evidence: {
      ...kind,
      imei14: String(35000000000000 + number),
      area_id,
      // Of the inmates one in ten is like a homebody: the classes overlap, as they do in the field.
      hourSlots: spread(number % 10 === 0 ? PLAIN.hourSlots : kind.hourSlots),
      directions: spread(kind.directions),
      listedContacts: inside && number % 10 !== 0 ? 2 + random.int(4) : random.int(20) === 0 ? 1 : 0,
      sensorsListen: inside || of === 'staff',
      heardDays: inside && number % 3 !== 0 ? 4 : 0,
    },
  };
}

const CLASSES: readonly (readonly [ReferenceClass, string, number])[] = [
  ['inside', 'P1', 12],
  ['staff', 'P1', 5],
  ['inside', 'P2', 12],
  ['staff', 'P2', 5],
  ['neighbour', 'Z1', 40],
  ['homebody', 'Z2', 30],
];
const labelled = CLASSES.flatMap(([of, area, n], at) =>
  Array.from({ length: n }, (_, k) => reference(of, area, 100 * at + k + 1)),
);
const fitted = fitResidency(labelled, {
  technologies: ['4G'],
  operators: 1,
  effectiveCells: 4,
  window_days: 28,
  exitsKnownShare: 1,
  eventsPerActiveDay: 5,
  hasLists: true,
  listedShare: 0.4,
});
if (!fitted.ok) throw new Error(fitted.why);
export const MODEL = fitted.model;
/** The same with references enough for greater ratios: those of few events are called inside from 100 on. */
export const WIDE_MODEL = {
  ...MODEL,
  sparse: { ...MODEL.sparse, bounds: { ...MODEL.sparse.bounds, upper_llr10: 3 } },
};

type Row = Readonly<Record<string, Field>>;

/** A row of handsets.csv as a run writes it. */
export function handsetRow(e: ResidencyEvidence, all: readonly ResidencyEvidence[] = [e]): Row {
  const j = judge(
    e,
    MODEL,
    all.filter(({ imei14, component }) => imei14 === e.imei14 && component === e.component),
  );
  return {
    imei14: e.imei14,
    component: e.component,
    prison_id: e.area_id,
    llr10: llrField(j.llr10),
    llr10_low: llrField(j.llr10_low),
    llr10_high: llrField(j.llr10_high),
    verdict: j.verdict,
    first_seen: timeField(e.first_s),
    last_seen: timeField(e.last_s),
    reasons: j.reasons.join('; '),
  };
}

export const SUMMARY = {
  residency: { source: 'this case' },
  users: { labelled_handsets: 10, bounds: { lower_llr10: -0.86, upper_llr10: 2.35 }, held_out_cllr: 0.2209 },
  succession: { known_edges: 5, bounds: { lower_llr10: -0.699, upper_llr10: 1.46 }, held_out_cllr: 0.0294 },
};

/** A results folder with what a run of so many findings would leave; the store holds these findings afterwards. */
export async function madeResults(
  caseStore: CaseStore,
  findings: readonly ResidencyEvidence[],
  tables: Partial<Record<ResultFile, readonly Row[]>> = {},
): Promise<string> {
  const results = mkdtempSync(path.join(os.tmpdir(), 'cellsweep-explain-'));
  const all = { 'handsets.csv': findings.map((e) => handsetRow(e, findings)), ...tables };
  for (const name of Object.keys(RESULT_COLUMNS) as ResultFile[])
    writeTable(
      results,
      name,
      (all[name] ?? []).map((row) => RESULT_COLUMNS[name].map((column) => row[column])),
    );
  writeFileSync(path.join(results, 'summary.json'), JSON.stringify(SUMMARY));
  writeFileSync(path.join(results, 'model.json'), modelText(MODEL));
  await storeFindings(
    caseStore,
    findings.map((evidence) => {
      const all = findings.filter((e) => e.imei14 === evidence.imei14 && e.component === evidence.component);
      const { verdict, llr10 } = judge(evidence, MODEL, all);
      return { verdict, llr10: Number.isFinite(llr10) ? llr10 : null, evidence };
    }),
  );
  return results;
}
