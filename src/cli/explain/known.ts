import path from 'node:path';
import type { ResidencyModel } from '../../detect/index.ts';
import type { LoggedReads } from '../../model/logged-reads.ts';
import { lacksOf } from '../warnings/absent-documents.ts';
import { findingsOfHandset, type StoredFinding } from '../tables/case-queries.ts';
import { statedFigure, type StatedFigure } from './figure.ts';
import { runSummary, resultRows, type RunSummary, type ResultRow } from './rows.ts';
import { readModel } from '../tables/model-file.ts';
import type { Workspace } from '../workspace.ts';

/** What the results hold of one handset. */
export interface Known {
  readonly imei14: string;
  readonly findings: readonly StoredFinding[];
  /** Of handsets.csv, trace.csv, users.csv and succession.csv, on whichever side it stands. */
  readonly figures: readonly ResultRow[];
  readonly orders: readonly ResultRow[];
  readonly users: readonly ResultRow[];
  readonly successions: readonly ResultRow[];
  /** Of rooms.csv under the IMEI; those of a clone stand there under its SIM cards as well (roomsUnder). */
  readonly rooms: readonly ResultRow[];
  /** IMEIs that several devices share. */
  readonly clones: ReadonlySet<string>;
  readonly summary: RunSummary;
  /** Documents that the run did without when it judged handsets and ranked users. */
  readonly lacks: readonly { readonly file: string; readonly cost: string }[];
  /** Undefined where none was used, or where it was changed. */
  readonly model: ResidencyModel | undefined;
}

export async function readKnown(
  workspace: Pick<Workspace, 'caseStore'>,
  results: string,
  logged: LoggedReads<'results'>,
  imei14: string,
): Promise<Known> {
  const clones = new Set<string>();
  const noteClone = (imei: string | undefined, component: string | undefined): void => {
    if (imei !== undefined && Number(component) > 1) clones.add(imei);
  };
  const figures = await resultRows(results, logged, 'handsets.csv', (row) => {
    noteClone(row['imei14'], row['component']);
    return row['imei14'] === imei14;
  });
  const successions = await resultRows(results, logged, 'succession.csv', (row) => {
    noteClone(row['imei14_from'], row['component_from']);
    noteClone(row['imei14_to'], row['component_to']);
    return row['imei14_from'] === imei14 || row['imei14_to'] === imei14;
  });
  const users = await resultRows(results, logged, 'users.csv', (row) => {
    noteClone(row['imei14'], row['component']);
    return row['imei14'] === imei14;
  });
  const summary = runSummary(results);
  return {
    imei14,
    findings: await findingsOfHandset(workspace.caseStore, logged, imei14, summary.findings_sha256),
    figures,
    orders: await resultRows(results, logged, 'trace.csv', (row) => row['imei14'] === imei14),
    users,
    successions,
    rooms: await resultRows(results, logged, 'rooms.csv', (row) => row['subject'] === imei14),
    clones,
    summary,
    lacks: lacksOf(results, ['detect', 'attribute']),
    model: modelOf(results),
  };
}

/** Rows of rooms.csv that stand under any of these names. */
export const roomsUnder = (
  results: string,
  logged: LoggedReads<'results'>,
  subjects: ReadonlySet<string>,
): Promise<ResultRow[]> => resultRows(results, logged, 'rooms.csv', (row) => subjects.has(row['subject'] ?? ''));

function modelOf(results: string): ResidencyModel | undefined {
  try {
    return readModel(path.join(results, 'model.json'));
  } catch {
    return undefined;
  }
}

/** What is stated of one device and prison; the case store holds no interval. */
export function figureOf({ evidence, llr10 }: StoredFinding, { figures }: Known): StatedFigure {
  const row = figures.find((r) => Number(r['component']) === evidence.component && r['prison_id'] === evidence.area_id);
  if (row !== undefined) return statedFigure(row);
  const stated = llr10 ?? Number.NaN;
  return { llr10: stated, llr10_low: Number.NaN, llr10_high: Number.NaN, cutAt: undefined, reasons: '' };
}

/** The sides of a row of succession.csv on which a handset stands. */
export const sidesOf = (row: ResultRow, imei14: string): { readonly side: 'from' | 'to'; component: number }[] =>
  (['from', 'to'] as const)
    .filter((side) => row[`imei14_${side}`] === imei14)
    .map((side) => ({ side, component: Number(row[`component_${side}`]) }));

/** Numbers of the devices of which anything but an order is known, in order. */
export function componentsOf(known: Known): number[] {
  const all = [
    ...known.findings.map(({ evidence }) => evidence.component),
    ...known.users.map((row) => Number(row['component'])),
    ...known.successions.flatMap((row) => sidesOf(row, known.imei14).map(({ component }) => component)),
  ];
  return [...new Set(all)].sort((a, b) => a - b);
}
