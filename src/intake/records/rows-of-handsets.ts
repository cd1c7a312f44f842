import { z } from 'zod';
import type { LoggedReads } from '../../model/logged-reads.ts';
import { definePersonalQuery, defineQuery } from '../../store/query.ts';
import type { RecordStore } from '../../store/records.ts';

const rowsOfHandsetsByAct = defineQuery(
  import.meta.url,
  'rows-of-handsets.sql',
  z.strictObject({ only: z.array(z.int()) }),
  z.strictObject({ act: z.string(), rows: z.coerce.number().int() }),
);

/**
 * How many rows readHistories reads for the same handsets, by the act under which each is held.
 *
 * @param only the IMEI-14s that are asked for; none = all
 */
export const rowsOfHandsets = (
  records: RecordStore,
  only: readonly string[],
): Promise<{ readonly act: string; readonly rows: number }[]> =>
  records.rows(rowsOfHandsetsByAct, { only: only.map(Number) });

const simsOfThese = definePersonalQuery(
  import.meta.url,
  'sims-of-handsets.sql',
  z.strictObject({ only: z.array(z.int()) }),
  z.strictObject({ handset: z.string(), imsi: z.string(), operators: z.array(z.string()) }),
);

/** A SIM, and the operators in whose records it was used in one handset. */
export interface SimOfHandset {
  readonly imsi: string;
  readonly operators: readonly string[];
}

/** IMSIs that were used in handsets, by IMEI-14, the busiest first. Devices that share an IMEI are not told apart. */
export async function simsOfHandsets(
  records: RecordStore,
  logged: LoggedReads<'records'>,
  only: readonly string[],
): Promise<ReadonlyMap<string, readonly SimOfHandset[]>> {
  const sims = new Map<string, SimOfHandset[]>();
  if (only.length === 0) return sims;
  for (const { handset, imsi, operators } of await records.rows(simsOfThese(logged), { only: only.map(Number) })) {
    // A number loses its leading zeros.
    const key = handset.padStart(14, '0');
    const known = sims.get(key);
    if (known === undefined) sims.set(key, [{ imsi, operators }]);
    else known.push({ imsi, operators });
  }
  return sims;
}
