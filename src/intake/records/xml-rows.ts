import { createReadStream, createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { SaxesParser } from 'saxes';
import { gunzipped, isGzip } from '../gzip.ts';
import type { XmlRecords } from './profile.ts';
import { UnreadElements } from './xml-unread.ts';

interface Element {
  readonly name: string;
  readonly children: Element[];
  text: string;
}

/** Columns of the lines that an XML delivery is turned into; the same statement reads them as reads tables. */
export const XML_COLUMNS = [
  'record',
  'time',
  'duration_s',
  'service',
  'direction',
  'msisdn',
  'imsi',
  'imei',
  'other',
  'cell',
] as const;

const NOTHING: readonly string[] = XML_COLUMNS.slice(1).map(() => '');
const ROWS_AT_ONCE = 10_000;
/**
 * A record has a few thousand characters and some dozens of elements. It is held in memory whole, as is what stands between two
 * records until its next tag: beyond these bounds the document is none of records.
 */
const MOST_CHARACTERS = 4 << 20;
const MOST_ELEMENTS = 500_000;

function elementsAt(from: Element, path: string): Element[] {
  let level = [from];
  for (const name of path.split('/'))
    level = level.flatMap((element) => element.children.filter((c) => c.name === name));
  return level;
}

/** First non-empty text at any of the paths; a leading slash starts at the record. */
function textAt(record: Element, leg: Element, paths: readonly string[]): string {
  for (const path of paths) {
    const found = path.startsWith('/') ? elementsAt(record, path.slice(1)) : elementsAt(leg, path);
    for (const element of found) {
      const text = element.text.trim();
      if (text !== '') return text;
    }
  }
  return '';
}

/** The legs of one record as rows of XML_COLUMNS; one row without values where the record matches nothing. */
export function legsOf(record: Element, layout: XmlRecords, place: string): string[][] {
  const rows: string[][] = [];
  for (const shape of layout.legs) {
    const candidates = elementsAt(record, shape.each);
    for (const leg of candidates) {
      if (
        textAt(record, leg, shape.when_any) === '' &&
        !shape.when_any.some((path) => elementsAt(leg, path).length > 0)
      )
        continue;
      const field = (name: keyof typeof shape.fields): string =>
        shape.constants[name] ?? textAt(record, leg, shape.fields[name]);
      const others = shape.other === undefined ? [] : candidates.filter((candidate) => candidate !== leg);
      const other =
        shape.other === undefined
          ? ''
          : (others.map((o) => textAt(record, o, [shape.other ?? ''])).find((t) => t !== '') ?? '');
      rows.push([
        place,
        field('time'),
        field('duration_s'),
        field('service'),
        field('direction'),
        field('msisdn'),
        field('imsi'),
        field('imei'),
        other,
        field('cell'),
      ]);
    }
  }
  // What no shape matches must be seen: an importer that knew one shape of three once lost 94 % of a file in silence.
  return rows.length > 0 ? rows : [[place, ...NOTHING]];
}

export interface XmlOutcome {
  readonly records: number;
  /** Elements of another name where records stand: each is an empty row, so that it is counted and refused. */
  readonly unread: number;
  /** The document ended before its end, or is not well-formed after that many records. */
  readonly broken: boolean;
}

/** Turns an XML delivery into tab separated lines, as a stream. */
export async function writeXmlRows(filePath: string, spoolPath: string, layout: XmlRecords): Promise<XmlOutcome> {
  const out = createWriteStream(spoolPath);
  const parser = new SaxesParser();
  const stack: Element[] = [];
  let records = 0;
  let buffered: string[] = [];
  let failure: Error | undefined;
  const local = (name: string): string => name.slice(name.indexOf(':') + 1);
  parser.on('error', (error) => {
    failure ??= error;
  });
  // A document type is read over: nothing is fetched, no entity is known. One that declares anything itself is a break.
  parser.on('doctype', (text) => {
    if (text.includes('[')) failure ??= new Error('a document type with declarations of its own');
  });
  const unread = new UnreadElements();
  /** Where the record began, or what was read last beside records. */
  let begun = 0;
  let elements = 0;
  parser.on('opentag', (tag) => {
    const name = local(tag.name);
    if (stack.length === 0) begun = parser.position;
    if (stack.length === 0 && name !== layout.record) {
      unread.open(name);
      return;
    }
    elements = stack.length === 0 ? 1 : elements + 1;
    if (elements > MOST_ELEMENTS) failure ??= new Error('a record of more elements than one has');
    if (stack.length === 0) unread.record();
    const element: Element = { name, children: [], text: '' };
    stack.at(-1)?.children.push(element);
    stack.push(element);
  });
  const addText = (text: string): void => {
    const top = stack.at(-1);
    if (top !== undefined) top.text += text;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    const element = stack.pop();
    if (stack.length === 0) begun = parser.position;
    if (element === undefined) unread.close();
    if (element === undefined || stack.length > 0 || failure !== undefined) return;
    records++;
    const number = elementsAt(element, layout.number)[0]?.text.trim() ?? '';
    for (const row of legsOf(element, layout, /^\d{1,9}$/.test(number) ? number : String(records)))
      buffered.push(row.map((text) => text.replace(/[\t\r\n]/g, ' ')).join('\t'));
  });
  const flush = async (): Promise<void> => {
    if (buffered.length === 0) return;
    const text = `${buffered.join('\n')}\n`;
    buffered = [];
    if (!out.write(text)) await once(out, 'drain');
  };
  const source = createReadStream(filePath);
  const stream = (await isGzip(filePath)) ? gunzipped(source) : source;
  const decoder = new TextDecoder();
  let closed = false;
  try {
    for await (const chunk of stream) {
      parser.write(decoder.decode(chunk as Buffer, { stream: true }));
      if (parser.position - begun > MOST_CHARACTERS) failure ??= new Error('a record longer than one is');
      await flush();
      if (failure !== undefined) break;
    }
    if (failure === undefined) {
      parser.write(decoder.decode());
      parser.close();
      closed = true;
    }
  } catch {
    closed = false;
  } finally {
    source.destroy();
  }
  const broken = !closed || failure !== undefined;
  const beside = broken ? 0 : unread.count;
  for (let i = 1; i <= beside; i++) {
    buffered.push([String(records + i), ...NOTHING].join('\t'));
    if (buffered.length === ROWS_AT_ONCE) await flush();
  }
  await flush();
  out.end();
  await once(out, 'finish');
  return { records, unread: beside, broken };
}
