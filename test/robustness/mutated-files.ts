import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { linesOf, mutateRows, type Random } from './mutations.testing.ts';
import { mutateXml } from './mutated-xml.testing.ts';
import type { FileReader, FileReading } from './read-file.testing.ts';

export interface Base {
  readonly name: string;
  readonly kind: 'delimited' | 'xml';
  readonly delimiter: string;
  /** Lines before the first row. */
  readonly skip: number;
  readonly bytes: Buffer;
  readonly reading: FileReading;
}

const FILES = [
  ['arcavel/cells_P1.csv.gz', ',', 1],
  ['brumatel/cells_P1.csv.gz', ';', 2],
  ['cordiane/cells_P1.txt.gz', '\t', 1],
  ['delphone/cells_P1.xml.gz', '', 0],
] as const;

/** One delivery of each layout, at most `rows` rows of it, and what is read of it unharmed. */
export async function basesOf(reader: FileReader, caseDir: string, rows: number): Promise<Base[]> {
  const bases: Base[] = [];
  for (const [file, delimiter, skip] of FILES) {
    const whole = gunzipSync(readFileSync(path.join(caseDir, 'operators', file)));
    const name = path.basename(file, '.gz');
    const lines = linesOf(whole).slice(0, skip + rows);
    const kind = delimiter === '' ? 'xml' : 'delimited';
    const bytes = kind === 'xml' ? whole : Buffer.concat(lines.flatMap((line) => [line, Buffer.from('\n')]));
    bases.push({ name, kind, delimiter, skip, bytes, reading: await reader.read(name, bytes) });
  }
  return bases;
}

/** Places of rows as anyone can count them: lines that are not blank, after the line of names. */
export function placesOf(bytes: Buffer, skip: number): number[] {
  return linesOf(bytes).flatMap((line, i) =>
    i < skip || line.length === 0 || (line.length === 1 && line[0] === 13) ? [] : [i + 1],
  );
}

/** A few seconds for a file of some hundred rows: more is a hang. */
const PATIENCE_S = 20;

function judgeCounts(reading: FileReading, faults: string[]): void {
  if (reading.duration_s > PATIENCE_S) faults.push(`took ${reading.duration_s} s`);
  if (reading.rows_in === undefined) return;
  const stored = [...reading.stored.values()].reduce((sum, texts) => sum + texts.length, 0);
  if (reading.rows_in !== stored) faults.push(`${reading.rows_in} rows in, ${stored} stored`);
  if (reading.rows_in !== reading.rows_used + reading.rows_refused)
    faults.push(`${reading.rows_in} rows in, ${reading.rows_used} used, ${reading.rows_refused} refused`);
}

export interface Trial {
  readonly mutations: number;
  readonly faults: readonly string[];
  readonly reading: FileReading;
}

/** What may stand between the digits of an identifier that is printed in groups (written-identifier.ts). */
const APART = '[ ./-]{0,3}';

/** Whether an identifier stands in a line as a whole field, quoted or not, in groups or not, with nothing cut off it. */
function standsWhole(line: string, delimiter: string, digits: string, further: number): boolean {
  const edge = delimiter === '\t' ? '\\t' : delimiter;
  const field = ` *${[...digits].join(APART)}(?:${APART}\\d){0,${further}} *`;
  return new RegExp(`(^|${edge})("?)${field}\\2(${edge}|\r?$)`).test(line);
}

/** Faults of a row that was touched and still used: what is stored must stand in it. */
function misread(line: string, delimiter: string, stored: string): boolean {
  const values = JSON.parse(stored) as unknown[];
  // A refused row holds a code and what was found.
  if (values.length === 2) return false;
  // Numbers as the store keeps them: the IMSI behind a leading 1, the IMEI without zeros at its front; 0 = none.
  const imsi = String(values[8]).slice(1);
  const imei14 = String(values[9]) === '0' ? '' : String(values[9]).padStart(14, '0');
  return (
    (imsi !== '' && !standsWhole(line, delimiter, imsi, 0)) ||
    (imei14 !== '' && !standsWhole(line, delimiter, imei14, 2))
  );
}

/** Reads a delimited delivery with damaged rows: each row used or refused once, untouched ones read as before. */
async function tryRows(reader: FileReader, base: Base, random: Random): Promise<Trial> {
  const mutated = mutateRows(linesOf(base.bytes), { skip: base.skip, delimiter: base.delimiter, share: 0.5 }, random);
  const gz = random() < 0.5;
  const reading = await reader.read(base.name, gz ? gzipSync(mutated.bytes, { level: 1 }) : mutated.bytes);
  const faults: string[] = [];
  judgeCounts(reading, faults);
  const places = placesOf(mutated.bytes, base.skip);
  if (reading.rows_in !== places.length) faults.push(`${places.length} rows in the file, ${reading.rows_in} read`);
  for (const place of places) {
    const count = reading.stored.get(place)?.length ?? 0;
    if (count !== 1) faults.push(`line ${place} stands ${count} times in the store`);
  }
  const lines = linesOf(mutated.bytes).map((line) => line.toString('latin1'));
  for (const [place, [stored]] of reading.stored)
    if (stored !== undefined && misread(lines[place - 1] ?? '', base.delimiter, stored))
      faults.push(`line ${place} is used with an identifier that does not stand in it`);
  for (const [now, before] of mutated.untouched)
    if (reading.stored.get(now)?.[0] !== base.reading.stored.get(before)?.[0])
      faults.push(`line ${now} was not touched and is read in another way`);
  return { mutations: mutated.mutations, faults, reading };
}

async function tryXml(reader: FileReader, base: Base, random: Random): Promise<Trial> {
  const mutated = mutateXml(base.bytes.toString('utf8'), 0.5, random);
  const bytes = Buffer.from(mutated.text);
  const reading = await reader.read(base.name, random() < 0.5 ? gzipSync(bytes, { level: 1 }) : bytes);
  const faults: string[] = [];
  judgeCounts(reading, faults);
  if (reading.refusals.length > 0) faults.push(`refused from ${reading.refusals[0]?.place} on`);
  for (const record of mutated.records)
    if (!reading.stored.has(record)) faults.push(`record ${record} is neither used nor refused`);
  if (reading.stored.size !== mutated.records.length)
    faults.push(`${mutated.records.length} records in the file, ${reading.stored.size} in the store`);
  for (const record of mutated.untouched)
    if (String(reading.stored.get(record)) !== String(base.reading.stored.get(record)))
      faults.push(`record ${record} was not touched and is read in another way`);
  return { mutations: mutated.mutations, faults, reading };
}

export const tryBase = (reader: FileReader, base: Base, random: Random): Promise<Trial> =>
  base.kind === 'xml' ? tryXml(reader, base, random) : tryRows(reader, base, random);
