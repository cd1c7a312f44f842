import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { readProfiles } from './profile.ts';
import { writeXmlRows, XML_COLUMNS } from './xml-rows.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'cellsweep-xml-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const layout = readProfiles().find((profile) => profile.id === 'etsi-ts-102-657')?.records;

async function rowsOf(xml: string, gzip = false) {
  if (layout?.kind !== 'xml') throw new Error('the shipped XML profile is missing');
  const file = path.join(folder, 'in.xml');
  const spool = path.join(folder, 'out.tsv');
  writeFileSync(file, gzip ? gzipSync(xml) : xml);
  const outcome = await writeXmlRows(file, spool, layout);
  const text = readFileSync(spool, 'utf8');
  const rows = text
    .split('\n')
    .slice(0, -1)
    .map((line) => Object.fromEntries(line.split('\t').map((v, i) => [XML_COLUMNS[i], v])));
  return { outcome, rows };
}
const message = (records: string): string =>
  `<?xml version="1.0"?><m:RetainedDataMessage xmlns:m="urn:x">${records}</m:RetainedDataMessage>`;
const record = (n: number, usage: string): string =>
  `<m:ResponseRecord><m:recordNumber>${n}</m:recordNumber><m:recordPayload><m:telephonyRecord><m:telephonyServiceUsage>${usage}</m:telephonyServiceUsage></m:telephonyRecord></m:recordPayload></m:ResponseRecord>`;
const party = (role: string, number: string, more = ''): string =>
  `<m:TelephonyPartyInformation><m:partyRole>${role}</m:partyRole><m:partyNumber>${number}</m:partyNumber>${more}</m:TelephonyPartyInformation>`;
const served = (imsi: string, cell: string): string =>
  `<m:iMSI>${imsi}</m:iMSI><m:communicationTime><m:startTime>20250113000528+0100</m:startTime><m:durationTime>7</m:durationTime></m:communicationTime><m:detailedLocation><m:cellInformation><m:cellID>${cell}</m:cellID></m:cellInformation></m:detailedLocation>`;

