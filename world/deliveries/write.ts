import { join } from 'node:path';
import { ambiguousWall } from '../clock.ts';
import { faultOf } from '../dirt.ts';
import type { ExpectedRefusal } from '../dirt.ts';
import { DATA } from '../legs.ts';
import { OPERATORS } from '../names.ts';
import { TextFile } from '../text-file.ts';
import type { World } from '../world.ts';
import { XML_HEAD_LINES, XML_TAIL, xmlHead, xmlRecord } from './etsi-xml.ts';
import { firstLastTab } from './first-last-tab.ts';
import { legCsv } from './leg-csv.ts';
import { nationalSemicolon } from './national-semicolon.ts';
import { isHard, printCells, rowOf } from './row.ts';
import type { Fault, TextLayout } from './row.ts';
import type { Delivery, Selection } from './selection.ts';

/** What came to stand in the files. */
export interface Written {
  /** Per leg: 1 = a usable row stands in a covered file; 2 = one with a known cell, too. */
  readonly usable: Uint8Array;
  readonly operators: OperatorRows[];
  readonly files: { readonly file: string; readonly records: number; readonly lines: number }[];
  readonly refusals: ExpectedRefusal[];
}

export interface OperatorRows {
  rows: number;
  refusable: number;
  soft: number;
  outsidePeriod: number;
  usableRows: number;
}

/** Writes all record files of a case folder. */
export async function writeDeliveries(dir: string, world: World, selection: Selection): Promise<Written> {
  const written: Written = {
    usable: new Uint8Array(world.legs.length),
    operators: OPERATORS.map(() => ({ rows: 0, refusable: 0, soft: 0, outsidePeriod: 0, usableRows: 0 })),
    files: [],
    refusals: [],
  };
  const cells = printCells(world);
  const closing: Promise<void>[] = [];
  for (const [index, delivery] of selection.deliveries.entries()) {
    const job = new DeliveryWriter(dir, world, cells, delivery, index, written);
    closing.push(job.write());
  }
  await Promise.all(closing);
  return written;
}

class DeliveryWriter {
  private readonly dir: string;
  private readonly world: World;
  private readonly cells: ReturnType<typeof printCells>;
  private readonly delivery: Delivery;
  private readonly index: number;
  private readonly written: Written;
  private readonly path: string;
  private readonly layout: TextLayout | undefined;

  constructor(
    dir: string,
    world: World,
    cells: ReturnType<typeof printCells>,
    delivery: Delivery,
    index: number,
    written: Written,
  ) {
    const operator = OPERATORS[delivery.operator];
    if (!operator) throw new RangeError('unknown operator');
    this.dir = dir;
    this.world = world;
    this.cells = cells;
    this.delivery = delivery;
    this.index = index;
    this.written = written;
    this.layout =
      operator.layout === 'leg-csv'
        ? legCsv
        : operator.layout === 'national-semicolon'
          ? nationalSemicolon(operator.name)
          : operator.layout === 'first-last-tab'
            ? firstLastTab
            : undefined;
    this.path = `operators/${operator.folder}/${delivery.name}.${this.layout?.extension ?? 'xml'}.gz`;
  }

  async write(): Promise<void> {
    const file = new TextFile(join(this.dir, this.path), this.layout?.encoding ?? 'utf8');
    const records = this.layout ? this.writeText(file, this.layout) : this.writeXml(file);
    if (this.delivery.forbidden) this.refuse(0, '', 'AUTHORITY_MISSING', true);
    this.written.files.push({ file: this.path, records, lines: file.lines + (this.layout ? 0 : XML_HEAD_LINES - 1) });
    await file.close();
  }

  private writeText(file: TextFile, layout: TextLayout): number {
    for (const line of layout.head) file.line(line);
    for (const leg of this.delivery.legs) {
      const fault = this.fault(leg, file.lines);
      file.line(layout.row(rowOf(this.world, this.cells, leg), fault));
      this.account(leg, fault, file.lines, '');
    }
    return this.delivery.legs.length;
  }

  private writeXml(file: TextFile): number {
    const { legs } = this.world;
    file.line(xmlHead(OPERATORS[this.delivery.operator]?.name ?? '', this.world.calendar.until + 3 * 86_400));
    const first = new Map<number, number>();
    const second = new Map<number, number>();
    for (const leg of this.delivery.legs) {
      const id = legs.communication[leg] as number;
      const known = first.get(id);
      if (known === undefined) first.set(id, leg);
      else if (legs.service[leg] !== DATA) second.set(known, leg);
    }
    const inSecond = new Set(second.values());
    let n = 0;
    for (const leg of this.delivery.legs) {
      if (inSecond.has(leg)) continue;
      n++;
      const line = XML_HEAD_LINES + n;
      const both = second.get(leg);
      const fault = both === undefined ? this.fault(leg, n) : undefined;
      file.line(
        xmlRecord(
          n,
          rowOf(this.world, this.cells, leg),
          both === undefined ? undefined : rowOf(this.world, this.cells, both),
          fault,
        ),
      );
      this.account(leg, fault, line, n);
      if (both !== undefined) this.account(both, undefined, line, n);
    }
    file.line(XML_TAIL.split('\n')[0] as string);
    file.line(XML_TAIL.split('\n')[1] as string);
    return n;
  }

  private fault(leg: number, row: number): Fault | undefined {
    const operator = OPERATORS[this.delivery.operator];
    if (!this.world.options.dirt || this.delivery.forbidden || !operator) return undefined;
    const fault = faultOf(this.world.options.seed, this.index, row, operator.layout);
    const zeros = this.world.devices[this.world.legs.device[leg] as number]?.filler === true;
    return zeros && (fault === 'SCIENTIFIC' || fault === 'LEADING_ZEROS' || fault === 'CHECK_DIGIT')
      ? undefined
      : fault;
  }

  private account(leg: number, fault: Fault | undefined, line: number, record: number | ''): void {
    if (this.delivery.forbidden) return;
    const { calendar, legs } = this.world;
    const counts = this.written.operators[this.delivery.operator] as OperatorRows;
    const t = legs.time[leg] as number;
    counts.rows++;
    const outside = t < calendar.from || t >= calendar.until;
    if (fault && isHard(fault)) {
      counts.refusable++;
      this.refuse(line, record, fault, true);
      return;
    }
    if (outside) {
      counts.outsidePeriod++;
      this.refuse(line, record, 'AUTHORITY_PERIOD', true);
      return;
    }
    const ambiguous = this.layout?.encoding === 'latin1' && ambiguousWall(t);
    if (fault || ambiguous) {
      counts.soft++;
      this.refuse(line, record, fault ?? 'AMBIGUOUS_TIME', false);
    }
    counts.usableRows++;
    this.written.usable[leg] =
      (this.written.usable[leg] as number) | (fault === 'NO_CELL' || fault === 'UNKNOWN_CELL' ? 1 : 3);
  }

  private refuse(line: number, record: number | '', kind: string, hard: boolean): void {
    this.written.refusals.push({ file: this.path, line, record, kind, certainty: hard ? 'hard' : 'soft' });
  }
}
