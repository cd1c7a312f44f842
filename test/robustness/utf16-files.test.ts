import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EXIT } from '../../src/cli/exit-codes.ts';
import { cellsweep } from '../../src/cli/run-command.testing.ts';
import { makeScratch } from './chain.testing.ts';
import { openReader, type FileReader } from './read-file.testing.ts';

/** Bytes of a text in UTF-16, with or without their mark (RFC 2781). */
function utf16(text: string, big: boolean, marked = true): Buffer {
  const bytes = Buffer.from(`${marked ? '\uFEFF' : ''}${text}`, 'utf16le');
  return big ? bytes.swap16() : bytes;
}

describe('deliveries in UTF-16', () => {
  const scratch = makeScratch();
  let caseDir: string;
  let reader: FileReader;
  afterAll(async () => {
    await reader.close();
    scratch.remove();
  });
  beforeAll(async () => {
    ({ caseDir } = await scratch.world());
    reader = await openReader(scratch.fresh('store'));
  });
  const FILES = {
    'arcavel/cells_P1.csv.gz': 'utf-8',
    'brumatel/cells_P1.csv.gz': 'windows-1252',
    'cordiane/cells_P1.txt.gz': 'utf-8',
    'delphone/cells_P1.xml.gz': 'utf-8',
    'arcavel/antennas.csv': 'utf-8',
    'brumatel/antennes.csv': 'windows-1252',
  };
  const textOf = (file: keyof typeof FILES): string => {
    const bytes = readFileSync(path.join(caseDir, 'operators', file));
    return new TextDecoder(FILES[file]).decode(file.endsWith('.gz') ? gunzipSync(bytes) : bytes);
  };

  it.each(Object.keys(FILES) as (keyof typeof FILES)[])(
    'give the same rows as %s, little-endian or big-endian, packed or not, small or not',
    async (file) => {
      const text = textOf(file);
      const name = path.basename(file);
      const given = await reader.read(name, Buffer.from(text, FILES[file] === 'utf-8' ? 'utf8' : 'latin1'));
      expect(given.rows_used).toBeGreaterThan(5);
      for (const big of [false, true])
        for (const packed of [false, true])
          // By turns read into memory and by a statement of its own.
          for (let time = 0; time < 2; time++) {
            const bytes = utf16(text, big);
            const read = await reader.read(name, packed ? gzipSync(bytes) : bytes);
            const { duration_s: _, ...same } = read;
            expect(same).toEqual({ ...given, duration_s: undefined, refusals: expect.anything() as never });
            expect(read.refusals.map(({ file: of, ...refusal }) => [refusal, of === ''])).toEqual(
              given.refusals.map(({ file: of, ...refusal }) => [refusal, of === '']),
            );
          }
    },
  );

  it('are read with an uneven end and half a pair of surrogates: a row is refused or used, never lost', async () => {
    const text = textOf('arcavel/cells_P1.csv.gz');
    const rows = (await reader.read('a.csv', Buffer.from(text))).rows_in ?? 0;
    const torn = await reader.read('a.csv', Buffer.concat([utf16(`${text}\uD83D,x\n`, false), Buffer.of(0x41)]));
    expect([torn.rows_in, torn.rows_used + torn.rows_refused]).toEqual([rows + 2, rows + 2]);
    expect(torn.rows_refused).toBeGreaterThanOrEqual(2);
  });

  it('that say so by nothing are refused by name, and a packed one that is damaged is refused whole', async () => {
    const text = textOf('arcavel/cells_P1.csv.gz');
    for (const big of [false, true])
      expect((await reader.read('a.csv', utf16(text, big, false))).refusals).toMatchObject([
        { code: 'FILE_UNREADABLE', found: 'UTF-16 text without a byte-order mark' },
      ]);
    const packed = gzipSync(utf16(text, true));
    const damaged = await reader.read('a.csv.gz', packed.subarray(0, packed.length - 20));
    expect([damaged.rows_used, damaged.refusals]).toMatchObject([0, [{ code: 'FILE_UNREADABLE', place: '' }]]);
    expect(damaged.refusals[0]?.found).toBe('a damaged one');
  });

  it('leave nothing behind, and are tried and scaffolded as others', { timeout: 60_000 }, async () => {
    const file = scratch.fresh('calls.csv');
    writeFileSync(file, utf16(textOf('brumatel/cells_P1.csv.gz'), false));
    const tried = await cellsweep(['profile', 'test', file, '--who', 't', '--why', 't']);
    expect([tried.code, tried.out]).toEqual([EXIT.done, expect.stringMatching(/rows +\d+ read, /)]);
    expect(readdirSync(scratch.root, { recursive: true, encoding: 'utf8' }).filter((n) => n.endsWith('.utf8'))).toEqual(
      [],
    );
  });
});
