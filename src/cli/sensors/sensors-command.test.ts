import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { SaxesParser } from 'saxes';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { WRITTEN_ACT } from '../../authority/made-act.testing.ts';
import { openCustody, readLog } from '../../custody/index.ts';
import { sha256Of } from '../log-export.ts';
import { sensorsCommand } from './sensors-command.ts';
import { shareOut } from './plan.ts';
import { sendOut } from './send-out.ts';
import { thisUser } from '../this-user.ts';
import { KEPT } from '../workspace.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'sensors-'));
const caseDir = path.join(folder, 'case');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const act = (id: string, covers: string[]) => ({
  ...WRITTEN_ACT,
  id,
  until: '2025-03-01T00:00:00Z',
  retain_until: '2099-01-01T00:00:00Z',
  covers,
});

function writeCase(covers: string[]): void {
  rmSync(caseDir, { recursive: true, force: true });
  for (const name of ['prisons', 'sensors']) mkdirSync(path.join(caseDir, name), { recursive: true });
  const put = (name: string, text: string) => writeFileSync(path.join(caseDir, name), text);
  const about = { format: 'cellsweep-case/1', id: 'C', title: 'T', timezone: 'UTC', country: 'FR' };
  put('case.json', JSON.stringify({ ...about, from: '2025-01-01T00:00:00Z', until: '2025-02-01T00:00:00Z' }));
  put('authorisations.json', JSON.stringify([act('ACT-1', covers)]));
  const rooms = [0, 1, 2].flatMap((i) => [
    `S<${i}>,P1,B1,A,A0,0,1,,,${i * 3 + 1.5},2,3,4,`,
    `N${i},P1,B1,A,A0,0,1,,,${i * 3 + 1.5},8.5,3,4,`,
  ]);
  put(
    'prisons/cells.csv',
    `cell_id,prison_id,building_id,wing,landing,level,capacity,longitude,latitude,x_m,y_m,width_m,depth_m,outline\n${rooms.join('\n')}\n`,
  );
  put('prisons/rolls.csv', 'inmate_id,cell_id,from,until,reason\nI1,N0,2025-01-01T00:00:00Z,,\n');
  put(
    'sensors/sensors.csv',
    'sensor_id,prison_id,building_id,level,x_m,y_m,threshold_dbm,from,until\nA1,P1,B1,0,0,5,-95,2025-01-01T00:00:00Z,\nA2,P1,B1,0,9,5,-95,2025-01-01T00:00:00Z,\n',
  );
}

async function run(...args: string[]): Promise<{ out: string; err: string }> {
  let [out, err] = ['', ''];
  const stdout = vi.spyOn(process.stdout, 'write').mockImplementation((text) => ((out += String(text)), true));
  const stderr = vi.spyOn(process.stderr, 'write').mockImplementation((text) => ((err += String(text)), true));
  try {
    await sensorsCommand().exitOverride().parseAsync(args, { from: 'user' });
  } finally {
    stdout.mockRestore();
    stderr.mockRestore();
  }
  return { out, err };
}

