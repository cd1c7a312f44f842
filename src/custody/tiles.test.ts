import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openCheckpoint } from './checkpoint.ts';
import { conformanceFolder } from './conformance-material.testing.ts';
import { leafHash, merkleTreeHash } from './merkle.ts';
import { parseVerifierKey } from './signed-note.ts';
import {
  decodeBundle,
  decodeTile,
  EMPTY_EDGE,
  encodeBundle,
  growLog,
  rootOfEdge,
  tilePath,
  tilesOfLog,
} from './tiles.ts';
import type { TileId } from './tiles.ts';

const entry = (i: number): Buffer => Buffer.from(`entry ${i}`);
const entriesOf = (from: number, until: number): Buffer[] =>
  Array.from({ length: until - from }, (_, i) => entry(from + i));

describe('tile paths', () => {
  it.each<[TileId, string]>([
    [{ level: 0, n: 1234067, width: 256 }, 'tile/0/x001/x234/067'],
    [{ level: 0, n: 0, width: 5 }, 'tile/0/000.p/5'],
    [{ level: 'entries', n: 273, width: 112 }, 'tile/entries/273.p/112'],
    [{ level: 1, n: 999, width: 256 }, 'tile/1/999'],
    [{ level: 2, n: 1000, width: 1 }, 'tile/2/x001/000.p/1'],
  ])('%j', (id, path) => expect(tilePath(id)).toBe(path));
});

describe('tiles of a log', () => {
  const count = (size: number, level: TileId['level']): number[] => {
    const widths = tilesOfLog(size)
      .filter((tile) => tile.level === level)
      .map((tile) => tile.width);
    return [widths.filter((w) => w === 256).length, ...widths.filter((w) => w < 256)];
  };
  it('is the example of the specification for 70,000 and 256 entries', () => {
    expect([0, 1, 2, 3].map((level) => count(70_000, level))).toEqual([[273, 112], [1, 17], [0, 1], [0]]);
    expect([0, 1, 2].map((level) => count(256, level))).toEqual([[1], [0, 1], [0]]);
    expect(count(70_000, 'entries')).toEqual([273, 112]);
    expect(tilesOfLog(0)).toEqual([]);
  });

  it('grows to the same files and root in whatever batches', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 6 }), (batches) => {
        let edge = EMPTY_EDGE;
        const disk = new Map<string, Buffer>();
        for (const batch of batches) {
          const grown = growLog(edge, entriesOf(edge.size, edge.size + batch));
          for (const file of grown.files) disk.set(tilePath(file.id), file.bytes);
          edge = grown.edge;
        }
        const all = entriesOf(0, edge.size);
        const leaves = all.map((e) => leafHash(e));
        expect(Buffer.from(rootOfEdge(edge))).toEqual(Buffer.from(merkleTreeHash(leaves)));
        // By the definition in the specification: MTH(D[(n * 256 + i) * 256**l : (n * 256 + i + 1) * 256**l]).
        const wrong = tilesOfLog(edge.size).filter((id) => {
          const bytes = disk.get(tilePath(id)) ?? Buffer.alloc(0);
          if (id.level === 'entries') {
            return !encodeBundle(all.slice(id.n * 256, id.n * 256 + id.width)).equals(bytes);
          }
          const span = 256 ** id.level;
          const first = id.n * 256;
          const wanted = Array.from({ length: id.width }, (_, i) =>
            merkleTreeHash(leaves, (first + i) * span, (first + i + 1) * span),
          );
          return !Buffer.concat(wanted).equals(bytes);
        });
        expect(wrong).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  it('has the right root at two levels of full tiles', () => {
    const all = entriesOf(0, 65_536 + 300);
    const { edge, files } = growLog(EMPTY_EDGE, all);
    expect(Buffer.from(rootOfEdge(edge))).toEqual(Buffer.from(merkleTreeHash(all.map((e) => leafHash(e)))));
    expect(files.map((file) => tilePath(file.id)).sort()).toEqual(
      tilesOfLog(edge.size)
        .map((id) => tilePath(id))
        .sort(),
    );
  });
});

describe('bundles', () => {
  it('read back what was written, and nothing that is cut, longer or of another width', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ maxLength: 300 }), { minLength: 1, maxLength: 20 }),
        fc.nat(),
        (list, cut) => {
          const bytes = encodeBundle(list);
          expect(decodeBundle(bytes, list.length)?.map((e) => e.toString('hex'))).toEqual(
            list.map((e) => Buffer.from(e).toString('hex')),
          );
          expect(decodeBundle(bytes.subarray(0, cut % bytes.length), list.length)).toBeUndefined();
          expect(decodeBundle(Buffer.concat([bytes, Uint8Array.of(0)]), list.length)).toBeUndefined();
          expect(decodeBundle(bytes, list.length + 1)).toBeUndefined();
        },
      ),
    );
  });

  it('hold an entry of 65,535 bytes and no longer one', () => {
    expect(decodeBundle(encodeBundle([Buffer.alloc(65_535, 1)]), 1)?.[0]).toHaveLength(65_535);
    expect(() => encodeBundle([Buffer.alloc(65_536)])).toThrow(RangeError);
  });
});

const sample = conformanceFolder('tlog-tiles-sample');
// The published test key of transparency-dev/tessera, testdata/build_log.sh.
const SAMPLE_VKEY = 'example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx';

describe.skipIf(sample === undefined)('the sample log of another implementation', () => {
  const verifier = parseVerifierKey(SAMPLE_VKEY);
  const file = (path: string): Buffer => readFileSync(`${sample}/${path}`);

  it.each(Array.from({ length: 15 }, (_, i) => i + 1))('size %i: signature, root, entries, tile', (size) => {
    const checkpoint = openCheckpoint(file(`checkpoint.${size}`), verifier);
    expect(checkpoint).toMatchObject({ origin: 'example.com/log/testdata', size });
    const entries = decodeBundle(file(tilePath({ level: 'entries', n: 0, width: size })), size) ?? [];
    const tile = decodeTile(file(tilePath({ level: 0, n: 0, width: size })), size) ?? [];
    expect(entries.map((e) => Buffer.from(leafHash(e)))).toEqual(tile);
    const { edge, files } = growLog(EMPTY_EDGE, entries);
    expect(Buffer.from(rootOfEdge(edge))).toEqual(checkpoint?.root);
    for (const made of files) expect(made.bytes.equals(file(tilePath(made.id)))).toBe(true);
  });

  it('size 0 and the latest', () => {
    expect(openCheckpoint(file('checkpoint.0'), verifier)?.root).toEqual(Buffer.from(rootOfEdge(EMPTY_EDGE)));
    expect(openCheckpoint(file('checkpoint'), verifier)?.size).toBe(15);
  });
});
