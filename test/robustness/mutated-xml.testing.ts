import type { Random } from './mutations.testing.ts';

/** Damage to records of an XML delivery that leaves the document well-formed. */
const pick = <T>(random: Random, from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;

const VALUES = [
  '', ' ', '0', '-1', '3.5E+14', '99999999999999999999999', '20251399999999+0200', '20251006000012', '20251006000012+9999', 'Z', '&lt;x&gt;', '&#9;&#10;&#13;',
  '<![CDATA[a\tb\n]]>', '<!-- remark -->', '<x/>', '<x><x><x>1</x></x></x>', '&amp;', '"', "'", '�', '\u{1F4F1}', 'x'.repeat(3000), '9'.repeat(3000), '٣', '\u00a0', '&#8232;',
]; // prettier-ignore
const TEXT = /(?<=<(\w+)>)[^<>]*(?=<\/\1>)/g;
const RECORD = /<ResponseRecord>[\s\S]*?<\/ResponseRecord>/g;

function onText(record: string, random: Random, change: (text: string) => string): string {
  const places = [...record.matchAll(TEXT)];
  const place = pick(random, places);
  return record.slice(0, place.index) + change(place[0]) + record.slice(place.index + place[0].length);
}

export const XML_MUTATIONS: Readonly<Record<string, (record: string, random: Random) => string>> = {
  textReplaced: (record, random) => onText(record, random, () => pick(random, VALUES)),
  characterDeleted: (record, random) =>
    onText(record, random, (text) => {
      const at = Math.floor(random() * text.length);
      return text.slice(0, at) + text.slice(at + 1);
    }),
  characterInserted: (record, random) =>
    onText(record, random, (text) => {
      const at = Math.floor(random() * (text.length + 1));
      return text.slice(0, at) + pick(random, ['&#9;', '&#10;', '.', 'e', '0', ' ', '+', '"', '&lt;']) + text.slice(at);
    }),
  leafRemoved: (record, random) => {
    const leaves = [...record.matchAll(/<(?!recordNumber)(\w+)>[^<>]*<\/\1>/g)];
    const leaf = pick(random, leaves);
    return record.slice(0, leaf.index) + record.slice(leaf.index + leaf[0].length);
  },
  leafDoubled: (record, random) => {
    const leaf = pick(random, [...record.matchAll(/<(?!recordNumber)(\w+)>[^<>]*<\/\1>/g)]);
    return record.slice(0, leaf.index) + leaf[0] + record.slice(leaf.index);
  },
  elementRenamed: (record, random) => {
    const name = pick(random, [...record.matchAll(/<(\w+)>/g)].map((m) => m[1] as string).slice(2));
    return record.replaceAll(`<${name}>`, '<other>').replaceAll(`</${name}>`, '</other>');
  },
  prefixed: (record) => record.replaceAll(/<(\/?)(\w+)>/g, '<$1ns:$2>'),
  emptied: (record) => record.replace(/<recordPayload>[\s\S]*<\/recordPayload>/, '<recordPayload/>'),
  blanks: (record) => record.replaceAll('><', '>\n\t <'),
};

export interface MutatedXml {
  readonly text: string;
  /** Numbers of records that were not touched. */
  readonly untouched: readonly number[];
  /** Numbers of all records in the document. */
  readonly records: readonly number[];
  readonly mutations: number;
}

/** Touches about a share of the records. Their numbers stay, so that each can be found again. */
export function mutateXml(text: string, share: number, random: Random): MutatedXml {
  const untouched: number[] = [];
  const records: number[] = [];
  let mutations = 0;
  const out = text.replace(RECORD, (record) => {
    const number = Number(/<recordNumber>(\d+)</.exec(record)?.[1]);
    records.push(number);
    if (random() >= share) {
      untouched.push(number);
      return record;
    }
    mutations++;
    const chance = random();
    if (chance < 0.02) {
      records.pop();
      return '';
    }
    const kind = pick(random, Object.keys(XML_MUTATIONS));
    const mark = `<recordNumber>${number}</recordNumber>`;
    const body = record.replace(mark, '<MARK/>');
    return (XML_MUTATIONS[kind] as (r: string, random: Random) => string)(body, random).replace(
      '<MARK/>',
      kind === 'prefixed' ? mark.replaceAll(/<(\/?)/g, '<$1ns:') : mark,
    );
  });
  return { text: out, untouched, records, mutations };
}
