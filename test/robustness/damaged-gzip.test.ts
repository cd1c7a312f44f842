import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeScratch, seeded, tablesOf } from './chain.testing.ts';

const MAIN = path.join(import.meta.dirname, '..', '..', 'src', 'cli', 'main.ts');
/** The real command, to its end. */
const run = (caseDir: string, results: string): Promise<{ code: number; out: string; err: string }> =>
  new Promise((done) => {
    const args = ['--import', 'tsx', MAIN, 'run', caseDir, '--out', results, '--quiet'];
    execFile(process.execPath, args, { maxBuffer: 1 << 26 }, (error, out, err) =>
      done({ code: error === null ? 0 : Number(error.code), out, err }),
    );
  });

type Damage = 'cut' | 'flipped' | 'checksum';
const DAMAGES: readonly Damage[] = ['cut', 'flipped', 'checksum'];

describe('compressed files of a case', { timeout: 300_000 }, () => {
  const scratch = makeScratch();
  const random = seeded(12);
  let sound = '';
  let results = '';
  let first = { code: -1 };
  beforeAll(async () => {
    ({ caseDir: sound } = await scratch.world({ seed: 7, prisons: 1, placebos: 1, days: 3, scale: 0.2 }));
    results = scratch.fresh('sound');
    first = await run(sound, results);
  }, 120_000);
  afterAll(() => scratch.remove());

  /** Bytes of a file, unpacked, and a file written in its place under a compressed name. */
  const unpacked = (file: string): Buffer => {
    const bytes = readFileSync(file);
    return file.endsWith('.gz') ? gunzipSync(bytes) : bytes;
  };
  const replaced = (file: string, bytes: Buffer): string => {
    rmSync(file);
    const packed = file.endsWith('.gz') ? file : `${file}.gz`;
    writeFileSync(packed, bytes);
    return packed;
  };
  function damaged(content: Buffer, damage: Damage): Buffer {
    const bytes = gzipSync(content);
    if (damage === 'cut') return bytes.subarray(0, Math.floor(bytes.length * 0.7));
    const at = damage === 'checksum' ? bytes.length - 8 : Math.floor(bytes.length * (0.5 + 0.3 * random()));
    bytes[at] = (bytes[at] ?? 0) ^ (1 << Math.floor(random() * 8));
    return bytes;
  }
  const operatorFiles = (caseDir: string): string[] =>
    readdirSync(path.join(caseDir, 'operators')).flatMap((operator) =>
      readdirSync(path.join(caseDir, 'operators', operator))
        .filter((name) => name !== 'SHEET.txt')
        .map((name) => `operators/${operator}/${name}`),
    );

  it('read the same in several members', async () => {
    const caseDir = scratch.copyOf(sound);
    for (const file of operatorFiles(caseDir)) {
      const bytes = unpacked(path.join(caseDir, file));
      const parts = [0, 0.2, 0.21, 0.7, 1].map((share) => Math.floor(share * bytes.length));
      const members = parts.slice(1).map((end, i) => gzipSync(bytes.subarray(parts[i], end)));
      // What is padded with zeros at its end is whole as well.
      replaced(path.join(caseDir, file), Buffer.concat([...members, Buffer.alloc(file.length % 2 === 0 ? 512 : 0)]));
    }
    const contacts = path.join(caseDir, 'prisons', 'contacts.csv');
    const text = readFileSync(contacts);
    replaced(contacts, Buffer.concat([gzipSync(text.subarray(0, 100)), gzipSync(text.subarray(100))]));
    const split = scratch.fresh('split');
    const { code } = await run(caseDir, split);
    expect([first.code, code]).toEqual([0, 0]);
    const named = (tables: Record<string, string>) =>
      Object.fromEntries(Object.entries(tables).map(([name, table]) => [name, table.replaceAll('.gz', '')]));
    expect(named(tablesOf(split))).toEqual(named(tablesOf(results)));
  });

  it('are refused whole where they are damaged: nothing of them is used', async () => {
    const [broken, without] = [scratch.copyOf(sound), scratch.copyOf(sound)];
    const files = operatorFiles(sound);
    const layouts = files.filter((file) => /cells_P1/.test(file));
    const antennas = files.find((file) => /antennas|cell_sites|antennes/.test(file)) ?? '';
    const documents = [
      'prisons/contacts.csv',
      'prisons/cells.csv',
      'reference/handsets.csv',
      'device-profiles.json',
      'sensors/detections.csv',
    ].map((file) => (existsSync(path.join(sound, `${file}.gz`)) ? `${file}.gz` : file));
    expect([layouts.length, antennas]).toEqual([4, expect.stringMatching(/./)]);
    const present = [...layouts, antennas, ...documents].filter((file) => existsSync(path.join(sound, file)));
    expect(present.length).toBeGreaterThanOrEqual(8);
    const names = present.map((file, i) => {
      const damage = DAMAGES[i % DAMAGES.length] ?? 'cut';
      const packed = replaced(path.join(broken, file), damaged(unpacked(path.join(broken, file)), damage));
      rmSync(path.join(without, file));
      return path.relative(broken, packed);
    });
    const [one, other] = [scratch.fresh('broken'), scratch.fresh('without')];
    const [ending, { code }] = await Promise.all([run(broken, one), run(without, other)]);
    expect([ending.code, ending.err, code]).toEqual([0, '', 0]);
    const { 'refusals.csv': refusals = '', ...tables } = tablesOf(one);
    const { 'refusals.csv': others = '', ...expected } = tablesOf(other);
    expect(tables).toEqual(expected);
    const more = refusals.split('\n').filter((line) => !others.includes(line));
    expect(more.map((line) => line.split(',').slice(0, 3).join()).sort()).toEqual(
      names.map((name) => `${name},,FILE_UNREADABLE`).sort(),
    );
    for (const name of names) expect(ending.out).toContain(`${name}: damaged, NOTHING of it was used`);
  });
});
