import path from 'node:path';
import { csvLines, type Field } from '../../contract/csv.ts';
import { writeLines, writeWhole } from '../../contract/results.ts';
import type { ExpectedHits, SensorSite } from '../../locate/index.ts';
import type { CaseDocuments } from '../../model/case.ts';
import { drawLevel, type Drawing } from './drawing.ts';
import { formulasInWords } from '../print/formulas-in-words.ts';
import { say, warn } from './question.ts';

export const fixed = (value: number, digits: number): string => (Number.isFinite(value) ? value.toFixed(digits) : '');

export function writeCsv(
  folder: string,
  name: string,
  columns: readonly string[],
  rows: readonly (readonly Field[])[],
): void {
  const written = writeLines(folder, name, csvLines(columns), rows);
  for (const warning of formulasInWords(written)) warn(`warning: ${warning}`);
  say(`${path.join(folder, name)}\n`);
}

export const HIT_COLUMNS = ['building_id', 'level', 'cell_id', 'map', 'hit1', 'hit3', 'heard_by_three'];
export const hitRows = (site: SensorSite, map: string, hits: ExpectedHits): Field[][] =>
  site.grid.rooms.map(({ level, cell_id }, room) => [
    site.building_id,
    level,
    cell_id,
    map,
    fixed(hits.hit1[room]!, 3),
    fixed(hits.hit3[room]!, 3),
    fixed(hits.heardByThree[room]!, 3),
  ]);

export function draw(
  folder: string,
  site: SensorSite,
  drawing: Omit<Drawing, 'walls'>,
  documents: CaseDocuments,
  name: string,
): void {
  const walls = (documents.walls ?? []).filter(({ building_id }) => building_id === site.building_id);
  for (const level of [...new Set(site.grid.rooms.map((room) => room.level))].toSorted((a, b) => a - b)) {
    const safe = site.building_id.replaceAll(/[^\w-]/g, '_');
    const file = `${name}-${safe}-level${level}.svg`;
    writeWhole(folder, file, drawLevel(site, level, { ...drawing, walls }));
    say(`${path.join(folder, file)}\n`);
  }
}
