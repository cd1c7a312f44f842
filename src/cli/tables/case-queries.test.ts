import { describe, expect, it } from 'vitest';
import type { CaseStore } from '../../store/case-store.ts';
import { findingsOfHandset, storeFindings, type StoredFinding } from './case-queries.ts';

const finding = (imei14: string, events: number) =>
  ({ verdict: 'inside', llr10: 1.6, evidence: { imei14, component: 1, area_id: 'P1', events } }) as StoredFinding;

/** Keeps the texts of the blocks; `change` is what somebody with the folder does to them. */
async function stored(all: readonly StoredFinding[], change: (text: string) => string = (text) => text) {
  const texts: string[] = [];
  const store = {
    transaction: (steps: readonly { readonly parameters: readonly unknown[] }[]) => {
      texts.push(...steps.flatMap(({ parameters }) => (parameters.length === 3 ? [String(parameters[2])] : [])));
      return Promise.resolve();
    },
    rows: () => Promise.resolve(texts.map((findings) => ({ findings: change(findings) }))),
  } as unknown as CaseStore;
  return { store, sealed: await storeFindings(store, all) };
}
const ALL = Array.from({ length: 900 }, (_, i) => finding(String(35209900000000 + i), i));

describe('the evidence that the case store keeps', () => {
  it('is told as it was stored', async () => {
    const { store, sealed } = await stored(ALL);
    expect(sealed).toHaveLength(3);
    expect(await findingsOfHandset(store, '35209900000450', sealed)).toEqual([finding('35209900000450', 450)]);
  });

  it('is not told once it was changed: it may be said in court', async () => {
    const { store, sealed } = await stored(ALL, (text) => text.replace('"events":450', '"events":999'));
    await expect(findingsOfHandset(store, '35209900000450', sealed)).rejects.toMatchObject({ code: 'RESULTS_CHANGED' });
  });
});
