import type { BedAssignment } from '../../model/case.ts';
import { mask } from '../../model/identifiers.ts';
import type { UnixSeconds } from '../../model/record.ts';
import { groupBy, judgeBeds } from './bed-contradictions.ts';
import type { Table, TableReading } from './read-table.ts';

/** prisons/rolls.csv: who was assigned to which room, when. */
export const ROLLS: Table<BedAssignment> = {
  required: ['inmate_id', 'cell_id', 'from', 'until'],
  optional: ['reason'],
  row: (fields) => {
    // A bed that was planned and given up before the inmate arrived ends before it begins: nobody lay in it.
    const { from_s, until_s } = fields.interval('empty');
    return {
      inmate_id: fields.text('inmate_id'),
      cell_id: fields.text('cell_id'),
      reason: fields.note('reason'),
      from_s,
      until_s,
    };
  },
  subjects: (row) => [row.inmate_id],
};

/**
 * Refuses what no single row shows: a stay that begins after the case ends (ROW_FUTURE), a room nobody knows
 * (BED_UNKNOWN; only where the whole list of rooms could be read), one inmate in two beds at once (BED_CONTRADICTORY,
 * see judgeBeds). In that order, so that a mistake of one kind does not make an honest row look contradictory.
 */
export function settleRolls(
  reading: TableReading<BedAssignment>,
  knownRooms: ReadonlySet<string> | undefined,
  caseUntil_s: UnixSeconds,
): void {
  reading.refuseUsed(({ row }) => {
    if (row.from_s >= caseUntil_s) {
      return { code: 'ROW_FUTURE', expected: 'from before the end of the case', found: 'from after it' };
    }
    if (knownRooms && !knownRooms.has(row.cell_id)) {
      return { code: 'BED_UNKNOWN', expected: 'a cell_id of prisons/cells.csv', found: `cell_id ${mask(row.cell_id)}` };
    }
    return undefined;
  });
  const contradictory = new Set<number>();
  const endsAt_s = new Map<number, UnixSeconds>();
  const byInmate = groupBy(reading.placed, ({ row }) => row.inmate_id);
  for (const placed of byInmate.values()) {
    if (placed.length < 2) continue;
    const claims = placed.map(({ row: { cell_id, from_s, until_s }, line }) => ({
      key: line,
      cell_id,
      from_s,
      until_s,
    }));
    const verdict = judgeBeds(claims, caseUntil_s);
    for (const line of verdict.contradictory) contradictory.add(line);
    for (const [line, end_s] of verdict.endsAt_s) endsAt_s.set(line, end_s);
    for (const line of verdict.overlapping)
      if (!verdict.contradictory.has(line)) reading.tally.remark('INTERVAL_OVERLAP');
  }
  reading.refuseUsed(({ line }) =>
    contradictory.has(line)
      ? {
          code: 'BED_CONTRADICTORY',
          expected: 'one bed at a time',
          found: 'another row of the same inmate at that time',
        }
      : undefined,
  );
  const settled = reading.placed.map(({ row, line }) => {
    const until_s = endsAt_s.get(line);
    return { line, row: until_s === undefined ? row : Object.assign({}, row, { until_s }) };
  });
  reading.placed.splice(0, reading.placed.length, ...settled);
}
