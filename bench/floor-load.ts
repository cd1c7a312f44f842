import { readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { Session } from 'chdb';

/** The engine's plain load of the record files of a bulk case: what nobody who loads them can be faster than. */
const [caseDir = '', database = ''] = process.argv.slice(2);
rmSync(database, { recursive: true, force: true });
const sql = (name: string): string => readFileSync(new URL(`floor/${name}.sql`, import.meta.url), 'utf8');
const session = new Session(database);
for (const layout of ['leg-rows', 'antenna-key', 'first-last']) await session.queryAsync(sql(`create-${layout}`));
const folder = path.join(caseDir, 'operators');
let seconds = 0;
for (const operator of readdirSync(folder)) {
  const files = readdirSync(path.join(folder, operator)).filter((name) => /^(cells_[PZ]|handsets_)/.test(name));
  for (const file of files) {
    const from = performance.now();
    const layout = file.includes('.txt')
      ? 'first-last'
      : readdirSync(path.join(folder, operator)).includes('antennes.csv')
        ? 'antenna-key'
        : 'leg-rows';
    await session.queryBindAsync(sql(`load-${layout}`), { path: path.join(folder, operator, file) });
    seconds += (performance.now() - from) / 1000;
  }
}
const rows = await session.queryAsync("SELECT sum(rows) FROM system.parts WHERE active AND database = 'default'", {
  format: 'TSV',
});
session.close();
process.stdout.write(
  `${JSON.stringify({ seconds, rows: Number(rows.text()), cpu_s: (process.resourceUsage().userCPUTime + process.resourceUsage().systemCPUTime) / 1e6, peak_mb: process.resourceUsage().maxRSS / 1024 })}\n`,
);
