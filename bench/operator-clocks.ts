import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { openRegularFile, readCaseManifest, readProfiles } from '../src/intake/index.ts';
import { openTestCase } from '../src/intake/records/load-case.testing.ts';
import { clockShifts, doubtfulClocks, readHours } from '../src/intake/records/operator-clocks.ts';
import { shiftedPairs } from '../src/intake/records/shifted-deliveries.ts';
import { makeWorld } from '../world/index.ts';

/**
 * The table of docs/methods/operator-clocks.md: greatest shift and gain among operators whose clocks are right, and what one
 * hour would have shown, each operator late in turn. A late clock is made of the counts: by quarters of the local day. Besides,
 * how many pairs of files are said to be the same delivery with another clock, where none is.
 *
 * `tsx bench/operator-clocks.ts [--prisons N] SEED_OR_CASE_FOLDER...`
 */
const { values, positionals } = parseArgs({
  options: { prisons: { type: 'string', default: '2' } },
  allowPositionals: true,
});
const QUARTERS = 96;

const late = (legs: Float64Array, quarters: number): Float64Array =>
  legs.map((_, i) => legs[(i - quarters + QUARTERS) % QUARTERS] ?? 0);

const span = (numbers: readonly number[], digits: number): string => {
  const [least, most] = [Math.min(...numbers).toFixed(digits), Math.max(...numbers).toFixed(digits)];
  return least === most ? least : `${least} to ${most}`;
};

async function hoursOf(caseDir: string) {
  const store = await openTestCase(caseDir);
  try {
    const { outcome } = await store.load(readProfiles());
    const files = outcome.loads.filter(({ kind }) => kind === 'records').length;
    const { timezone } = await readCaseManifest({
      paths: ['case.json'],
      open: (file) => openRegularFile(path.join(caseDir, file)),
    });
    const pairs = await shiftedPairs(store.records, outcome.loads);
    return { hours: await readHours(store.records, timezone), files, pairs };
  } finally {
    await store.records.close();
    rmSync(store.folder, { recursive: true, force: true });
  }
}

let [right, doubted, hour, found, alone] = [0, 0, 0, 0, 0];
for (const name of positionals) {
  const made = existsSync(name) ? undefined : mkdtempSync(path.join(os.tmpdir(), 'operator-clocks-'));
  if (made !== undefined) await makeWorld(made, { seed: Number(name), prisons: Number(values.prisons) });
  const { hours, files, pairs } = await hoursOf(made === undefined ? name : path.join(made, 'case'));
  if (made !== undefined) rmSync(made, { recursive: true, force: true });
  const shifts = clockShifts(hours);
  const legs = [...hours.values()].map((own) => own.reduce((sum, n) => sum + n, 0));
  right += hours.size;
  doubted += doubtfulClocks(hours).length;
  console.log(
    `${name.split('/').slice(-2).join('/')}: ${hours.size} operators, ${span(legs, 0)} legs; ${files} files, ${pairs.length} pairs said to be sent again`,
  );
  console.log(
    `  right: ${span(
      shifts.map((s) => s.quarters / 4),
      2,
    )} h, gain ${span(
      shifts.map((s) => s.gain),
      3,
    )}`,
  );
  for (const quarters of [4, 24]) {
    const seen = [...hours].map(([operator, own]) => {
      const shifted = new Map([...hours, [operator, late(own, quarters)]]);
      const named = doubtfulClocks(shifted).map((clock) => clock.operator);
      if (quarters === 4) {
        hour++;
        if (named.includes(operator)) found++;
        if (named.length === 1 && named[0] === operator) alone++;
      }
      return { ...clockShifts(shifted).find((s) => s.operator === operator), named: named.join('+'), operator };
    });
    const wrong = seen.filter((s) => s.named !== s.operator).map((s) => `${s.operator} -> ${s.named || 'none'}`);
    console.log(
      `  ${quarters / 4} h late: ${span(
        seen.map((s) => (s.quarters ?? Number.NaN) / 4),
        2,
      )} h, gain ${span(
        seen.map((s) => s.gain ?? Number.NaN),
        3,
      )}; not named alone: ${wrong.join(', ') || 'none'}`,
    );
  }
}
console.log(`right clocks doubted: ${doubted} of ${right}; one hour late: found ${found} of ${hour}, alone ${alone}`);
