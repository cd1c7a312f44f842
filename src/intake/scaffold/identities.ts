import { luhnCheckDigit } from '../../model/identifiers.ts';
import { percent, type Notebook } from './reading.ts';
import { columnOf, filledShare, shareOf, type SampledTable } from './table.ts';
import { speaksFor } from './words.ts';
import { plainImei, plainImsi } from '../written-identifier.ts';

const imeiLike = (v: string): boolean => /^\d{14,16}$/.test(v);
const luhnRate = (values: readonly string[]): number =>
  shareOf(
    values.filter((v) => v.length === 15),
    (v) => Number(v[14]) === luhnCheckDigit(v.slice(0, 14)),
  );

/** Share of the most frequent country code, and whether it is one of a mobile network. */
function networkOf(values: readonly string[]): { share: number; code: string } {
  const seen = new Map<string, number>();
  let n = 0;
  for (const v of values) {
    if (v === '') continue;
    n++;
    seen.set(v.slice(0, 3), (seen.get(v.slice(0, 3)) ?? 0) + 1);
  }
  const [code, count] = [...seen].sort((a, b) => b[1] - a[1])[0] ?? ['', 0];
  return { share: n === 0 ? 0 : count / n, code };
}
const isMcc = (code: string): boolean => code === '001' || (code >= '200' && code <= '799') || code >= '901';

export interface Identities {
  readonly imei: number;
  readonly imsi: number;
  readonly imei_has_check_digit: boolean;
  readonly imei_digits: 14 | 15 | 16 | undefined;
}

/** Which columns hold IMEI and IMSI, told apart by check digit, length and country code, then by name. */
export function findIdentities(table: SampledTable, skip: ReadonlySet<number>, notes: Notebook): Partial<Identities> {
  const columns = table.header.flatMap((name, i) => {
    const written = columnOf(table, i);
    if (skip.has(i) || filledShare(written) < 0.3) return [];
    // As the reader takes them: without the signs between their groups.
    const values = written.map((v) => plainImei(plainImsi(v)));
    if (shareOf(values, (v) => /^\d([.,]\d+)?E\+?\d+$/i.test(v)) > 0.2) {
      notes.questions.push(
        `Column "${name}": a spreadsheet turned its identifiers into rounded numbers. They cannot be repaired; ask for the file anew, as text.`,
      );
      return [];
    }
    if (shareOf(values, imeiLike) < 0.9) return [];
    const lengths = (n: number): number => shareOf(values, (v) => v.length === n);
    const network = networkOf(values);
    const luhn = luhnRate(values);
    const spare = shareOf(
      values.filter((v) => v.length === 15),
      (v) => v.endsWith('0'),
    );
    // An IMSI has 15 digits, a country code that is one, shared by most customers, and no check digit.
    const random = luhn < 0.5 && spare < 0.5;
    const asImsi = lengths(15) >= 0.9 && isMcc(network.code) && network.share >= 0.5 && random;
    const asImei = lengths(14) + lengths(16) >= 0.9 || luhn >= 0.9 || spare >= 0.95;
    return [{ i, name, values, asImsi, asImei, luhn, spare, lengths, network }];
  });
  const pick = (field: 'imei' | 'imsi') => {
    const fit = columns.filter(
      (c) =>
        (field === 'imei' ? c.asImei || speaksFor('imei', c.name) : c.asImsi) &&
        !(field === 'imei' && c.asImsi && !speaksFor('imei', c.name)),
    );
    const named = fit.filter((c) => speaksFor(field, c.name) && !speaksFor(field === 'imei' ? 'imsi' : 'imei', c.name));
    if (fit.length > 1) {
      const which = (named.length > 0 ? named : fit).map((c) => `"${c.name}"`).join(', ');
      notes.questions.push(
        `Several columns could be the ${field.toUpperCase()} of our customer: ${which}. Rows that hold both parties need a layout of their own.`,
      );
      if (named.length !== 1) return { column: undefined, strong: false };
    }
    const column = named[0] ?? fit[0];
    return { column, strong: column !== undefined && (fit.length === 1 || named.length === 1) };
  };
  const imei = pick('imei');
  const rest = pick('imsi');
  const imsi = rest.column !== undefined && rest.column === imei.column ? { column: undefined, strong: false } : rest;
  const c = imei.column;
  notes.fields.push({
    field: 'imei',
    columns: c === undefined ? [] : [c.name],
    strength: c === undefined ? 'none' : imei.strong && c.asImei ? 'strong' : 'weak',
    why:
      c === undefined
        ? 'no column of 14 to 16 digits with a check digit, a spare 0 or a fitting name'
        : c.lengths(14) >= 0.9
          ? '14 digits'
          : c.lengths(16) >= 0.9
            ? '16 digits (IMEISV)'
            : `15 digits, check digit right in ${percent(c.luhn)}, last digit 0 in ${percent(c.spare)}`,
  });
  notes.fields.push({
    field: 'imsi',
    columns: imsi.column === undefined ? [] : [imsi.column.name],
    strength: imsi.column === undefined ? 'none' : imsi.strong ? 'strong' : 'weak',
    why:
      imsi.column === undefined
        ? 'no column of 15 digits with one country code'
        : `15 digits, country code ${imsi.column.network.code} in ${percent(imsi.column.network.share)}`,
  });
  const digits = c === undefined ? undefined : ([14, 15, 16] as const).find((n) => c.lengths(n) >= 0.98);
  if (c !== undefined && c.lengths(15) > 0.5 && c.luhn < 0.9 && c.spare < 0.95)
    notes.questions.push(
      `Column "${c.name}": the 15th digit is neither a check digit nor a constant 0. What is it? It is ignored.`,
    );
  return {
    ...(c === undefined
      ? {}
      : { imei: c.i, imei_has_check_digit: c.luhn >= 0.9 && c.spare < 0.95, imei_digits: digits }),
    ...(imsi.column === undefined ? {} : { imsi: imsi.column.i }),
  };
}

