import { mask, parseImei, parseImsi } from '../../model/identifiers.ts';
import type { Imei14, ImeiRemark, Imsi, Msisdn } from '../../model/identifiers.ts';
import type { Interval, UnixSeconds } from '../../model/record.ts';
import type { RefusalCode, RemarkCode } from '../../model/refusal.ts';
import { parseIsoTime } from '../../authority/index.ts';
import type { Protection } from '../protection/index.ts';
import { parseTelephoneNumber } from './telephone-number.ts';
import { plainImei, plainImsi } from '../written-identifier.ts';

export interface Problem {
  readonly code: RefusalCode;
  readonly expected: string;
  /** Masked. */
  readonly found: string;
}

const REMARK_OF_IMEI: Readonly<Record<ImeiRemark, RemarkCode>> = {
  'check-digit-wrong': 'CHECK_DIGIT_WRONG',
  'spare-zero': 'SPARE_ZERO',
  imeisv: 'IMEISV',
  filler: 'FILLER_IMEI',
};

/** What a spreadsheet makes of an identifier: `9.73301E+14`. The digits are gone. */
const SCIENTIFIC = /^\d(?:[.,]\d+)?[eE]\+?\d+$/;

/**
 * The cells of one row by column name, read as the field's types. The first cell that cannot be read is the row's
 * `problem`; the value handed back in its place is never used, since the row is refused. Cells that may fail without
 * costing the row are the `optional...` ones: they give undefined and a remark.
 */
export class Fields {
  problem: Problem | undefined;
  readonly remarks: RemarkCode[] = [];
  private readonly cell: (column: string) => string;
  private readonly country: string;
  private readonly protection: Protection | undefined;

  /** @param protection whose numbers are taken out of every cell before anything else sees it */
  constructor(cell: (column: string) => string, country: string, protection?: Protection) {
    this.cell = cell;
    this.country = country;
    this.protection = protection;
  }

  refuse(code: RefusalCode, expected: string, column: string): void {
    this.problem ??= { code, expected, found: `${column} ${mask(this.cell(column))}` };
  }

  remark(code: RemarkCode): void {
    this.remarks.push(code);
  }

  /** As written, without protected numbers; empty where not stated. */
  note(column: string): string {
    const value = this.cell(column);
    const { text, numbers } = this.protection?.takenOut(value) ?? { text: value, numbers: 0 };
    for (let i = 0; i < numbers; i++) this.remark('NUMBER_PROTECTED');
    return text;
  }

  /** As written; empty where a protected number is part of it: half an address may be somebody else's. */
  address(column: string): string {
    const text = this.note(column);
    return text === this.cell(column) ? text : '';
  }

  text(column: string): string {
    const value = this.cell(column);
    if (value === '') this.refuse('RECORD_INCOMPLETE', `${column} stated`, column);
    return value;
  }

  oneOf<Value extends string>(column: string, values: readonly Value[]): Value {
    const value = this.cell(column);
    const known = values.find((one) => one === value);
    if (known === undefined) this.refuse('VALUE_UNKNOWN', `${column}: ${values.join('|')}`, column);
    return known ?? (value as Value);
  }

  /** A finite decimal number within `[least, most]`. */
  decimal(column: string, least: number, most: number, code: RefusalCode = 'FIELD_FORM'): number {
    const value = this.cell(column);
    const number = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/.test(value) ? Number(value) : Number.NaN;
    if (!(number >= least && number <= most)) this.refuse(code, `${column}: number ${least}..${most}`, column);
    return number;
  }

  /** As `decimal`; undefined where not stated. */
  optionalDecimal(column: string, least: number, most: number, code: RefusalCode = 'FIELD_FORM'): number | undefined {
    return this.cell(column) === '' ? undefined : this.decimal(column, least, most, code);
  }

  whole(column: string, least: number, most: number): number {
    const number = this.decimal(column, least, most);
    if (!Number.isInteger(number)) this.refuse('FIELD_FORM', `${column}: whole number ${least}..${most}`, column);
    return number;
  }

