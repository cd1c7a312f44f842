import { groupBy } from './bed-contradictions.ts';
import { REFERENCE_CLASSES } from '../../model/case.ts';
import type { ReferenceHandset } from '../../model/case.ts';
import type { Table, TableReading } from './read-table.ts';

/** reference/handsets.csv: handsets whose truth was established otherwise. `prison_id` may name a placebo area. */
export const REFERENCE_HANDSETS: Table<ReferenceHandset> = {
  required: ['imei', 'prison_id', 'class', 'from', 'until'],
  optional: ['basis'],
  row: (fields) => {
    const { from_s, until_s } = fields.interval();
    return {
      imei14: fields.imei('imei'),
      area_id: fields.text('prison_id'),
      class: fields.oneOf('class', REFERENCE_CLASSES),
      from_s,
      until_s,
      basis: fields.note('basis'),
    };
  },
  subjects: (row) => [row.imei14],
};

type Placed = TableReading<ReferenceHandset>['placed'][number];
const truthOf = ({ row }: Placed): string => `${row.class} ${row.area_id}`;

/**
 * Rows, in the order given, that reach into one before them of another truth. Of those before, the furthest reaching of two
 * truths are enough to know: one of them is another.
 */
function reaching(placed: readonly Placed[], begins: (p: Placed) => number, ends: (p: Placed) => number): number[] {
  let [first, second] = [
    { truth: '', end: -Infinity },
    { truth: '', end: -Infinity },
  ];
  const lines: number[] = [];
  for (const each of placed) {
    const truth = truthOf(each);
    const other = first.truth === truth ? second : first;
    if (other.end > begins(each)) lines.push(each.line);
    const end = ends(each);
    if (truth === first.truth) first = { truth, end: Math.max(end, first.end) };
    else if (end > first.end) [first, second] = [{ truth, end }, first];
    else if (truth === second.truth || end > second.end)
      second = { truth, end: Math.max(end, truth === second.truth ? second.end : end) };
  }
  return lines;
}

/**
 * Refuses all rows that say of one handset at one time that it belongs to different classes or areas (REFERENCE_CONTRADICTORY): which
 * is true cannot be known here, and whichever were taken would teach the figures of everybody else.
 */
export function settleReferences(reading: TableReading<ReferenceHandset>): void {
  const contradictory = new Set<number>();
  for (const placed of groupBy(reading.placed, ({ row }) => row.imei14 as string).values()) {
    if (placed.length < 2) continue;
    const byBegin = placed.toSorted((a, b) => a.row.from_s - b.row.from_s || a.line - b.line);
    const found = [
      ...reaching(
        byBegin,
        ({ row }) => row.from_s,
        ({ row }) => row.until_s,
      ),
      // Time turned round: those that begin later and are reached into.
      ...reaching(
        byBegin.toReversed(),
        ({ row }) => -row.until_s,
        ({ row }) => -row.from_s,
      ),
    ];
    for (const line of found) contradictory.add(line);
  }
  reading.refuseUsed(({ line }) =>
    contradictory.has(line)
      ? {
          code: 'REFERENCE_CONTRADICTORY',
          expected: 'one class and area of a handset at a time',
          found: 'another row of the same handset at that time',
        }
      : undefined,
  );
}
