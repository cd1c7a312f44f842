import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeWorld } from '../../world/index.ts';
import { cellsweep } from './run-command.testing.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'cellsweep-warnings-'));
let warnings: string[] = [];

beforeAll(async () => {
  const { caseDir } = await makeWorld(path.join(folder, 'world'), { seed: 3, prisons: 2, placebos: 1, days: 5 });
  const at = (file: string): string => path.join(caseDir, file);
  const supply = readdirSync(at('supply')).find((name) => name.endsWith('.csv')) ?? '';
  writeFileSync(at(`supply/${supply}`), '');
  const [header = '', ...rows] = readFileSync(at('prisons/rolls.csv'), 'utf8').split('\n');
  writeFileSync(at('prisons/rolls.csv'), [header.replace('inmate_id', 'prisoner'), ...rows].join('\n'));
  rmSync(at('operators/arcavel/antennas.csv'));
  const { out } = await cellsweep(['check', caseDir, '--quiet']);
  warnings = out.split('\n').filter((line) => line.startsWith('  ! '));
}, 240_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('warnings', () => {
  it('call an empty file empty', () => {
    expect(warnings.filter((line) => line.includes('supply/'))).toEqual([
      expect.stringMatching(/an empty file; NOTHING of it was read$/),
    ]);
  });

  it('name the columns that are missing, and none that the sender wrote', () => {
    const ofRolls = warnings.filter((line) => line.includes('rolls.csv'));
    expect(ofRolls).toEqual(['  ! prisons/rolls.csv: columns missing: inmate_id; NOTHING of it was read']);
  });

  it('ask once for an antenna table that an operator did not send', () => {
    const ofOperator = warnings.filter(
      (line) => /arcavel.*(cell|antenna table)/.test(line) && !line.includes('no act'),
    );
    expect(ofOperator).toEqual([
      '  ! operators/arcavel: this operator has no antenna table, or none that could be read: its records place nobody. Ask it for the table',
    ]);
    expect(warnings.filter((line) => line.includes('no antenna table'))).toHaveLength(1);
  });
});
