import { join } from 'node:path';
import { isoLocal } from './clock.ts';
import { printCells } from './deliveries/row.ts';
import { antennaTable } from './deliveries/antenna-tables.ts';
import type { ExpectedRefusal } from './dirt.ts';
import { explanationSheet } from './explanation-sheets.ts';
import { deviceProfiles } from './handset-models.ts';
import { LEDGER_COLUMNS } from './ledger.ts';
import type { Ledger } from './ledger.ts';
import { OPERATORS } from './names.ts';
import { SEARCH_COLUMNS, SEIZURE_COLUMNS, makeSearches } from './searches.ts';
import { csv, writeText } from './text-file.ts';
import type { World } from './world.ts';

const EXTENSION = {
  'leg-csv': 'csv',
  'national-semicolon': 'csv',
  'first-last-tab': 'txt',
  'etsi-xml': 'xml',
} as const;

/** Manifest, acts, handset profiles, ledger, searches, sheets and antenna tables. */
export function writeCaseFiles(dir: string, world: World, ledger: Ledger): ExpectedRefusal[] {
  const { calendar, numbering, options } = world;
  const json = (name: string, value: unknown): void =>
    writeText(join(dir, name), `${JSON.stringify(value, null, 1)}\n`);
  json('case.json', {
    format: 'cellsweep-case/1',
    id: `W-${options.seed}`,
    title: 'Réseau Mouchet (monde simulé)',
    timezone: 'Europe/Paris',
    country: 'FR',
    from: isoLocal(calendar.from),
    until: isoLocal(calendar.until),
  });
  json('authorisations.json', acts(world));
  json('device-profiles.json', deviceProfiles());
  const lawyers = numbering.numbers.flatMap((n, i) =>
    numbering.isProtected[i] ? [[`+${n}`, i % 6 === 5 ? 'oversight body' : 'lawyer']] : [],
  );
  writeText(join(dir, 'protected-numbers.csv'), csv('number,holder_kind', lawyers));
  writeText(join(dir, 'supply/ledger.csv'), csv(LEDGER_COLUMNS, ledger.rows));
  const { searches, seizures } = makeSearches(world);
  writeText(join(dir, 'searches/searches.csv'), csv(SEARCH_COLUMNS, searches));
  writeText(join(dir, 'searches/seizures.csv'), csv(SEIZURE_COLUMNS, seizures));
  const expected: ExpectedRefusal[] = [];
  const cells = printCells(world);
  OPERATORS.forEach((operator, index) => {
    const folder = `operators/${operator.folder}`;
    writeText(join(dir, folder, 'SHEET.txt'), explanationSheet(operator));
    const table = antennaTable(
      operator,
      cells.filter((c) => c.cell.operator === index),
      options.dirt && index === 0,
    );
    writeText(join(dir, folder, table.file), table.text, table.encoding);
    for (const line of table.swappedLines)
      expected.push({
        file: `${folder}/${table.file}`,
        line,
        record: '',
        kind: 'SWAPPED_COORDINATES',
        certainty: 'soft',
      });
  });
  return expected;
}

function acts(world: World): unknown[] {
  const { calendar, options } = world;
  const year = 365 * 86_400;
  const out: unknown[] = [];
  const act = (
    id: string,
    kind: string,
    purpose: string,
    covers: string[],
    traffic = false,
    status = 'in-force',
  ): void => {
    out.push({
      id,
      kind,
      issued_by: 'Tribunal judiciaire de Valdorge, juge d’instruction',
      legal_basis: kind === 'requisition' ? 'CPP art. 99-3' : 'CPP art. 81',
      purpose,
      from: isoLocal(traffic ? calendar.from : calendar.from - 2 * year),
      until: isoLocal(traffic ? calendar.until : calendar.until + year),
      // A demonstration must not run out: real acts keep data for months, these for ten years.
      retain_until: isoLocal(calendar.until + 10 * year),
      covers,
      identifiers: null,
      status,
    });
  };
  act('B-01', 'order', 'prison documents', ['prisons/*', 'device-profiles.json', 'protected-numbers.csv']);
  act('B-02', 'seizure', 'order book of the seller', ['supply/*']);
  act('B-03', 'order', 'searches and seizures', ['searches/*']);
  if (options.reference) act('B-04', 'order', 'closed cases, for calibration', ['reference/*']);
  if (options.sensors) act('B-05', 'order', 'signal sensors', ['sensors/*']);
  OPERATORS.forEach((o, i) => {
    const folder = `operators/${o.folder}`;
    const table = {
      'leg-csv': 'antennas.csv',
      'national-semicolon': 'antennes.csv',
      'first-last-tab': 'cell_sites.txt',
      'etsi-xml': 'cells.csv',
    }[o.layout];
    const extension = `${EXTENSION[o.layout]}.gz`;
    act(`B-${i + 1}1`, 'requisition', `${o.name}: explanation and antennas`, [
      `${folder}/SHEET.txt`,
      `${folder}/${table}`,
    ]);
    act(`B-${i + 1}2`, 'requisition', `${o.name}: traffic of cells`, [`${folder}/cells_*.${extension}`], true);
    act(`B-${i + 1}3`, 'requisition', `${o.name}: traffic of handsets`, [`${folder}/handsets_*.${extension}`], true);
  });
  if (options.dirt)
    act(
      'B-90',
      'requisition',
      'supplement',
      [`operators/${OPERATORS[1]?.folder}/supplement_*.csv.gz`],
      true,
      'annulled',
    );
  return out;
}
