import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Query } from '../../store/query.ts';
import { openRecords } from '../../store/records.ts';
import { countEvents } from './event-counts.ts';
import { openLoads } from './loads.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'cellsweep-counts-'));
const records = await openRecords({ directory: folder });
afterAll(async () => {
  await records.close();
  rmSync(folder, { recursive: true, force: true });
});

const statement = <P extends Record<string, never> | { load_id: number; rows: string }, R>(
  sql: string,
  row: z.ZodType<R>,
): Query<P, R> => ({ file: 'inline', sql, parameters: z.any(), row });
const storeLegs = statement<{ load_id: number; rows: string }, never>(
  `INSERT INTO leg (load_id, act, operator, at, leg_id, communication_id, protected)
   SELECT {load_id:UInt32}, 'A', if(r.3 % 2 = 0, 'one', 'two'), toDateTime(r.1 * 3600, 'UTC'), cityHash64(r.1, r.2, r.3), cityHash64(r.1, r.2), r.2 = 0
   FROM (SELECT arrayJoin(JSONExtract({rows:String}, 'Array(Tuple(UInt32, UInt32, UInt32))')) AS r)`,
  z.never(),
);
const storeQuality = statement<{ load_id: number; rows: string }, never>(
  `INSERT INTO load_quality (load_id, day, rows)
   SELECT {load_id:UInt32}, toDate(toDateTime(r.1 * 3600, 'UTC'), 'Asia/Tokyo'), 1 FROM (SELECT arrayJoin(JSONExtract({rows:String}, 'Array(Tuple(UInt32, UInt32, UInt32))')) AS r)`,
  z.never(),
);
const count = z.coerce.number();
const atOnce = statement<
  Record<string, never>,
  { operator: string; usable_rows: number; legs: number; communications: number; protected_legs: number }
>(
  `SELECT operator, count() AS usable_rows, uniqExact(leg_id) AS legs, uniqExact(communication_id) AS communications, uniqExactIf(leg_id, protected) AS protected_legs
   FROM leg_in_force GROUP BY GROUPING SETS ((operator), ()) ORDER BY operator`,
  z.strictObject({
    operator: z.string(),
    usable_rows: count,
    legs: count,
    communications: count,
    protected_legs: count,
  }),
);

/** Hour of six days around the end of a month, caller pair, whose record. */
const leg = fc.tuple(fc.integer({ min: 489_000, max: 489_140 }), fc.nat(3), fc.nat(3));
const delivery = fc.array(leg, { minLength: 1, maxLength: 12 });

describe('countEvents', () => {
  it('gives the counts of one statement over everything, whatever was added and revoked since', async () => {
    let made = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ rows: delivery, keep: fc.boolean() }), { minLength: 1, maxLength: 5 }),
        async (steps) => {
          const loads = await openLoads(records, ['A']);
          await loads.revokeAllBut(new Set());
          const kept = new Set<string>();
          for (const { rows, keep } of steps) {
            const key = `load ${++made}`;
            kept.add(key);
            await loads.load({ key, path: key, kind: 'records', operator: 'one', profile: '' }, async (load_id) => {
              await records.run(storeLegs, { load_id, rows: JSON.stringify(rows) });
              await records.run(storeQuality, { load_id, rows: JSON.stringify(rows) });
              return '';
            });
            expect(await countEvents(records, ['A'])).toEqual(await records.rows(atOnce, {}));
            if (!keep) kept.delete(key);
            await loads.revokeAllBut(kept);
            const found = await countEvents(records, ['A']);
            // Over no rows at all one statement still has a total.
            expect(found.filter((c) => c.usable_rows > 0)).toEqual(
              (await records.rows(atOnce, {})).filter((c) => c.usable_rows > 0),
            );
          }
        },
      ),
      { numRuns: 15 },
    );
  }, 60_000);
});
