import {
  attribute,
  digestHandset,
  SUBJECT_FROM_LLR10,
  type Attribution,
  type HandsetDigest,
} from '../../attribute/index.ts';
import { readHistories, rowsOfHandsets } from '../../intake/index.ts';
import type { CaseDocuments } from '../../model/case.ts';
import { formHandsets } from '../../trace/index.ts';
import type { Judged } from './judge-handsets.ts';
import { logReads } from './log-reads.ts';
import type { Located, RunOptions } from './run-outcome.ts';
import type { Workspace } from '../workspace.ts';

/** Handsets of others whose contacts tell how common it is to call a number. */
const POPULARITY_SAMPLE = 3000;

/** Second look, at the handsets that may live inside and a sample of those around: whose are they, who went on with which? */
export async function nameUsers(
  workspace: Workspace,
  options: Pick<RunOptions, 'who' | 'why'>,
  documents: CaseDocuments,
  { cells, prepared, observed, findings, traced }: Judged,
  rooms: Located['rooms'] | undefined,
): Promise<Attribution> {
  const imeisOf = new Map(observed.summaries.map((s) => [s.imei14 as string, s.imei14s]));
  const wanted = new Set<string>();
  const want = (imei14: string): void => {
    for (const id of imeisOf.get(imei14) ?? [imei14]) wanted.add(id);
  };
  for (const { evidence, judgement } of findings) if (judgement.llr10 >= SUBJECT_FROM_LLR10) want(evidence.imei14);
  for (const { evidence, class: name } of observed.references) if (name === 'inside') want(evidence.imei14);
  for (const seizure of documents.seizures) for (const imei14 of seizure.imei14s) want(imei14);
  // By the last digits, which no seller, prison or operator chose.
  const order = (imei14: string): string => [...imei14].toReversed().join('');
  const others = findings.map((f) => f.evidence.imei14).sort((a, b) => (order(a) < order(b) ? -1 : 1));
  for (const imei14 of others.slice(0, POPULARITY_SAMPLE)) want(imei14);
  const digests: HandsetDigest[] = [];
  const only = [...wanted].sort();
  // To ask for none would read all.
  if (only.length > 0) {
    const rows = await rowsOfHandsets(workspace.records, only);
    const logged = await logReads(workspace, options, { of: 'records', stage: 'attribute' }, rows);
    const histories = readHistories(workspace.records, logged, cells, only);
    for await (const history of formHandsets(histories, cells, documents.deviceProfiles))
      digests.push(digestHandset(history, prepared));
  }
  const attribution = attribute({
    documents,
    digests,
    findings: findings.map(({ evidence, judgement }) => ({
      imei14: evidence.imei14,
      component: evidence.component,
      prison_id: evidence.area_id,
      llr10: judgement.llr10,
      stayFrom_s: evidence.stayFrom_s,
      stayUntil_s: evidence.stayUntil_s,
    })),
    trace: traced.rows,
    rooms,
  });
  // A reference calibrates and may be the handset before or after another; whose it is, its own case has settled.
  const references = new Set<string>(documents.references.map(({ imei14 }) => imei14));
  const isReported = (row: { readonly imei14: string }): boolean =>
    !(imeisOf.get(row.imei14) ?? [row.imei14]).some((imei14) => references.has(imei14));
  return {
    ...attribution,
    users: attribution.users.filter(isReported),
    periods: attribution.periods.filter(isReported),
  };
}
