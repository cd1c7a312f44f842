import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { conformanceFolder } from './conformance-material.testing.ts';
import {
  consistencyProof,
  EMPTY_ROOT,
  inclusionProof,
  leafHash,
  merkleTreeHash,
  verifyConsistency,
  verifyInclusion,
} from './merkle.ts';

const folder = conformanceFolder('rfc9162-merkle');
const base64 = z
  .string()
  .nullable()
  .transform((text) => new Uint8Array(Buffer.from(text ?? '', 'base64')));
const proof = z
  .array(base64)
  .nullable()
  .transform((list) => list ?? []);
const inclusionVector = z.object({
  leafIdx: z.number(),
  treeSize: z.number(),
  root: base64,
  leafHash: base64,
  proof,
  wantErr: z.boolean(),
});
const consistencyVector = z.object({
  size1: z.number(),
  size2: z.number(),
  root1: base64,
  root2: base64,
  proof,
  wantErr: z.boolean(),
});

function vectors(kind: string): string[] {
  if (folder === undefined) return [];
  return readdirSync(`${folder}/${kind}`, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.json'),
  );
}

describe.skipIf(folder === undefined)('RFC 9162 vectors', () => {
  const read = (path: string): unknown => JSON.parse(readFileSync(`${folder}/${path}`, 'utf8'));
  const inclusion = vectors('inclusion');
  const consistency = vectors('consistency');

  it('has all 196', () => expect(inclusion.length + consistency.length).toBe(196));

  it.each(inclusion)('inclusion %s', (name) => {
    const v = inclusionVector.parse(read(`inclusion/${name}`));
    expect(verifyInclusion({ ...v, index: v.leafIdx, size: v.treeSize })).toBe(!v.wantErr);
  });

  it.each(consistency)('consistency %s', (name) => {
    const v = consistencyVector.parse(read(`consistency/${name}`));
    expect(verifyConsistency(v)).toBe(!v.wantErr);
  });

  it('counts the vectors that concern the empty tree: all want an error', () => {
    const empty = [
      ...inclusion.map((name) => inclusionVector.parse(read(`inclusion/${name}`))).filter((v) => v.treeSize === 0),
      ...consistency
        .map((name) => consistencyVector.parse(read(`consistency/${name}`)))
        .filter((v) => v.size1 === 0 || v.size2 === 0),
    ];
    expect(empty).toHaveLength(17);
    expect(empty.every((v) => v.wantErr)).toBe(true);
  });
});

const leavesOf = (n: number): Uint8Array[] =>
  Array.from({ length: n }, (_, i) => leafHash(Uint8Array.of(i % 256, Math.floor(i / 256))));
/** Flips one bit of one hash. */
const flipped = (hash: Uint8Array, bit: number): Uint8Array => {
  const copy = Uint8Array.from(hash);
  copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return copy;
};
const flippedAt = (hashes: readonly Uint8Array[], index: number, bit: number): Uint8Array[] =>
  hashes.map((hash, i) => (i === index % hashes.length ? flipped(hash, bit) : hash));
const tree = fc.integer({ min: 1, max: 300 });
const bit = fc.nat({ max: 255 });

describe('Merkle tree', () => {
  it('hashes the empty tree and the tree of RFC 6962 test data', () => {
    expect(Buffer.from(EMPTY_ROOT).toString('hex')).toBe(
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    );
    // Test data of certificate-transparency (merkle_tree_test): eight inputs and the root over them.
    const inputs = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
    const root = merkleTreeHash(inputs.map((hex) => leafHash(Buffer.from(hex, 'hex'))));
    expect(Buffer.from(root).toString('hex')).toBe('5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328');
  });

  it('verifies every inclusion proof and refuses every changed one', () => {
    fc.assert(
      fc.property(tree, fc.nat(), fc.nat(), bit, (size, which, where, bit) => {
        const leaves = leavesOf(size);
        const index = which % size;
        const leaf = leaves[index] ?? EMPTY_ROOT;
        const claim = {
          index,
          size,
          leafHash: leaf,
          root: merkleTreeHash(leaves),
          proof: inclusionProof(leaves, index),
        };
        const changed = [
          { ...claim, root: flipped(claim.root, bit) },
          { ...claim, leafHash: flipped(leaf, bit) },
          { ...claim, proof: [...claim.proof, leaf] },
        ];
        if (size > 1) {
          changed.push(
            { ...claim, proof: flippedAt(claim.proof, where, bit) },
            { ...claim, proof: claim.proof.slice(1) },
            { ...claim, proof: claim.proof.slice(0, -1) },
            { ...claim, index: (index + 1 + (where % (size - 1))) % size },
          );
        }
        expect(verifyInclusion(claim)).toBe(true);
        expect(changed.filter((c) => verifyInclusion(c))).toEqual([]);
      }),
    );
  });

  it('verifies every consistency proof and refuses every changed one', () => {
    fc.assert(
      fc.property(tree, fc.nat(), fc.nat(), bit, (size2, which, where, bit) => {
        const leaves = leavesOf(size2);
        const size1 = 1 + (which % size2);
        const claim = {
          size1,
          size2,
          root1: merkleTreeHash(leaves, 0, size1),
          root2: merkleTreeHash(leaves),
          proof: consistencyProof(leaves, size1),
        };
        const changed = [
          { ...claim, root1: flipped(claim.root1, bit) },
          { ...claim, root2: flipped(claim.root2, bit) },
          { ...claim, proof: [...claim.proof, claim.root1] },
        ];
        if (size1 < size2) {
          changed.push(
            { ...claim, proof: flippedAt(claim.proof, where, bit) },
            { ...claim, proof: claim.proof.slice(1) },
            { ...claim, proof: claim.proof.slice(0, -1) },
            { ...claim, size1: size2, size2: size1 },
          );
        }
        expect(verifyConsistency(claim)).toBe(true);
        expect(changed.filter((c) => verifyConsistency(c))).toEqual([]);
      }),
    );
  });

  it('has no proof for a leaf or a tree that is not there', () => {
    expect(() => inclusionProof(leavesOf(3), 3)).toThrow(RangeError);
    expect(() => consistencyProof(leavesOf(3), 0)).toThrow(RangeError);
    expect(() => consistencyProof(leavesOf(3), 4)).toThrow(RangeError);
  });
});
