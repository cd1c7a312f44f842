import { codeColumns, quoted, type CodeColumn } from './codes.ts';
import { findDirection, type DirectionReading } from './direction.ts';
import type { Notebook } from './reading.ts';
import type { SampledTable } from './table.ts';
import { speaksFor, type ServiceName } from './words.ts';

export interface Kinds {
  /** Codes of which code and sheet say contrary things are missing from the map. */
  readonly service: { column: string; map: Record<string, ServiceName>; unresolved: readonly string[] };
  readonly direction: DirectionReading;
  /** What is assumed of codes that do not say it themselves, in words. */
  readonly assumed: readonly string[];
}

/** Rows that the meaning of a code explains, by count. */
const explained = (column: CodeColumn, map: ReadonlyMap<string, unknown>): number =>
  column.values.filter((v) => map.has(v)).length / Math.max(1, column.values.length);

/**
 * What each code of the service must be if nobody says: sessions without other number are data, communications that
 * never last are messages, the rest are calls.
 */
function serviceByContent(column: CodeColumn, other: readonly string[], duration: readonly string[] | undefined) {
  const map = new Map<string, ServiceName>();
  for (const code of column.codes) {
    const rows = column.values.flatMap((v, i) => (v === code ? [i] : []));
    if (rows.length < 5) continue;
    const alone = rows.filter((i) => (other[i] ?? '') === '').length / rows.length;
    if (alone >= 0.95) map.set(code, 'data');
    else if (alone <= 0.05 && duration !== undefined) {
      const lasting = rows.filter((i) => !/^[0: ]*$/.test(duration[i] ?? '')).length / rows.length;
      if (lasting <= 0.01 && rows.length >= 20) map.set(code, 'sms');
      else if (lasting >= 0.3) map.set(code, 'voice');
    }
  }
  return map;
}

/** Whether rows read as data have no correspondent and the others have one, as they must. */
function agreesWithContent(
  column: CodeColumn,
  map: ReadonlyMap<string, ServiceName>,
  other: readonly string[],
): number {
  let agree = 0;
  let rows = 0;
  column.values.forEach((value, i) => {
    const service = map.get(value);
    if (service === undefined) return;
    rows++;
    if ((service === 'data') === ((other[i] ?? '') === '')) agree++;
  });
  return rows === 0 ? 0 : agree / rows;
}

/** Finds the columns of service and direction (perhaps one for both) and what each of their values means. */
export function findKinds(
  table: SampledTable,
  skip: ReadonlySet<number>,
  sheet: string,
  other: readonly string[],
  duration: readonly string[] | undefined,
  notes: Notebook,
): Kinds | undefined {
  const columns = codeColumns(table, skip, sheet);
  const byWords = columns
    .map((column) => ({ column, map: column.service, words: explained(column, column.service) }))
    .filter(
      ({ column, map, words }) =>
        words >= 0.95 && agreesWithContent(column, map, other) >= 0.9 && new Set(map.values()).size >= 2,
    )
    .sort(
      (a, b) =>
        b.words - a.words || Number(speaksFor('service', b.column.name)) - Number(speaksFor('service', a.column.name)),
    );
  let service: { column: CodeColumn; map: ReadonlyMap<string, ServiceName>; why: string } | undefined;
  if (byWords[0] !== undefined)
    service = { ...byWords[0], why: 'the values are words or codes that the sheet or common usage explains' };
  else {
    const byContent = columns
      .map((column) => ({ column, map: serviceByContent(column, other, duration) }))
      .filter(({ column, map }) => explained(column, map) >= 0.98 && new Set(map.values()).size >= 2 && map.size <= 8)
      // A technology or a direction does not split calls, messages and sessions.
      .sort(
        (a, b) =>
          new Set(b.map.values()).size - new Set(a.map.values()).size ||
          Number(speaksFor('service', b.column.name)) - Number(speaksFor('service', a.column.name)),
      );
    if (byContent[0] !== undefined) {
      service = { ...byContent[0], why: 'sessions without other number, messages without duration, calls with both' };
      notes.questions.push(
        `Column "${service.column.name}": its codes are read by what stands beside them (${[...service.map].map(([code, name]) => `${code === '' ? 'empty' : code} = ${name}`).join(', ')}). Is that right?`,
      );
    }
  }
  if (service === undefined) {
    notes.fields.push({
      field: 'service',
      columns: [],
      strength: 'none',
      why: 'no column whose values tell calls, messages and data sessions apart',
    });
    return undefined;
  }
  const { column } = service;
  const doubted = column.contrary.service;
  const map = new Map([...service.map].filter(([code]) => !doubted.includes(code)));
  notes.fields.push({
    field: 'service',
    columns: [column.name],
    strength: doubted.length === 0 ? 'strong' : 'weak',
    why: doubted.length === 0 ? service.why : 'the sheet says something else than the values',
  });
  if (doubted.length > 0)
    notes.questions.push(
      `Column "${column.name}": the sheet says something else than the words of ${quoted(doubted)}. Call, message or data session?`,
    );
  const unread = column.codes.filter((code) => !map.has(code) && !doubted.includes(code));
  if (unread.length > 0)
    notes.questions.push(
      `Column "${column.name}": ${unread.length} of its values mean nothing known; their rows are refused.`,
    );
  const talk = column.values.map((v) => map.get(v) !== 'data');
  const direction = findDirection(columns, column, talk, notes);
  if (direction === undefined) return undefined;
  const { found, ...reading } = direction;
  const names = (codes: ReadonlySet<string>, of: Readonly<Record<string, string>>): string[] =>
    [...codes].flatMap((code) => (of[code] === undefined ? [] : [`${code} = ${of[code]}`]));
  const services = names(service.map === column.service ? column.told.service : new Set(), Object.fromEntries(map));
  const directions = names(found.told.direction, reading.map);
  return {
    service: { column: column.name, map: Object.fromEntries(map), unresolved: doubted },
    direction: reading,
    assumed: [
      ...(services.length === 0 ? [] : [`services ${services.join(', ')} (the operator's sheet says so)`]),
      ...(directions.length === 0 ? [] : [`directions ${directions.join(', ')} (the operator's sheet says so)`]),
    ],
  };
}
