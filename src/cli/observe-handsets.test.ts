import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { makeWorld } from '../../world/index.ts';
import { cellsweep } from './run-command.testing.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'cellsweep-observe-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('calibrates on no reference that other papers of the case contradict, and says so', async () => {
  const { caseDir } = await makeWorld(path.join(folder, 'world'), { seed: 3, prisons: 2, placebos: 1, days: 5 });
  const list = path.join(caseDir, 'reference', readdirSync(path.join(caseDir, 'reference'))[0] ?? '');
  // So few that no model is fitted: what is withheld says how many there were.
  const referencesOf = async (out: string) => {
    const { out: said } = await cellsweep([
      'run',
      caseDir,
      '--out',
      path.join(folder, out),
      '--quiet',
      '--only-detect',
    ]);
    const [, inside, outside] = /(\d+) inside \(5 needed\), (\d+) outside/.exec(said) ?? [];
    return { said, inside: Number(inside), outside: Number(outside) };
  };
  const right = await referencesOf('right');
  expect(right.said).not.toContain('CONTRADICTED');
  // Declared telephones of staff, called handsets that live inside.
  writeFileSync(list, readFileSync(list, 'utf8').replaceAll(',staff,', ',inside,'));
  const wrong = await referencesOf('wrong');
  expect(wrong.said).toContain('CONTRADICTED by other papers of the case');
  expect(wrong.inside).toBe(right.inside);
  expect(wrong.outside).toBeLessThan(right.outside);
}, 240_000);