  time(column: string): UnixSeconds {
    const at_s = parseIsoTime(this.cell(column));
    if (at_s === undefined) this.refuse('TIME_IMPOSSIBLE', `${column}: ISO 8601 time with offset`, column);
    return at_s ?? 0;
  }

  optionalTime(column: string): UnixSeconds | undefined {
    const value = this.cell(column);
    const at_s = parseIsoTime(value);
    if (at_s === undefined && value !== '') this.remark('TIME_UNREADABLE');
    return at_s;
  }

  /**
   * `from` and `until`; not stated = without end on that side. A row that ends where it begins covers no time, but is no
   * mistake. One that ends before it begins is refused, or with `reversed: 'empty'` taken to cover no time either.
   */
  interval(reversed: 'refused' | 'empty' = 'refused'): Interval {
    const from_s = this.cell('from') === '' ? -Infinity : this.time('from');
    const until_s = this.cell('until') === '' ? Infinity : this.time('until');
    if (from_s < until_s) return { from_s, until_s };
    if (from_s > until_s && reversed === 'refused') this.refuse('INTERVAL_EMPTY', 'from before until', 'until');
    this.remark('INTERVAL_EMPTY');
    return { from_s, until_s: from_s };
  }

  /** Empty where it is a protected one. */
  number(column: string): Msisdn {
    const number = this.readNumber(column);
    if (number === undefined) this.refuse('NUMBER_FORM', `${column}: telephone number`, column);
    return number ?? ('' as Msisdn);
  }

  optionalNumber(column: string): Msisdn | undefined {
    const value = this.cell(column);
    const number = this.readNumber(column);
    if (number === '') return undefined;
    if (number === undefined && value !== '') this.remark('NUMBER_UNREADABLE');
    return number;
  }

  /** A handset must stand here: a filler (zeros, counting digits) is none. */
  imei(column: string): Imei14 {
    const value = this.cell(column);
    if (SCIENTIFIC.test(value)) this.refuse('IMEI_SCIENTIFIC', `${column}: all 14 to 16 digits`, column);
    const imei14 = this.readImei(value);
    if (imei14 === undefined) this.refuse('IMEI_FORM', `${column}: 14 to 16 digits of a handset`, column);
    return imei14 ?? ('' as Imei14);
  }

  optionalImei(column: string): Imei14 | undefined {
    return this.imeis(column)[0];
  }

  /** Several, separated by `|`; what cannot be read is left out with a remark. */
  imeis(column: string): Imei14[] {
    const parts = this.parts(column);
    return parts.flatMap((part) => {
      const before = this.remarks.length;
      const imei14 = this.readImei(part);
      if (imei14 === undefined && this.remarks.length === before) this.remark('IMEI_UNREADABLE');
      return imei14 ?? [];
    });
  }

  parts(column: string): string[] {
    return this.cell(column)
      .split('|')
      .map((part) => part.trim())
      .filter((part) => part !== '' && !this.isProtected(part));
  }

  optionalImsi(column: string): Imsi | undefined {
    const value = this.cell(column);
    if (value === '') return undefined;
    const imsi = parseImsi(plainImsi(value));
    if (imsi === undefined) this.refuse('IMSI_FORM', `${column}: 6 to 15 digits`, column);
    return imsi;
  }

  /** Undefined where it is none, empty where it is a protected one. */
  private readNumber(column: string): Msisdn | undefined {
    const value = this.cell(column);
    if (this.isProtected(value)) return '' as Msisdn;
    const number = parseTelephoneNumber(value, this.country);
    // What the library reads in ways of its own is looked up once more.
    return number !== undefined && this.isProtected(`+${number}`) ? ('' as Msisdn) : number;
  }

  private isProtected(text: string): boolean {
    const found = this.protection?.covers(text) === true;
    if (found) this.remark('NUMBER_PROTECTED');
    return found;
  }

  private readImei(text: string): Imei14 | undefined {
    const parsed = parseImei(plainImei(text));
    for (const remark of parsed?.remarks ?? []) this.remark(REMARK_OF_IMEI[remark]);
    return parsed?.remarks.includes('filler') ? undefined : parsed?.imei14;
  }
}