describe('cellsweep sensors', () => {
  const results = path.join(folder, 'results');
  let planned = { out: '', err: '' };
  beforeAll(async () => {
    writeCase(['prisons/*', 'sensors/*']);
    planned = await run(
      'plan',
      caseDir,
      'P1',
      '--sensors',
      '3',
      '--out',
      results,
      '--who',
      'planner',
      '--why',
      'tender',
    );
  }, 60_000);

  it('says where to put them, what to expect, and what to walk', () => {
    expect(planned.out).toMatch(/6 cells on 1 level/);
    expect(planned.out).toMatch(/NOT walked/);
    expect(planned.out.match(/ level 0 {2}x /g)).toHaveLength(3);
    expect(planned.out).toMatch(/Walk-test: 6 places in 6 cells/);
  });

  it('writes tables whose rows add up', () => {
    const lines = (name: string) => readFileSync(path.join(results, name), 'utf8').trimEnd().split('\n');
    expect(lines('sensor-plan.csv')).toHaveLength(1 + 3);
    expect(lines('walk-test.csv')).toHaveLength(1 + 6);
    expect(lines('expected-hits.csv')).toHaveLength(1 + 2 * 6);
    for (const line of lines('expected-hits.csv').slice(1)) expect(Number(line.split(',')[4])).toBeLessThanOrEqual(1);
  });

  it('draws well-formed plans with a title, a description and every room by name', () => {
    const svg = readFileSync(path.join(results, 'sensor-plan-B1-level0.svg'), 'utf8');
    const names: string[] = [];
    let text = '';
    const parser = new SaxesParser();
    parser.on('opentag', ({ name }) => names.push(name));
    parser.on('text', (one) => (text += one));
    parser.write(svg).close();
    expect(names.slice(0, 3)).toEqual(['svg', 'title', 'desc']);
    for (const cell of ['S<0>', 'S<1>', 'S<2>', 'N0', 'N1', 'N2']) expect(text).toContain(cell);
    expect(names.filter((name) => name === 'path')).toHaveLength(3 + 1);
  });

  it('says where a name begins like a formula of a spreadsheet', async () => {
    const cells = path.join(caseDir, 'prisons/cells.csv');
    writeFileSync(cells, readFileSync(cells, 'utf8').replace('\nN0,', '\n=N0,'));
    const { err } = await run('audit', caseDir, 'P1', '--out', path.join(folder, 'formulas'));
    writeCase(['prisons/*', 'sensors/*']);
    expect(err).toMatch(/warning: .*\.csv: \d cells? of cell_id begins? like a FORMULA OF A SPREADSHEET/);
  });

  it('opens nothing about persons, keeps what it read and logs who read it and why', async () => {
    const custody = await openCustody(path.join(results, KEPT, 'custody'), { now: () => new Date(0) });
    const entries = [...custody.log.recorded];
    await custody.close();
    const received = entries.flatMap((entry) => (entry.type === 'file-received' ? [entry.path] : []));
    expect(received.toSorted()).toEqual([
      'authorisations.json',
      'case.json',
      'prisons/cells.csv',
      'sensors/sensors.csv',
    ]);
    expect(entries.filter((entry) => entry.type === 'read')).toMatchObject([
      { who: 'planner', why: 'tender', act: 'ACT-1', stage: 'locate', rows: 8 },
    ]);
  });

  it('logs each table and drawing that it writes, for whom and why', async () => {
    const audit = path.join(folder, 'audited');
    await run('audit', caseDir, 'P1', '--out', audit);
    for (const [out, who, why, written] of [
      [results, 'planner', 'tender', 5],
      [audit, thisUser(), 'audit of sensors', 5],
    ] as const) {
      const { entries } = await readLog(path.join(out, KEPT, 'custody'));
      const exports = entries.filter((entry) => entry.type === 'export');
      const files = readdirSync(out).filter((name) => /\.(?:csv|svg)$/.test(name));
      expect(files).toHaveLength(written);
      const named = files.map((name) => {
        const text = readFileSync(path.join(out, name), 'utf8');
        const isTable = name.endsWith('.csv');
        const rows = isTable ? text.trimEnd().split('\n').length - 1 : 6;
        const what = isTable ? name : name.replace('-B1-level0', '');
        return { who, why, act: null, recipient: null, path: what, sha256: sha256Of(text), rows };
      });
      expect(exports).toHaveLength(named.length);
      expect(exports).toEqual(expect.arrayContaining(named.map((one) => expect.objectContaining(one))));
    }
  });

  it('writes nothing where it cannot be logged', async () => {
    const out = mkdtempSync(path.join(folder, 'unlogged-'));
    const file = { what: 'coverage.csv', name: 'coverage.csv', text: 'x\n', rows: 0, warnings: [] } as const;
    const logExports = () => Promise.reject(new Error('the disk is full'));
    await expect(sendOut({ logExports }, out, [file])).rejects.toThrow('the disk is full');
    expect(readdirSync(out)).toEqual([]);
  });

  it('does not open what no act covers, and says so', async () => {
    writeCase(['prisons/*']);
    const { out, err } = await run('audit', caseDir, 'P1');
    expect(err).toMatch(/sensors\/sensors.csv: no act in force covers it/);
    expect(out).toMatch(/NO SENSOR is alive/);
  });

  it('maps antennas from a file', async () => {
    writeCase(['prisons/*', 'sensors/*']);
    const file = path.join(folder, 'antennas.csv');
    writeFileSync(file, 'antenna_id,building_id,level,x_m,y_m,kind,band,eirp_dbm\nJ1,B1,0,1.5,2,jammer,GSM900,-20\n');
    const out = path.join(folder, 'coverage');
    const said = await run('coverage', caseDir, 'P1', '--antennas', file, '--out', out);
    expect(said.out).toMatch(/ASSUMED: the public network at -75 dBm/);
    expect(said.out).toMatch(/OUTSIDE, 2 to 10 m/);
    expect(readdirSync(out).filter((name) => name.endsWith('.svg'))).toEqual(['coverage-jammer-GSM900-B1-level0.svg']);
    expect(readFileSync(path.join(out, 'coverage.csv'), 'utf8').trimEnd().split('\n')).toHaveLength(1 + 6 + 1);
  });

  it('says what is wrong with a prison that is not there', async () => {
    await expect(run('plan', caseDir, 'p1')).rejects.toThrow(/prisons\/cells.csv, column prison_id.*1 prison in all/);
    await expect(run('plan', caseDir, 'P1', '--sensors', 'many')).rejects.toThrow(/--sensors takes a whole number/);
    await expect(run('plan', path.join(folder, 'nowhere'), 'P1')).rejects.toThrow(/no case.json/);
  });

  it('shares sensors out by cells, all of them', () => {
    expect(shareOut(10, [96, 96, 8])).toEqual([5, 5, 0]);
    expect(shareOut(7, [1, 1, 1])).toEqual([3, 2, 2]);
  });
});
