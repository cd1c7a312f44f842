import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { ResidencyEvidence } from '../../detect/index.ts';
import { CellsweepError } from '../../model/errors.ts';
import type { LoggedReads } from '../../model/logged-reads.ts';
import { defineCaseQuery, definePersonalCaseQuery, type CaseStore } from '../../store/case-store.ts';

const nothing = z.never();
export const clearFindings = defineCaseQuery(import.meta.url, 'clear-findings.sql', nothing);
const storeFindingBlock = defineCaseQuery(import.meta.url, 'store-findings.sql', nothing);
const blocksOfHandset = definePersonalCaseQuery(
  import.meta.url,
  'findings-of-handset.sql',
  z.strictObject({ findings: z.string() }),
);
const rangesOfBlocks = definePersonalCaseQuery(
  import.meta.url,
  'ranges-of-blocks.sql',
  z.strictObject({ first_imei14: z.string(), last_imei14: z.string() }),
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
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

interface Range {
  readonly first_imei14: string;
  readonly last_imei14: string;
}
const rangeOf = (block: readonly StoredFinding[]): Range => ({
  first_imei14: block[0]?.evidence.imei14 ?? '',
  last_imei14: block.at(-1)?.evidence.imei14 ?? '',
});
/** Which handsets each block holds: without it a block could be taken away, or filed where nobody looks for it. */
const sealOfRanges = (ranges: readonly Range[]): string =>
  sha256(ranges.map(({ first_imei14, last_imei14 }) => `${first_imei14}-${last_imei14}\n`).join(''));

/**
 * Replaces what the last run found. Gives the SHA-256 of each block and, last, of the list of what each holds, for a table that the
 * custody log seals: nothing seals the store.
 */
export async function storeFindings(caseStore: CaseStore, findings: readonly StoredFinding[]): Promise<string[]> {
  const sorted = findings.toSorted((a, b) => (a.evidence.imei14 < b.evidence.imei14 ? -1 : 1));
  const blocks: StoredFinding[][] = [];
  for (let i = 0; i < sorted.length; i += BLOCK) blocks.push(sorted.slice(i, i + BLOCK));
  const texts = blocks.map((block) => JSON.stringify(block));
  const ranges = blocks.map(rangeOf);
  await caseStore.transaction([
    { query: clearFindings, parameters: [] },
    ...ranges.map(({ first_imei14, last_imei14 }, i) => ({
      query: storeFindingBlock,
      parameters: [first_imei14, last_imei14, texts[i] ?? ''],
    })),
  ]);
  return [...texts.map(sha256), sealOfRanges(ranges)];
}

/**
 * Findings of one handset, by component and prison. `sealed`: digests that summary.json holds of the blocks and their list.
 *
 * @throws CellsweepError RESULTS_CHANGED where a block or the list is none of them
 */
export async function findingsOfHandset(
  caseStore: CaseStore,
  logged: LoggedReads<'results'>,
  imei14: string,
  sealed: readonly string[] | undefined,
): Promise<StoredFinding[]> {
  const blocks = await caseStore.rows(blocksOfHandset(logged), [imei14]);
  const found = blocks.map(({ findings }) => sha256(findings));
  if (sealed !== undefined) found.push(sealOfRanges(await caseStore.rows(rangesOfBlocks(logged))));
  if (sealed !== undefined && found.some((digest) => !sealed.includes(digest)))
    throw new CellsweepError(
      'RESULTS_CHANGED',
      'The evidence that is kept in the case store is no longer what the run wrote. Next: cellsweep run again writes it anew from what was received.',
    );
  return blocks
    .flatMap(({ findings }) => JSON.parse(findings) as StoredFinding[])
    .filter(({ evidence }) => evidence.imei14 === imei14)
    .sort((a, b) => a.evidence.component - b.evidence.component || (a.evidence.area_id < b.evidence.area_id ? -1 : 1));
}
