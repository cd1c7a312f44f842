import { createHash } from 'node:crypto';
import { z } from 'zod';
import { canonicalJson } from '../../custody/index.ts';
import { defineQuery } from '../../store/query.ts';
import type { RecordStore } from '../../store/records.ts';

const loadId = z.int().positive();
const kind = z.enum(['records', 'antennas']);
const state = z.enum(['begun', 'readable', 'revoked']);

const loadRow = z.strictObject({
  load_id: loadId,
  key: z.string(),
  path: z.string(),
  kind,
  operator: z.string(),
  profile: z.string(),
  notes: z.string(),
  state,
});

const setLoadState = defineQuery(import.meta.url, 'set-load-state.sql', loadRow, z.never());
const allLoads = defineQuery(import.meta.url, 'loads.sql', z.strictObject({}), loadRow);
const leftoverLoads = defineQuery(
  import.meta.url,
  'leftover-loads.sql',
  z.strictObject({}),
  z.strictObject({ load_id: loadId }),
);
const byLoad = z.strictObject({ load_id: loadId });
const drops = ['drop-leg.sql', 'drop-refused-row.sql', 'drop-load-quality.sql', 'drop-antenna.sql'].map((file) =>
  defineQuery(import.meta.url, file, byLoad, z.never()),
);
const forgetActs = defineQuery(import.meta.url, 'forget-acts.sql', z.strictObject({}), z.never());
const registerActs = defineQuery(
  import.meta.url,
  'register-acts.sql',
  z.strictObject({ acts: z.array(z.string()) }),
  z.never(),
);

export interface Load {
  readonly load_id: number;
  readonly key: string;
  readonly path: string;
  readonly kind: 'records' | 'antennas';
  readonly operator: string;
  readonly profile: string;
  readonly notes: string;
}

/** Digest of everything that decides what a load holds. */
export const loadKey = (content: unknown): string => createHash('sha256').update(canonicalJson(content)).digest('hex');

async function empty(records: RecordStore, load_id: number): Promise<void> {
  for (const drop of drops) await records.run(drop, { load_id });
}

/** The loads of a case: what is loaded stays, what was cut off is emptied, what nothing asks for any more is revoked. */
export async function openLoads(records: RecordStore, actsInForce: readonly string[]) {
  await records.run(forgetActs, {});
  if (actsInForce.length > 0) await records.run(registerActs, { acts: [...actsInForce] });
  const readable = new Map<string, Load>();
  let last = 0;
  for (const { state: found, ...load } of await records.rows(allLoads, {})) {
    last = Math.max(last, load.load_id);
    if (found === 'readable') readable.set(load.key, load);
    // A process that died left it half full: nobody may ever see its rows.
    if (found === 'begun') {
      await empty(records, load.load_id);
      await records.run(setLoadState, { ...load, state: 'revoked' });
    }
  }
  // A process that died between revoking a load and emptying it left rows that nobody sees, but that are there.
  for (const { load_id } of await records.rows(leftoverLoads, {})) await empty(records, load_id);
  return {
    readable: (key: string): Load | undefined => readable.get(key),
    all: (): Load[] => [...readable.values()],
    async load(what: Omit<Load, 'load_id' | 'notes'>, fill: (load_id: number) => Promise<string>): Promise<Load> {
      const load_id = ++last;
      await records.run(setLoadState, { ...what, load_id, notes: '', state: 'begun' });
      const notes = await fill(load_id);
      await records.run(setLoadState, { ...what, load_id, notes, state: 'readable' });
      const load = { ...what, load_id, notes };
      readable.set(load.key, load);
      return load;
    },
    /** Empties a load that stays begun, so that it can be filled again. */
    empty: (load_id: number) => empty(records, load_id),
    /** Removes all that came from loads whose key is not wanted. */
    async revokeAllBut(keys: ReadonlySet<string>): Promise<Load[]> {
      const gone = [...readable.values()].filter((load) => !keys.has(load.key));
      for (const load of gone) {
        await records.run(setLoadState, { ...load, state: 'revoked' });
        await empty(records, load.load_id);
        readable.delete(load.key);
      }
      return gone;
    },
  };
}
export type Loads = Awaited<ReturnType<typeof openLoads>>;