describe('writeXmlRows', () => {
  it('gives both legs of a communication between two customers, each with the other number', async () => {
    const usage = `<m:partyInformation>${party('originating-Party', '111', served('001010000000001', 'A'))}${party('terminating-Party', '222', served('001010000000002', 'B'))}</m:partyInformation><m:serviceType>telephony</m:serviceType>`;
    const { rows, outcome } = await rowsOf(message(record(5, usage)), true);
    expect(outcome).toEqual({ records: 1, unread: 0, broken: false });
    expect(rows.map((r) => [r['record'], r['direction'], r['msisdn'], r['other'], r['cell'], r['service']])).toEqual([
      ['5', 'originating-Party', '111', '222', 'A', 'telephony'],
      ['5', 'terminating-Party', '222', '111', 'B', 'telephony'],
    ]);
  });
  it('takes a record that does not end for a break, whatever it is filled with, and reads no further', async () => {
    const usage = `<m:partyInformation>${party('originating-Party', '111', served('001010000000001', 'A'))}</m:partyInformation>`;
    const good = record(1, usage);
    const one = { records: 1, unread: 0, broken: true };
    const large = 'x'.repeat(5 << 20);
    for (const filled of [
      record(2, usage.replace('111', large)),
      record(2, `<!--${large}-->${usage}`),
      record(2, `<m:a b="${large}"/>${usage}`),
      record(2, `<m:a/>`.repeat(510_000) + usage),
      `<m:beside b="${large}"/>`,
    ])
      expect((await rowsOf(message(good + filled + good), true)).outcome).toEqual(one);
    // What is merely long is read, and so are many short ones.
    const long = record(2, usage + '<m:a/>'.repeat(10_000) + `<!--${'x'.repeat(1 << 20)}-->`);
    expect((await rowsOf(message(good + long + good))).outcome).toEqual({ records: 3, unread: 0, broken: false });
    expect((await rowsOf(message(good.repeat(12_000)))).outcome).toEqual({ records: 12_000, unread: 0, broken: false });
  });
  it('takes time and cell of an older data session from where they stand', async () => {
    const usage = `<m:partyInformation>${party('data-Party', '', '<m:communicationTime><m:startTime>20250113000528+0100</m:startTime></m:communicationTime><m:detailedLocation><m:cellInformation><m:cellID>A</m:cellID></m:cellInformation></m:detailedLocation>')}</m:partyInformation><m:nationalTelephonyServiceUsage><m:internetAccess><m:naDeviceId><m:iMEI>490154203237518</m:iMEI></m:naDeviceId></m:internetAccess></m:nationalTelephonyServiceUsage>`;
    const { rows } = await rowsOf(message(record(1, usage)));
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      time: '20250113000528+0100',
      cell: 'A',
      imei: '490154203237518',
      service: 'data',
      direction: 'none',
    });
  });
  it('shows a record of an unknown shape as an empty row, never as nothing', async () => {
    const { rows } = await rowsOf(message(record(9, '<m:somethingNew>1</m:somethingNew>')));
    expect(rows).toEqual([expect.objectContaining({ record: '9', time: '', imsi: '' })]);
  });
  it('shows what stands beside the records under another name as empty rows, a header as nothing', async () => {
    const other = record(1, '').replaceAll('ResponseRecord', 'OtherRecord');
    const header = '<m:header><m:id>1</m:id><m:from>2</m:from></m:header>';
    const payload = (records: string) => `${header}<m:responsePayload>${records}</m:responsePayload>`;
    const some = await rowsOf(message(payload(`${record(1, '')}${other}${record(2, '')}${other}`)));
    expect(some.outcome).toEqual({ records: 2, unread: 2, broken: false });
    expect(some.rows.slice(2)).toEqual([
      expect.objectContaining({ record: '3', time: '', imei: '' }),
      expect.objectContaining({ record: '4', time: '', imei: '' }),
    ]);
    const all = await rowsOf(message(payload(other.repeat(25_000))));
    expect([all.outcome, all.rows.length]).toEqual([{ records: 0, unread: 25_000, broken: false }, 25_000]);
  });
  it('passes over a document type that only names itself, and takes one that declares anything for a break', async () => {
    const usage = `<m:partyInformation>${party('originating-Party', '111', served('001010000000001', 'A'))}</m:partyInformation>`;
    const body = message(record(1, usage));
    const typed = (type: string) => body.replace('?>', `?>${type}`);
    const plain = await rowsOf(body);
    for (const type of [
      '<!DOCTYPE m:RetainedDataMessage>',
      '<!DOCTYPE m:RetainedDataMessage SYSTEM "file:///etc/hostname">',
      '<!DOCTYPE m:RetainedDataMessage PUBLIC "-//X//DTD Y//EN" "http://127.0.0.1:1/z.dtd">',
    ]) {
      expect(await rowsOf(typed(type))).toEqual(plain);
      // Nothing is fetched, so no entity of it is known.
      const named = typed(type).replace('<m:partyNumber>', '<m:partyNumber>&other;');
      expect((await rowsOf(named)).outcome).toEqual({ records: 0, unread: 0, broken: true });
    }
    for (const type of ['<!DOCTYPE m []>', '<!DOCTYPE m SYSTEM "x" [<!ENTITY a "b">]>', '<!DOCTYPE m [ ]>'])
      expect((await rowsOf(typed(type))).outcome.broken).toBe(true);
  });
  it('keeps what came before a break and says that there is one', async () => {
    const usage = `<m:partyInformation>${party('originating-Party', '111', served('001010000000001', 'A'))}</m:partyInformation>`;
    const whole = message(record(1, usage) + record(2, usage));
    const { rows, outcome } = await rowsOf(whole.slice(0, whole.length - 300));
    expect(outcome).toEqual({ records: 1, unread: 0, broken: true });
    expect(rows).toHaveLength(1);
  });
  it('expands no entity that the document declares', async () => {
    const bomb = '<!DOCTYPE m [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>';
    const { outcome } = await rowsOf(
      `${bomb}<RetainedDataMessage><ResponseRecord><recordNumber>&b;</recordNumber></ResponseRecord></RetainedDataMessage>`,
    );
    expect(outcome.broken).toBe(true);
  });
});
