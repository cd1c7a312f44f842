import { csvLines, type Field } from '../../contract/csv.ts';
import type { ExpectedHits, SensorSite } from '../../locate/index.ts';
import type { CaseDocuments } from '../../model/case.ts';
import type { SensorExport } from '../log-export.ts';
import { formulasInWords } from '../print/formulas-in-words.ts';
import { drawLevel, type Drawing } from './drawing.ts';

/** A table or a drawing, as it will be written. */
export interface SensorFile {
  readonly what: SensorExport;
  /** Its name in the folder. */
  readonly name: string;
  readonly text: string;
  /** Rows of the table, or rooms of the drawing. */
  readonly rows: number;
  readonly warnings: readonly string[];
}

export const fixed = (value: number, digits: number): string => (Number.isFinite(value) ? value.toFixed(digits) : '');

export function tableOf(
  what: SensorExport,
  columns: readonly string[],
  rows: readonly (readonly Field[])[],
): SensorFile {
  const { header, line, formulas } = csvLines(columns);
  const text = header + rows.map((row) => line(row)).join('');
  return { what, name: what, text, rows: rows.length, warnings: formulasInWords({ path: what, formulas }) };
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

/** One drawing for each level. */
export function drawingsOf(
  what: SensorExport,
  site: SensorSite,
  drawing: Omit<Drawing, 'walls'>,
  documents: CaseDocuments,
  name: string,
): SensorFile[] {
  const walls = (documents.walls ?? []).filter(({ building_id }) => building_id === site.building_id);
  const safe = site.building_id.replaceAll(/[^\w-]/g, '_');
  const levels = [...new Set(site.grid.rooms.map((room) => room.level))].toSorted((a, b) => a - b);
  return levels.map((level) => ({
    what,
    name: `${name}-${safe}-level${level}.svg`,
    text: drawLevel(site, level, { ...drawing, walls }),
    rows: site.grid.rooms.filter((room) => room.level === level).length,
    warnings: [],
  }));
}
