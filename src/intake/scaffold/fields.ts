import path from 'node:path';
import { callingCodeOf } from './readable-share.ts';
import type { AntennaCandidate } from './antennas.ts';
import { cellJoins, chooseCells } from './cells.ts';
import { findTime } from './clock.ts';
import { findDuration } from './duration.ts';
import type { ScaffoldCase } from './case.ts';
import { findIdentities } from './identities.ts';
import { findKinds } from './kinds.ts';
import { findNumbers, likelyOther } from './numbers.ts';
import { percent, type Notebook } from './reading.ts';
import { columnOf, type SampledTable } from './table.ts';

const MIN_JOINED = 0.8;

export type FoundFields = ReturnType<typeof findFields>;

/**
 * Which column holds what, field after field: each takes its columns out of the question for the next.
 *
 * @param notes what was found and how sure it is, in that order
 */
export function findFields(
  table: SampledTable,
  antennas: readonly AntennaCandidate[],
  sheet: string,
  about: ScaffoldCase,
  notes: Notebook,
) {
  const { header } = table;
  const callingCode = callingCodeOf(about.country);
  const time = findTime(table, sheet, about, notes);
  const used = new Set<number>(time?.columns);
  const identities = findIdentities(table, used, notes);
  for (const i of [identities.imei, identities.imsi]) if (i !== undefined) used.add(i);
  const joins = cellJoins(table, used, antennas);
  const cells = chooseCells(table, joins);
  if (cells === undefined)
    notes.fields.push({
      field: 'cell',
      columns: [],
      strength: 'none',
      why:
        antennas.length === 0
          ? 'no antenna table among the files'
          : 'no column whose values occur in the antenna table',
    });
  else {
    const names = cells.first.record.map((c) => header[c] ?? '');
    const joined = cells.first.share;
    notes.fields.push({
      field: 'cell',
      columns: names,
      strength: joined >= MIN_JOINED && !cells.ambiguous ? 'strong' : 'weak',
      why: `${percent(joined)} of the values stand in ${path.posix.basename(cells.first.antennas.table.path)}`,
    });
    if (cells.ambiguous)
      notes.questions.push(`Several columns hold cells. Is the one at the start in "${names.join(' + ')}"?`);
    for (const join of [cells.first, cells.last]) for (const c of join?.record ?? []) used.add(c);
  }
  const duration = findDuration(table, used, sheet, notes);
  if (duration !== undefined) used.add(duration.column);
  const other = likelyOther(table, used, callingCode);
  const kinds = findKinds(
    table,
    used,
    sheet,
    other,
    duration === undefined ? undefined : columnOf(table, duration.column),
    notes,
  );
  const numbers = findNumbers(table, used, identities.imsi, kinds, callingCode, notes);
  return { time, identities, cells, duration, kinds, numbers };
}
