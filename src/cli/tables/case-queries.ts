import { z } from 'zod';
import type { ResidencyEvidence } from '../../detect/index.ts';
import { defineCaseQuery, type CaseStore } from '../../store/case-store.ts';

const nothing = z.never();
export const clearFindings = defineCaseQuery(import.meta.url, 'clear-findings.sql', nothing);
const storeFindingBlock = defineCaseQuery(import.meta.url, 'store-findings.sql', nothing);
const blocksOfHandset = defineCaseQuery(
  import.meta.url,
  'findings-of-handset.sql',
  z.strictObject({ findings: z.string() }),
);
export const storeRun = defineCaseQuery(import.meta.url, 'store-run.sql', nothing);
/** With what the last run was made. */
export const runShape = z.strictObject({
  case_dir: z.string(),
  profile_dirs: z.string(),
  given_model: z.string().nullable(),
  report: z.string(),
});
export const lastRun = defineCaseQuery(import.meta.url, 'last-run.sql', runShape);

/** What is kept of one handset component and prison. */
export interface StoredFinding {
  readonly verdict: string;
  /** null = withheld */
  readonly llr10: number | null;
  readonly evidence: ResidencyEvidence;
}

const BLOCK = 400;

/** Replaces what the last run found. */
export async function storeFindings(caseStore: CaseStore, findings: readonly StoredFinding[]): Promise<void> {
  const sorted = findings.toSorted((a, b) => (a.evidence.imei14 < b.evidence.imei14 ? -1 : 1));
  const blocks: StoredFinding[][] = [];
  for (let i = 0; i < sorted.length; i += BLOCK) blocks.push(sorted.slice(i, i + BLOCK));
  await caseStore.transaction([
    { query: clearFindings, parameters: [] },
    ...blocks.map((block) => ({
      query: storeFindingBlock,
      parameters: [block[0]?.evidence.imei14 ?? '', block.at(-1)?.evidence.imei14 ?? '', JSON.stringify(block)],
    })),
  ]);
}

/** Findings of one handset, by component and prison. */
export async function findingsOfHandset(caseStore: CaseStore, imei14: string): Promise<StoredFinding[]> {
  const blocks = await caseStore.rows(blocksOfHandset, [imei14]);
  return blocks
    .flatMap(({ findings }) => JSON.parse(findings) as StoredFinding[])
    .filter(({ evidence }) => evidence.imei14 === imei14)
    .sort((a, b) => a.evidence.component - b.evidence.component || (a.evidence.area_id < b.evidence.area_id ? -1 : 1));
}
