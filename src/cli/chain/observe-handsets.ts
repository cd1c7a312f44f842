import {
  candidateAreas,
  knownHandsets,
  residencyEvidence,
  SERVES_LN,
  type KnownInmate,
  type LabelledEvidence,
  type PreparedResidency,
  type ResidencyEvidence,
} from '../../detect/index.ts';
import { readHistories, type Cells } from '../../intake/index.ts';
import type { CaseDocuments } from '../../model/case.ts';
import type { LoggedReads } from '../../model/logged-reads.ts';
import { numberSet } from '../../model/number-set.ts';
import { formHandsets, numbersOfInterest, summarise, type HandsetSummary } from '../../trace/index.ts';
import { HeardHandsets } from './heard-handsets.ts';
import type { RunOptions } from './run-outcome.ts';
import type { Workspace } from '../workspace.ts';

/** What one pass over all handsets of a case gives. */

export interface Observed {
  readonly evidence: ResidencyEvidence[];
  readonly references: LabelledEvidence[];
  /** Handsets that are known to live in one prison and had traffic on the cells of another. */
  readonly inmates: KnownInmate[];
  readonly summaries: HandsetSummary[];
  readonly handsets: number;
  readonly heard: HeardHandsets;
}

/** One pass over all handsets: evidence for each prison that could serve them, references with their truth, summaries. */
export async function observe(
  workspace: Workspace,
  logged: LoggedReads<'records'>,
  documents: CaseDocuments,
  cells: Cells,
  prepared: PreparedResidency,
  progress: RunOptions['progress'],
): Promise<Observed> {
  const truth = knownHandsets(documents);
  const areas = {
    ids: prepared.areas.map(({ id }) => id),
    ofCell: cells.cells.map((_, cell) =>
      prepared.areas.flatMap(({ lnFit }, area) => ((lnFit[cell] ?? -Infinity) > SERVES_LN ? [area] : [])),
    ),
  };
  const interesting = numberSet(numbersOfInterest(documents));
  const evidence: ResidencyEvidence[] = [];
  const references: LabelledEvidence[] = [];
  const inmates: KnownInmate[] = [];
  const summaries: HandsetSummary[] = [];
  let handsets = 0;
  const heard = new HeardHandsets(documents, cells);
  const histories = readHistories(workspace.records, logged, cells);
  for await (const history of formHandsets(histories, cells, documents.deviceProfiles)) {
    handsets++;
    if (handsets % 5000 === 0) progress({ stage: 'detect', done: handsets });
    heard.note(history);
    summaries.push(summarise(history, areas, interesting));
    const known = history.imei14s.map((imei14) => truth.get(imei14)).find((k) => k !== undefined);
    if (known !== undefined) {
      const area = prepared.areas.find(({ id }) => id === known.area_id);
      const found = area && !known.doubtful && residencyEvidence(history, area, prepared, known);
      if (found) references.push({ evidence: found, class: known.class });
      if (found && known.class === 'inside') {
        const elsewhere = candidateAreas(history, prepared).flatMap((other) =>
          other.kind === 'prison' && other !== area ? (residencyEvidence(history, other, prepared, known) ?? []) : [],
        );
        if (elsewhere.length > 0) inmates.push({ prison_id: known.area_id, evidence: [found, ...elsewhere] });
      }
      if (!known.reported) continue;
    }
    for (const area of candidateAreas(history, prepared)) {
      if (area.kind !== 'prison') continue;
      const found = residencyEvidence(history, area, prepared);
      if (found !== undefined) evidence.push(found);
    }
  }
  return { evidence, references, inmates, summaries, handsets, heard };
}
