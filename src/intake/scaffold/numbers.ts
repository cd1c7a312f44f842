import { constancy, formedShare, numberColumns } from './identities.ts';
import type { Kinds } from './kinds.ts';
import { percent, type Notebook } from './reading.ts';
import { columnOf, filledShare, type SampledTable } from './table.ts';
import { speaksFor } from './words.ts';

export interface Numbers {
  readonly msisdn: number;
  readonly other: number;
  readonly numbers: 'served-other' | 'caller-callee';
}

const CONSTANT = 0.97;

/** A first guess of the other number, before service and direction are known: the less filled of the number columns. */
export function likelyOther(table: SampledTable, skip: ReadonlySet<number>, callingCode: string): readonly string[] {
  const columns = numberColumns(table, skip, callingCode).map((i) => columnOf(table, i));
  return columns.sort((a, b) => filledShare(a) - filledShare(b))[0] ?? table.rows.map(() => '');
}

/**
 * Which column is our customer's number: the one that stays the same for the same SIM. In layouts of caller and callee
 * that is the caller on originated rows and the callee on received ones.
 */
export function findNumbers(
  table: SampledTable,
  skip: ReadonlySet<number>,
  imsi: number | undefined,
  kinds: Kinds | undefined,
  callingCode: string,
  notes: Notebook,
): Numbers | undefined {
  const columns = numberColumns(table, skip, callingCode).map((i) => ({
    i,
    name: table.header[i] ?? '',
    values: columnOf(table, i),
  }));
  const keys = imsi === undefined ? undefined : columnOf(table, imsi);
  const directionAt = kinds === undefined ? -1 : table.header.indexOf(kinds.direction.column);
  const isMt = table.rows.map((row) => kinds?.direction.map[row[directionAt] ?? ''] === 'MT');
  const pairs = columns.flatMap((a) =>
    columns.flatMap((b) => {
      if (a === b) return [];
      const served = keys === undefined ? undefined : constancy(keys, a.values);
      const byRole =
        keys === undefined
          ? undefined
          : constancy(
              keys,
              a.values.map((v, i) => (isMt[i] ? (b.values[i] ?? '') : v)),
            );
      return [{ a, b, served, byRole }];
    }),
  );
  const wording = (p: (typeof pairs)[number]): number =>
    (speaksFor('msisdn', p.a.name) ? 1 : 0) +
    (speaksFor('other', p.b.name) ? 1 : 0) -
    (speaksFor('other', p.a.name) ? 1 : 0) -
    (speaksFor('msisdn', p.b.name) ? 1 : 0);
  const roles = (p: (typeof pairs)[number]): number =>
    (speaksFor('caller', p.a.name) ? 1 : 0) + (speaksFor('callee', p.b.name) ? 1 : 0);
  const direct = pairs
    .filter((p) => (p.served ?? 0) >= CONSTANT && filledShare(p.a.values) >= 0.95)
    .sort(
      (p, q) =>
        wording(q) - wording(p) ||
        (q.served ?? 0) - (p.served ?? 0) ||
        filledShare(q.b.values) - filledShare(p.b.values),
    );
  const byRole = pairs
    .filter((p) => (p.byRole ?? 0) >= CONSTANT)
    .sort((p, q) => roles(q) - roles(p) || (q.byRole ?? 0) - (p.byRole ?? 0));
  const unsaid = (values: readonly string[]): boolean => formedShare(values, callingCode) < 0.8;
  const note = (field: string, column: { name: string }, strength: 'strong' | 'weak', why: string): void => {
    notes.fields.push({ field, columns: [column.name], strength, why });
  };
  const settle = (p: (typeof pairs)[number], numbers: Numbers['numbers'], share: number): Numbers => {
    const vague = [p.a, p.b].filter((c) => unsaid(c.values));
    for (const c of vague)
      notes.questions.push(
        `Column "${c.name}": its numbers do not say their country (no +, 00, 0 or calling code first). How are they written?`,
      );
    const strength = vague.length === 0 ? ('strong' as const) : ('weak' as const);
    const role = numbers === 'caller-callee' ? ' (caller and callee change places with the direction)' : '';
    note('msisdn', p.a, strength, `the same for the same SIM in ${percent(share)} of rows${role}`);
    // More than one column may remain for the other side (dialled, forwarded-to): only a name decides then.
    const rivals = columns.filter(
      (c) =>
        c !== p.a && c !== p.b && filledShare(c.values) >= 0.5 && (constancy(keys ?? [], c.values) ?? 0) < CONSTANT,
    );
    if (rivals.length > 0 && !(speaksFor('other', p.b.name) || roles(p) > 0))
      notes.questions.push(
        `Several columns may hold the other number: ${[p.b, ...rivals].map((c) => `"${c.name}"`).join(', ')}.`,
      );
    note(
      'other',
      p.b,
      rivals.length === 0 || speaksFor('other', p.b.name) || roles(p) > 0 ? strength : 'weak',
      'a number that changes for the same SIM',
    );
    return { msisdn: p.a.i, other: p.b.i, numbers };
  };
  const best = direct.find((p) => (constancy(keys ?? [], p.b.values) ?? 0) < CONSTANT) ?? direct[0];
  if (best !== undefined) {
    if ((constancy(keys ?? [], best.b.values) ?? 0) >= CONSTANT)
      notes.questions.push(
        `Columns "${best.a.name}" and "${best.b.name}" are both the same for the same SIM. Which one is the other party's?`,
      );
    return settle(best, 'served-other', best.served ?? 0);
  }
  if (byRole[0] !== undefined && kinds !== undefined && kinds.direction.unresolved.length === 0)
    return settle(byRole[0], 'caller-callee', byRole[0].byRole ?? 0);
  // Too few rows for each SIM to see what stays the same: names only, never strong.
  const named = pairs
    .filter((p) => speaksFor('msisdn', p.a.name) && wording(p) > 0)
    .sort((p, q) => wording(q) - wording(p))[0];
  if (named === undefined) {
    notes.fields.push({
      field: 'msisdn',
      columns: [],
      strength: 'none',
      why: 'no column of numbers that stays the same for the same SIM',
    });
    return undefined;
  }
  notes.questions.push(
    `Is "${named.a.name}" our customer's number and "${named.b.name}" the other? Only the names say so.`,
  );
  note('msisdn', named.a, 'weak', 'its name');
  note('other', named.b, 'weak', 'its name');
  return { msisdn: named.a.i, other: named.b.i, numbers: 'served-other' };
}
