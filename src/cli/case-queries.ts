import { z } from 'zod';
import { defineCaseQuery } from '../store/case-store.ts';

const nothing = z.never();
export const clearFindings = defineCaseQuery(import.meta.url, 'clear-findings.sql', nothing);
export const storeFindings = defineCaseQuery(import.meta.url, 'store-findings.sql', nothing);
export const findingsOfHandset = defineCaseQuery(
  import.meta.url,
  'findings-of-handset.sql',
  z.strictObject({
    imei14: z.string(),
    component: z.int(),
    prison_id: z.string(),
    verdict: z.string(),
    llr10: z.number().nullable(),
    evidence: z.string(),
  }),
);
export const storeRun = defineCaseQuery(import.meta.url, 'store-run.sql', nothing);
export const lastRun = defineCaseQuery(
  import.meta.url,
  'last-run.sql',
  z.strictObject({
    case_dir: z.string(),
    profile_dirs: z.string(),
    given_model: z.string().nullable(),
    report: z.string(),
  }),
);
