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

const texts = z.array(z.string()).min(1);
const setLoadStates = defineQuery(
  import.meta.url,
  'set-load-states.sql',
  z.strictObject({
    load_ids: z.array(loadId).min(1),
    keys: texts,
    paths: texts,
    kinds: z.array(kind).min(1),
    operators: texts,
    profiles: texts,
    notes: texts,
    state,
  }),
  z.never(),
);
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

export type NewLoad = Omit<Load, 'load_id' | 'notes'>;

/** Digest of everything that decides what a load holds. */
export const loadKey = (content: unknown): string => createHash('sha256').update(canonicalJson(content)).digest('hex');

/** As many as a server takes as parameters of one statement. */
export const STATES_AT_ONCE = 256;

async function setStates(records: RecordStore, all: readonly Load[], to: z.infer<typeof state>): Promise<void> {
  for (let i = 0; i < all.length; i += STATES_AT_ONCE) {
    const loads = all.slice(i, i + STATES_AT_ONCE);
    await records.run(setLoadStates, {
      load_ids: loads.map((load) => load.load_id),
      keys: loads.map((load) => load.key),
      paths: loads.map((load) => load.path),
      kinds: loads.map((load) => load.kind),
      operators: loads.map((load) => load.operator),
      profiles: loads.map((load) => load.profile),
      notes: loads.map((load) => load.notes),
      state: to,
    });
  }
}

async function empty(records: RecordStore, load_id: number): Promise<void> {
  for (const drop of drops) await records.run(drop, { load_id });
}

/** The loads of a case: what is loaded stays, what was cut off is emptied, what nothing asks for any more is revoked. */
export async function openLoads(records: RecordStore, actsInForce: readonly string[]) {
  await records.run(forgetActs, {});
  if (actsInForce.length > 0) await records.run(registerActs, { acts: [...actsInForce] });
  const readable = new Map<string, Load>();
  const cutOff: Load[] = [];
  let last = 0;
  for (const { state: found, ...load } of await records.rows(allLoads, {})) {
    last = Math.max(last, load.load_id);
    if (found === 'readable') readable.set(load.key, load);
    // A process that died left it half full: nobody may ever see its rows.
    if (found === 'begun') cutOff.push(load);
  }
  await setStates(records, cutOff, 'revoked');
  // These, and what a process that died between revoking a load and emptying it left: rows that nobody sees, but that are there.
  for (const { load_id } of await records.rows(leftoverLoads, {})) await empty(records, load_id);
  /**
   * Loads that are filled at the same time, and become readable at the same time.
   *
   * @param fill gives the notes of each, in their order
   */
  const loadTogether = async (
    whats: readonly NewLoad[],
    fill: (load_ids: readonly number[]) => Promise<readonly string[]>,
  ): Promise<Load[]> => {
    const begun = whats.map((what) => ({ ...what, load_id: ++last, notes: '' }));
    await setStates(records, begun, 'begun');
    const notes = await fill(begun.map(({ load_id }) => load_id));
    const loads = begun.map((load, i) => ({ ...load, notes: notes[i] ?? '' }));
    await setStates(records, loads, 'readable');
    for (const load of loads) readable.set(load.key, load);
    return loads;
  };
  return {
    readable: (key: string): Load | undefined => readable.get(key),
    all: (): Load[] => [...readable.values()],
    /** One load; see loadTogether. */
    async load(what: NewLoad, fill: (load_id: number) => Promise<string>): Promise<Load> {
      const [load] = await loadTogether([what], async ([load_id]) => [await fill(load_id as number)]);
      return load as Load;
    },
    loadTogether,
    /** Empties a load that stays begun, so that it can be filled again. */
    empty: (load_id: number) => empty(records, load_id),
    /**
     * Removes all that came from loads whose key is not wanted.
     *
     * @param progress is told after each of them: the engine takes some hundredths of a second for one
     */
    async revokeAllBut(
      keys: ReadonlySet<string>,
      progress: (done: number, of: number) => void = () => undefined,
    ): Promise<Load[]> {
      const gone = [...readable.values()].filter((load) => !keys.has(load.key));
      await setStates(records, gone, 'revoked');
      for (const [i, load] of gone.entries()) {
        await empty(records, load.load_id);
        readable.delete(load.key);
        progress(i + 1, gone.length);
      }
      return gone;
    },
  };
}
export type Loads = Awaited<ReturnType<typeof openLoads>>;
