import { createHash } from 'node:crypto';

/** Merkle tree hashes and proofs of RFC 9162 section 2.1 (the same as RFC 6962 section 2.1) with SHA-256. */

export const HASH_BYTES = 32;

const sha256 = (...parts: readonly Uint8Array[]): Uint8Array => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

const LEAF_PREFIX = Uint8Array.of(0x00);
const NODE_PREFIX = Uint8Array.of(0x01);

/** MTH({}): the hash of no bytes. */
export const EMPTY_ROOT = sha256();

/** MTH({d}) = SHA-256(0x00 || d). */
export const leafHash = (entry: Uint8Array): Uint8Array => sha256(LEAF_PREFIX, entry);

/** SHA-256(0x01 || left || right). */
export const nodeHash = (left: Uint8Array, right: Uint8Array): Uint8Array => sha256(NODE_PREFIX, left, right);

export const sameHash = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === HASH_BYTES && Buffer.compare(a, b) === 0;

/** The largest power of two smaller than n; n >= 2. */
function splitPoint(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

function at(hashes: readonly Uint8Array[], index: number): Uint8Array {
  const hash = hashes[index];
  if (hash === undefined) throw new RangeError('no such leaf');
  return hash;
}

/** MTH over leaf hashes [from, until). */
export function merkleTreeHash(leaves: readonly Uint8Array[], from = 0, until = leaves.length): Uint8Array {
  const n = until - from;
  if (n === 0) return EMPTY_ROOT;
  if (n === 1) return at(leaves, from);
  const middle = from + splitPoint(n);
  return nodeHash(merkleTreeHash(leaves, from, middle), merkleTreeHash(leaves, middle, until));
}

/** PATH(m, D_n), section 2.1.3.1: proves that leaf `index` is in the tree over all `leaves`. Lowest node first. */
export function inclusionProof(leaves: readonly Uint8Array[], index: number): Uint8Array[] {
  if (!Number.isSafeInteger(index) || index < 0 || index >= leaves.length) throw new RangeError('no such leaf');
  const path = (from: number, until: number): Uint8Array[] => {
    if (until - from === 1) return [];
    const middle = from + splitPoint(until - from);
    return index < middle
      ? [...path(from, middle), merkleTreeHash(leaves, middle, until)]
      : [...path(middle, until), merkleTreeHash(leaves, from, middle)];
  };
  return path(0, leaves.length);
}

/**
 * PROOF(m, D_n), section 2.1.4.1: proves that the tree over the first `size1` leaves is a beginning of the tree over all
 * `leaves`. Defined for 0 < size1 <= leaves.length; empty for equal sizes.
 */
export function consistencyProof(leaves: readonly Uint8Array[], size1: number): Uint8Array[] {
  if (!Number.isSafeInteger(size1) || size1 <= 0 || size1 > leaves.length) throw new RangeError('no such tree');
  const subproof = (from: number, until: number, whole: boolean): Uint8Array[] => {
    if (size1 === until) return whole ? [] : [merkleTreeHash(leaves, from, until)];
    const middle = from + splitPoint(until - from);
    return size1 <= middle
      ? [...subproof(from, middle, whole), merkleTreeHash(leaves, middle, until)]
      : [...subproof(middle, until, false), merkleTreeHash(leaves, from, middle)];
  };
  return subproof(0, leaves.length, true);
}

const isSize = (n: number): boolean => Number.isSafeInteger(n) && n >= 0;
const areHashes = (hashes: readonly Uint8Array[]): boolean => hashes.every((hash) => hash.length === HASH_BYTES);
const half = (n: number): number => Math.floor(n / 2);
const isOdd = (n: number): boolean => n % 2 === 1;

export interface InclusionClaim {
  readonly index: number;
  readonly size: number;
  readonly leafHash: Uint8Array;
  readonly root: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/** Section 2.1.3.2. Every field is attacker-controlled. */
export function verifyInclusion(claim: InclusionClaim): boolean {
  const { index, size, root, proof } = claim;
  if (!isSize(index) || !isSize(size) || index >= size) return false;
  if (!areHashes([claim.leafHash, root, ...proof])) return false;
  let fn = index;
  let sn = size - 1;
  let r = claim.leafHash;
  for (const p of proof) {
    if (sn === 0) return false;
    if (isOdd(fn) || fn === sn) {
      r = nodeHash(p, r);
      while (!isOdd(fn) && fn !== 0) {
        fn = half(fn);
        sn = half(sn);
      }
    } else {
      r = nodeHash(r, p);
    }
    fn = half(fn);
    sn = half(sn);
  }
  return sn === 0 && sameHash(r, root);
}

export interface ConsistencyClaim {
  readonly size1: number;
  readonly size2: number;
  readonly root1: Uint8Array;
  readonly root2: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/**
 * Section 2.1.4.2. Every field is attacker-controlled. Size 0 is refused on either side: every tree is consistent with
 * the empty one, so a proof from it would prove nothing.
 */
export function verifyConsistency(claim: ConsistencyClaim): boolean {
  const { size1, size2, root1, root2, proof } = claim;
  if (!isSize(size1) || !isSize(size2) || size1 === 0 || size1 > size2) return false;
  // Equal sizes claim only that the two roots are the same bytes (a published vector uses roots that are no hashes).
  if (size1 === size2) return proof.length === 0 && Buffer.compare(root1, root2) === 0;
  if (!areHashes([root1, root2, ...proof])) return false;

  let fn = size1 - 1;
  let sn = size2 - 1;
  while (isOdd(fn)) {
    fn = half(fn);
    sn = half(sn);
  }
  // A first tree that is a perfect subtree of the second (fn is 0 now) is its own first node.
  const [first, ...rest] = fn === 0 ? [root1, ...proof] : proof;
  if (first === undefined) return false;
  let fr = first;
  let sr = first;
  for (const c of rest) {
    if (sn === 0) return false;
    if (isOdd(fn) || fn === sn) {
      fr = nodeHash(c, fr);
      sr = nodeHash(c, sr);
      while (!isOdd(fn) && fn !== 0) {
        fn = half(fn);
        sn = half(sn);
      }
    } else {
      sr = nodeHash(sr, c);
    }
    fn = half(fn);
    sn = half(sn);
  }
  return sn === 0 && sameHash(fr, root1) && sameHash(sr, root2);
}
