import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Cell } from '../antennas.ts';
import { DATA, ORIGINATING, SMS, TERMINATING, VOICE } from '../legs.ts';
import { OPERATORS } from '../names.ts';
import { antennaTable } from './antenna-tables.ts';
import { etsiTime, xmlRecord } from './etsi-xml.ts';
import { firstLastTab } from './first-last-tab.ts';
import { legCsv } from './leg-csv.ts';
import { nationalSemicolon } from './national-semicolon.ts';
import type { CellText, Row } from './row.ts';

const cell = (rat: 2 | 4): CellText => ({
  cell: {
    operator: 0,
    area: 0,
    site: 'BREV0001',
    siteIndex: 1,
    rat,
    x_m: 0,
    y_m: 0,
    azimuth_deg: 45,
    lac: 8704,
    ci: rat === 2 ? 3211 : 4285443,
    key: 'K300007',
    from: Date.UTC(2025, 9, 20) / 1000,
    until: Infinity,
    shadow: 1,
    power_dbm: 58,
  } satisfies Cell,
  id: rat === 2 ? '001-01-2200-0c8b' : '001-01-0416403',
  latitude: '45.300000',
  longitude: '-6.100000',
  azimuth: '45',
});
const row = (part: Partial<Row>): Row => ({
  t: Date.UTC(2025, 9, 5, 23, 2, 1) / 1000,
  duration_s: 74,
  service: VOICE,
  direction: ORIGINATING,
  number: '33639980001',
  other: '33199001234',
  imsi: '001010000000007',
  imei14: '00171101000042',
  cell: cell(2),
  lastCell: cell(4),
  communication: 1,
  ...part,
});
const data = row({ service: DATA, other: '', duration_s: 100, cell: cell(4), lastCell: cell(4) });

describe('layouts', () => {
  it('prints a call as each operator does', () => {
    expect(legCsv.row(row({}), undefined)).toBe(
      '00002a0001,2025-10-05T23:02:01Z,74,VOICE,MO,+33639980001,001010000000007,001711010000420,+33199001234,001-01-2200-0c8b,2G',
    );
    expect(nationalSemicolon('X').row(row({ direction: TERMINATING }), undefined)).toBe(
      '0639980001;0199001234;VE;06/10/2025 01:02:01;74;;001010000000007;0017110100004235;K300007',
    );
    expect(firstLastTab.row(row({ service: SMS }), undefined).replaceAll('\t', '|')).toBe(
      '10/05/2025|23:02:01|74|mSOriginatingSMSinMSC|Outgoing|33639980001|33199001234|001010000000007|00171101000042|8704|3211|45|45.300000|-6.100000|8704|4285443|45|45.300000|-6.100000',
    );
  });

  it('prints a data session without a correspondent', () => {
    expect(legCsv.row(data, undefined)).toContain(',DATA,,+33639980001,');
    expect(nationalSemicolon('X').row(data, undefined)).toContain('0639980001;;DA;06/10/2025 01:02:01;100;1,30;');
    expect(firstLastTab.row(data, undefined).split('\t').slice(3, 7)).toEqual(['gprs', '', '33639980001', '']);
    // communication 1: newer gateway; 3: older, with time and cell at the party.
    expect(xmlRecord(1, data, undefined, undefined)).toMatch(
      /<internetAccess><naDeviceId><iMEI>\d{15}<\/iMEI><\/naDeviceId><interval><startTime>20251006010201\+0200</,
    );
    const older = xmlRecord(1, { ...data, communication: 3 }, undefined, undefined);
    expect(older).toMatch(/data-Party<\/partyRole><communicationTime><startTime>/);
    expect(older).not.toContain('<interval>');
  });

  it('puts both legs into one record, each with its own cell, and negative longitudes west', () => {
    const both = xmlRecord(
      9,
      row({}),
      row({ number: '33199001234', direction: TERMINATING, imei14: '00174401000001', cell: cell(4) }),
      undefined,
    );
    expect(both.match(/<iMEI>(\d{15})<\/iMEI>/g)?.length).toBe(2);
    expect(both).toContain('<longitudeDec>W6.100000</longitudeDec>');
    expect(both.indexOf('originating-Party')).toBeLessThan(both.indexOf('33639980001'));
    expect(both.indexOf('33639980001')).toBeLessThan(both.indexOf('terminating-Party'));
  });

  it('writes the offset in force on both sides of the change', () => {
    const change = Date.UTC(2025, 9, 26, 1) / 1000;
    expect([etsiTime(change - 1), etsiTime(change)]).toEqual(['20251026025959+0200', '20251026020000+0100']);
  });

  it('spoils rows as asked', () => {
    expect(legCsv.row(row({}), 'COLUMNS').split(',').length).toBe(8);
    expect(legCsv.row(row({}), 'SCIENTIFIC').split(',')[7]).toBe('1.71101E+12');
    expect(legCsv.row(row({}), 'LEADING_ZEROS').split(',')[7]).toBe('1711010000420');
    expect(legCsv.row(row({}), 'NO_CELL').split(',')[9]).toBe('');
    expect(firstLastTab.row(row({}), 'NO_CELL').split('\t').length).toBe(19);
    expect(xmlRecord(1, row({}), undefined, 'NO_CELL')).not.toContain('cellID');
    const imei = (fault?: 'CHECK_DIGIT'): string =>
      /<iMEI>(\d+)</.exec(xmlRecord(1, row({}), undefined, fault))?.[1] ?? '';
    expect(imei('CHECK_DIGIT').slice(0, 14)).toBe(imei().slice(0, 14));
    expect(imei('CHECK_DIGIT')).not.toBe(imei());
  });

  it('has the column names of the shipped operator profiles', () => {
    const profile = (name: string): { records: { header?: string[] }; antennas: { header: string[] } } =>
      JSON.parse(readFileSync(resolve(import.meta.dirname, '../../profiles', `${name}.json`), 'utf8')) as {
        records: { header?: string[] };
        antennas: { header: string[] };
      };
    const profiles = ['leg-rows-utc', 'antenna-key-local', 'first-last-tab', 'etsi-ts-102-657'].map(profile);
    const heads = [
      legCsv.head.at(-1)?.split(','),
      nationalSemicolon('X').head.at(-1)?.split(';'),
      firstLastTab.head.at(-1)?.split('\t'),
    ];
    expect(heads).toEqual(profiles.slice(0, 3).map((p) => p.records.header));
    const separators = [',', ';', '\t', ','];
    OPERATORS.forEach((o, i) => {
      const first = antennaTable(o, [], false).text.split('\n')[0] as string;
      expect(first.split(separators[i] as string)).toEqual(profiles[i]?.antennas.header);
    });
  });

  it('swaps coordinates in some antenna rows, and says in which', () => {
    const many = Array.from({ length: 700 }, () => cell(2));
    const table = antennaTable(OPERATORS[0] as (typeof OPERATORS)[number], many, true);
    const lines = table.text.split('\n');
    const swapped = lines.flatMap((l, i) => (l.includes(',-6.100000,45.300000,') ? [i + 1] : []));
    expect(swapped.length).toBeGreaterThan(0);
    expect(swapped).toEqual(table.swappedLines);
    expect(lines[1]).toContain('2025-10-20T00:00:00Z,');
  });
});
