import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readAntennas, readNetwork } from './antenna-file.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'antennas-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const put = (text: string): string => {
  const file = path.join(folder, 'file.csv');
  writeFileSync(file, text);
  return file;
};
const HEADER = 'antenna_id,building_id,level,x_m,y_m,kind,band,eirp_dbm\n';

describe('antennas file', () => {
  it('gives one antenna for each line, columns in any order, others ignored', () => {
    const file = put(
      '\uFEFFnote,kind,antenna_id,building_id,level,x_m,y_m,band,eirp_dbm\nroof,jammer,J1,B1,-1,1.5,2,GSM900,10\n',
    );
    expect(readAntennas(file)).toEqual([
      {
        antenna_id: 'J1',
        building_id: 'B1',
        level: -1,
        x_m: 1.5,
        y_m: 2,
        kind: 'jammer',
        band: 'GSM900',
        eirp_dbm: 10,
      },
    ]);
  });

  it.each([
    ['J1,B1,0,1,2,blocker,GSM900,10', /row 2, kind: jammer or managed-access expected, other text/],
    ['J1,B1,0,1,2,jammer,GSM900,500', /row 2, eirp_dbm: a number from -60 to 80 expected, another number/],
    ['J1,B1,0,,2,jammer,GSM900,10', /row 2, x_m: a number .* expected, nothing/],
    ['J1,B1,0,1,2,jammer,GSM900', /row 2: 8 cells expected, 7 found/],
    ['', /holds no antenna/],
  ])('refuses %j with the row, what is expected and the form of what was found', (line, message) => {
    expect(() => readAntennas(put(`${HEADER}${line}\n`))).toThrow(message);
  });

  it('tells nothing that stands in the file', () => {
    const file = put(`${HEADER}J1,SECRET-WING,0,1,2,SECRET-KIND,GSM900,10\n`);
    expect(() => readAntennas(file)).toThrow(/^(?!.*SECRET).*expected.*$/);
  });

  it('names the columns that are missing', () => {
    expect(() => readAntennas(path.join(folder, 'gone.csv'))).toThrow(/^--antennas: .*cannot be opened \(ENOENT\)/);
    expect(() => readNetwork(put('building_id,cell_id,band\nB1,,GSM900\n'))).toThrow(
      /line 1: column level_dbm missing/,
    );
  });

  it('reads levels of the network, everywhere where no cell is stated', () => {
    expect(readNetwork(put('building_id,cell_id,band,level_dbm\n,,GSM900,-70\nB1,C1,GSM900,-85.5\n'))).toEqual([
      { building_id: '', cell_id: '', band: 'GSM900', level_dbm: -70 },
      { building_id: 'B1', cell_id: 'C1', band: 'GSM900', level_dbm: -85.5 },
    ]);
  });
});