/** A telephone number in one of the forms that the reader brings to E.164, or a short code. */
export function e164(text: string, callingCode: string): string | undefined {
  const plain = text.replaceAll(' ', '');
  if (!/^\+?\d{3,16}$/.test(plain)) return undefined;
  if (plain.startsWith('+')) return plain.slice(1);
  if (plain.startsWith('00')) return plain.slice(2);
  if (plain.startsWith('0')) return callingCode === '' ? undefined : callingCode + plain.slice(1);
  return plain;
}

/** Columns of telephone numbers: their values are of one of the known forms, and as long as numbers are. */
export function numberColumns(table: SampledTable, skip: ReadonlySet<number>, callingCode: string): number[] {
  return table.header.flatMap((_, i) => {
    if (skip.has(i)) return [];
    const values = columnOf(table, i);
    const fits = (v: string): boolean => {
      const full = e164(v, callingCode);
      return full !== undefined && ((full.length >= 9 && full.length <= 15) || /^\d{3,6}$/.test(v));
    };
    const long = shareOf(values, (v) => v.replace(/\D/g, '').length >= 9);
    return shareOf(values, fits) >= 0.97 && long >= 0.7 && filledShare(values) >= 0.2 ? [i] : [];
  });
}

/** Share of the long numbers of a column that say their country (+, 00, 0 or the country's code first). */
export const formedShare = (values: readonly string[], callingCode: string): number =>
  shareOf(
    values.filter((v) => v.replace(/\D/g, '').length >= 9),
    (v) => /^(\+|0)/.test(v.replaceAll(' ', '')) || (callingCode !== '' && v.startsWith(callingCode) && v.length >= 10),
  );

/** Share of the rows of customers seen twice or more whose number is their most frequent one; undefined without such. */
export function constancy(keys: readonly string[], values: readonly string[]): number | undefined {
  const byKey = new Map<string, Map<string, number>>();
  keys.forEach((key, i) => {
    const value = values[i] ?? '';
    if (key === '' || value === '') return;
    const seen = byKey.get(key) ?? new Map<string, number>();
    seen.set(value, (seen.get(value) ?? 0) + 1);
    byKey.set(key, seen);
  });
  let rows = 0;
  let modal = 0;
  for (const seen of byKey.values()) {
    const counts = [...seen.values()];
    const sum = counts.reduce((a, b) => a + b, 0);
    if (sum < 2) continue;
    rows += sum;
    modal += Math.max(...counts);
  }
  return rows < 20 ? undefined : modal / rows;
}
