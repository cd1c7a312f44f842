import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeCaseFiles } from '../case-files.ts';
import { isoLocal } from '../clock.ts';
import { firstLastTab } from '../deliveries/first-last-tab.ts';
import { legCsv } from '../deliveries/leg-csv.ts';
import { nationalSemicolon } from '../deliveries/national-semicolon.ts';
import { cellsOfAreas } from '../deliveries/selection.ts';
import { makeLedger } from '../ledger.ts';
import { Legs } from '../legs.ts';
import { OPERATORS } from '../names.ts';
import { luhn } from '../numbering.ts';
import { writePrisonFiles } from '../prison-files.ts';
import { TextFile, csv, writeText } from '../text-file.ts';
import type { World } from '../world.ts';
import { BULK_CLASSES, BULK_OPERATORS, populate } from './population.ts';
import type { BulkOptions, Population } from './population.ts';
import { writeDay } from './traffic.ts';
import type { BulkCounts, BulkFiles } from './traffic.ts';

/** Writes `dir/case` with `rows` rows of three layouts, and `dir/truth/bulk.json` with what was written. */
export async function makeBulk(dir: string, options: BulkOptions, gzip: boolean): Promise<BulkCounts> {
  const p = populate(options);
  const world = asWorld(p);
  const caseDir = join(dir, 'case');
  writeCaseFiles(caseDir, world, makeLedger(world));
  writePrisonFiles(caseDir, world);
  extendActs(caseDir, p);
  writeReference(caseDir, p);
  const counts = await writeDays(caseDir, p, options, gzip, '', 0, options.days);
  writeText(
    join(dir, 'truth/bulk.json'),
    `${JSON.stringify({ ...options, ...counts, duplicate_rows: counts.rows - counts.legs }, null, 1)}\n`,
  );
  return counts;
}

/** Adds the delivery of the day after the window, in files of its own. The acts of the folder cover it. */
export async function addOneDay(dir: string, options: BulkOptions, gzip: boolean): Promise<BulkCounts> {
  const p = populate(options);
  return writeDays(join(dir, 'case'), p, options, gzip, `_day${options.days + 1}`, options.days, options.days + 1);
}

async function writeDays(
  caseDir: string,
  p: Population,
  options: BulkOptions,
  gzip: boolean,
  suffix: string,
  from: number,
  until: number,
): Promise<BulkCounts> {
  const { areaOfCell } = cellsOfAreas(asWorld(p));
  const files = OPERATORS.slice(0, BULK_OPERATORS).map((o): BulkFiles => {
    const layout =
      o.layout === 'leg-csv' ? legCsv : o.layout === 'national-semicolon' ? nationalSemicolon(o.name) : firstLastTab;
    const open = (name: string): TextFile => {
      const file = new TextFile(
        join(caseDir, `operators/${o.folder}/${name}${suffix}.${layout.extension}${gzip ? '.gz' : ''}`),
        layout.encoding,
        1,
      );
      for (const line of layout.head) file.line(line);
      return file;
    };
    return { layout, cells: p.areas.map((a) => open(`cells_${a.id}`)), handsets: open('handsets_cells') };
  });
  const total: BulkCounts = { rows: 0, legs: 0 };
  for (let day = from; day < until; day++) {
    const upTo =
      Math.round((options.rows * (day + 1)) / options.days) - Math.round((options.rows * day) / options.days);
    const counts = await writeDay(p, options.seed, day, upTo, areaOfCell, files);
    total.rows += counts.rows;
    total.legs += counts.legs;
  }
  await Promise.all(files.flatMap((f) => [...f.cells, f.handsets].map((file) => file.close())));
  return total;
}

function asWorld(p: Population): World {
  return { ...p, options: { ...p.options, dirt: false }, clones: [], legs: new Legs() };
}

/** The window runs one day further than the first delivery, and any spelling of the file names is covered. */
function extendActs(caseDir: string, p: Population): void {
  const until = isoLocal(p.calendar.until + 86_400);
  const edit = (name: string, change: (value: never) => unknown): void => {
    const value: unknown = JSON.parse(readFileSync(join(caseDir, name), 'utf8'));
    writeText(join(caseDir, name), `${JSON.stringify(change(value as never), null, 1)}\n`);
  };
  edit('case.json', (c: Record<string, unknown>) => ({ ...c, id: 'W-bulk', title: 'Masse (monde simulé)', until }));
  edit('authorisations.json', (acts: { covers: string[]; until: string; purpose: string }[]) =>
    acts.map((a) =>
      a.purpose.includes('traffic')
        ? Object.assign(a, { until, covers: a.covers.map((c) => c.replace(/\.(csv|txt|xml)\.gz$/, '.*')) })
        : a,
    ),
  );
}

/** A few hundred handsets whose truth is known, of each class that calibration needs. */
function writeReference(caseDir: string, p: Population): void {
  const rows: string[][] = [];
  const from = isoLocal(p.calendar.from);
  const until = isoLocal(p.calendar.until + 86_400);
  const taken = new Map<string, number>();
  for (let i = 0; i < p.size; i++) {
    const cls = BULK_CLASSES[p.cls[i] as number] as string;
    const area = p.areas[p.area[i] as number];
    const usable = cls === 'inside' || cls === 'staff' || (area?.prison === false && cls !== 'passer');
    const key = `${cls}/${area?.id}`;
    const n = taken.get(key) ?? 0;
    if (!area || !usable || n >= 60 || p.asked[i] !== 1) continue;
    taken.set(key, n + 1);
    const imei = p.imei14[i] as string;
    const basis = cls === 'inside' ? 'seized and examined' : cls === 'staff' ? 'declared' : 'placebo area';
    rows.push([`${imei}${luhn(imei)}`, area.id, cls, from, until, basis]);
  }
  writeText(join(caseDir, 'reference/handsets.csv'), csv('imei,prison_id,class,from,until,basis', rows));
}
