import { percent, type Notebook } from './scaffold-reading.ts';
import { columnOf, filledShare, shareOf, type SampledTable } from './scaffold-table.ts';
import { glossOf, meaningOf, sheetOf, speaksFor, type DirectionName, type ServiceName } from './scaffold-words.ts';

const MAX_CODES = 16;

export interface Kinds {
  readonly service: { column: string; map: Record<string, ServiceName> };
  /** Codes whose direction nothing says are missing from the map. */
  readonly direction: { column: string; map: Record<string, DirectionName>; unresolved: readonly string[] };
}

interface CodeColumn {
  readonly i: number;
  readonly name: string;
  readonly values: readonly string[];
  readonly codes: readonly string[];
  readonly service: ReadonlyMap<string, ServiceName>;
  readonly direction: ReadonlyMap<string, DirectionName>;
}

/** Columns of few different values that are not numbers of anything, with what words and sheet say of each value. */
function codeColumns(table: SampledTable, skip: ReadonlySet<number>, sheet: string): CodeColumn[] {
  return table.header.flatMap((name, i) => {
    const values = columnOf(table, i);
    const codes = [...new Set(values)].sort();
    if (skip.has(i) || codes.length > MAX_CODES || codes.length < 2 || codes.length > table.rows.length / 3) return [];
    const own = sheetOf(sheet, table.header, name);
    const service = new Map<string, ServiceName>();
    const direction = new Map<string, DirectionName>();
    for (const code of codes) {
      if (code === '') continue;
      const said = [meaningOf(code)];
      // A letter may be a code here and a word elsewhere in the sheet: where the column has its part, only that counts.
      const gloss =
        glossOf(own, code, codes) ??
        (own === '' && !/^\d+$/.test(code) && code.length > 1 ? glossOf(sheet, code, codes) : undefined);
      // The sheet is the operator's word; the code's own letters count where it is silent.
      if (gloss !== undefined) said.unshift(meaningOf(gloss));
      const s = said.map((m) => m.service).find((m) => m !== undefined);
      const d = said.map((m) => m.direction).find((m) => m !== undefined);
      if (s !== undefined) service.set(code, s);
      if (d !== undefined) direction.set(code, d);
    }
    return [{ i, name, values, codes, service, direction }];
  });
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
  const { column, map } = service;
  notes.fields.push({ field: 'service', columns: [column.name], strength: 'strong', why: service.why });
  const unread = column.codes.filter((code) => !map.has(code));
  if (unread.length > 0)
    notes.questions.push(
      `Column "${column.name}": ${unread.length} of its values mean nothing known; their rows are refused.`,
    );

  const talk = column.values.map((v) => map.get(v) !== 'data');
  const directed = (c: CodeColumn): { share: number; codes: string[] } => {
    const codes = [...new Set(c.values.filter((_, i) => talk[i]))];
    const rows = c.values.filter((v, i) => talk[i] && (c.direction.get(v) ?? 'none') !== 'none').length;
    return { share: rows / Math.max(1, talk.filter(Boolean).length), codes };
  };
  const directions = columns
    .map((c) => ({ c, ...directed(c), kinds: new Set([...c.direction.values()].filter((d) => d !== 'none')).size }))
    .filter(({ share, kinds }) => share >= 0.95 && kinds === 2)
    .sort(
      (a, b) =>
        b.share - a.share ||
        Number(speaksFor('direction', b.c.name)) - Number(speaksFor('direction', a.c.name)) ||
        Number(b.c === column) - Number(a.c === column),
    );
  const found = directions[0];
  const contrary = directions.find(
    (d) =>
      d !== found &&
      found !== undefined &&
      d.c.values.some((v, i) => talk[i] && d.c.direction.get(v) !== found.c.direction.get(found.c.values[i] ?? '')),
  );
  const onlyData = (c: CodeColumn): [string, DirectionName][] =>
    c.codes.flatMap((code) =>
      !c.direction.has(code) && c.values.every((v, i) => v !== code || !talk[i])
        ? [[code, 'none'] as [string, DirectionName]]
        : [],
    );
  if (found !== undefined && contrary === undefined) {
    notes.fields.push({
      field: 'direction',
      columns: [found.c.name],
      strength: 'strong',
      why: `the values name the direction of ${percent(found.share)} of calls and messages`,
    });
    return {
      service: { column: column.name, map: Object.fromEntries(map) },
      direction: {
        column: found.c.name,
        map: Object.fromEntries([...found.c.direction, ...onlyData(found.c)]),
        unresolved: [],
      },
    };
  }
  if (contrary !== undefined && found !== undefined) {
    notes.questions.push(
      `Columns "${found.c.name}" and "${contrary.c.name}" name contrary directions. Which is our customer's?`,
    );
    notes.fields.push({
      field: 'direction',
      columns: [found.c.name],
      strength: 'weak',
      why: 'two columns contradict each other',
    });
    return {
      service: { column: column.name, map: Object.fromEntries(map) },
      direction: {
        column: found.c.name,
        map: Object.fromEntries([...found.c.direction, ...onlyData(found.c)]),
        unresolved: [],
      },
    };
  }
  // Two codes among calls and messages, by a name that says direction: they are the two directions, but which is which?
  const mute = columns.find((c) => {
    const codes = directed(c).codes.filter((code) => code !== '');
    return (
      c !== column &&
      codes.length === 2 &&
      speaksFor('direction', c.name) &&
      shareOf(
        c.values.filter((_, i) => talk[i]),
        () => true,
      ) > 0 &&
      filledShare(c.values.filter((_, i) => talk[i])) >= 0.95
    );
  });
  const either = mute ?? (column.codes.length >= 4 ? column : undefined);
  const codes =
    either === undefined
      ? []
      : directed(either).codes.filter((code) => code !== '' && (either.direction.get(code) ?? 'none') === 'none');
  notes.fields.push({
    field: 'direction',
    columns: either === undefined ? [] : [either.name],
    strength: 'none',
    why: 'no column whose values say whether our customer called or was called',
  });
  notes.questions.push(
    either === undefined
      ? 'No column says whether our customer called or was called.'
      : `Column "${either.name}": which of its values mean that our customer originated, and which that he received?`,
  );
  if (either === undefined) return undefined;
  return {
    service: { column: column.name, map: Object.fromEntries(map) },
    direction: {
      column: either.name,
      map: Object.fromEntries([...either.direction, ...onlyData(either)]),
      unresolved: codes,
    },
  };
}
