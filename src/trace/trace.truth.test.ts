import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { handsetOf, lineOf } from './market.testing.ts';
import { traceLedger } from './trace.ts';

/**
 * The sample ledgers against their truth. The handsets "seen" are those of the truth, so that nothing but the reading
 * of the ledger is under test here (the records are tested with the whole run).
 */
const CASES = fileURLToPath(new URL('../../../shared/cases/', import.meta.url));
const NAMES = ['alpha', 'beta'];
const absent = NAMES.some((name) => !existsSync(`${CASES}${name}/truth/ledger.csv`));
if (absent) console.warn('SKIPPED: the sample cases are not beside the repository; the ledger is not tested on them');

type Row = Readonly<Record<string, string>>;
const rowsOf = (path: string): Row[] => parse<Row>(readFileSync(path), { columns: true });

describe.skipIf(absent)('traceLedger on the sample ledgers', () => {
  it.each(NAMES)('%s: equal and corrected numbers are right, and none that can be read is missed', (name) => {
    const ledger = rowsOf(`${CASES}${name}/case/supply/ledger.csv`).map((row) =>
      lineOf(row['order_id'] ?? '', {
        line: row['line'] ?? '',
        product: row['product'] ?? '',
        quantity: Number(row['quantity']),
        imeis: (row['imei'] ?? '').split('|').filter((text) => text !== ''),
      }),
    );
    const profiles = (
      JSON.parse(readFileSync(`${CASES}${name}/case/device-profiles.json`, 'utf8')) as {
        tac: string[];
        model: string;
        sims: number;
      }[]
    ).map(({ tac, model, sims }) => ({ tacs: tac, model, class: 'mini-phone' as const, sims, bands: [] }));
    const devices = rowsOf(`${CASES}${name}/truth/handsets.csv`).filter((row) => Number(row['events']) > 0);
    const imeisOf = new Map(devices.map((row) => [row['device'] ?? '', (row['imei14s'] ?? '').split('|')]));
    const seen = new Set([...imeisOf.values()].flat());
    const { rows, hidden } = traceLedger({
      ledger,
      profiles,
      areas: [],
      handsets: [...seen].map((imei14) => handsetOf(imei14, undefined)),
      from_s: 0,
      visits: [],
      contacts: [],
      rolls: [],
      rooms: [],
    });
    // Nothing is said of buyers and places here: what is inferred of hidden numbers is what chance gives.
    expect(hidden.units).toBeGreaterThan(20);
    expect(hidden.wrongly).toBeLessThanOrEqual(0.1 * hidden.units);
    const units = rowsOf(`${CASES}${name}/truth/ledger.csv`);
    const right = (unit: Row, imei14: string): boolean =>
      unit['imei14'] === imei14 || (imeisOf.get(unit['device'] ?? '') ?? []).includes(imei14);
    for (const row of rows.filter(({ match }) => match === 'imei' || match === 'corrected')) {
      const ofLine = units.filter((unit) => unit['order_id'] === row.order_id && unit['line'] === row.line);
      expect(ofLine.some((unit) => right(unit, row.imei14))).toBe(true);
    }
    const missed = units.filter(
      (unit) =>
        unit['device'] !== '' &&
        (unit['match'] === 'exact' || (unit['match'] === 'mistyped' && unit['written']?.length === 15)) &&
        !rows.some((row) => row.order_id === unit['order_id'] && row.line === unit['line'] && right(unit, row.imei14)),
    );
    expect(missed).toHaveLength(0);
    expect(rows.length).toBeGreaterThan(30);
  });
});
