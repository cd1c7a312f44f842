import { EMPTY_ROOT, HASH_BYTES, leafHash, merkleTreeHash, nodeHash } from './merkle.ts';

/** C2SP tlog-tiles (c2sp.org/tlog-tiles): which file of a tiled log holds what. Nothing here touches a disk. */

export const TILE_WIDTH = 256;
/** Length prefix of 16 bits. */
export const MAX_ENTRY_BYTES = 0xffff;

/** A hash tile at a level, or the bundle of entries under a level-0 tile. */
export interface TileId {
  readonly level: number | 'entries';
  readonly n: number;
  /** 1..256; below 256 the tile is partial. */
  readonly width: number;
}

/** `tile/<L>/<N>[.p/<W>]`, relative to the log, with forward slashes. */
export function tilePath({ level, n, width }: TileId): string {
  const digits = String(n);
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/.{3}/g) ?? [];
  const path = groups.map((group, i) => (i === groups.length - 1 ? group : `x${group}`)).join('/');
  return `tile/${level}/${path}${width === TILE_WIDTH ? '' : `.p/${width}`}`;
}

/** Every tile and bundle of a log of `size` entries: those and no others stand for its checkpoint. */
export function tilesOfLog(size: number): TileId[] {
  const tiles: TileId[] = [];
  const row = (level: TileId['level'], hashes: number): void => {
    const full = Math.floor(hashes / TILE_WIDTH);
    for (let n = 0; n < full; n += 1) tiles.push({ level, n, width: TILE_WIDTH });
    if (hashes % TILE_WIDTH > 0) tiles.push({ level, n: full, width: hashes % TILE_WIDTH });
  };
  row('entries', size);
  for (let level = 0, hashes = size; hashes > 0; level += 1, hashes = Math.floor(hashes / TILE_WIDTH)) {
    row(level, hashes);
  }
  return tiles;
}

/** Big-endian uint16 length, then the entry; again for each. */
export function encodeBundle(entries: readonly Uint8Array[]): Buffer {
  return Buffer.concat(
    entries.flatMap((entry) => {
      if (entry.length > MAX_ENTRY_BYTES) throw new RangeError('an entry is longer than its length prefix can say');
      return [Uint8Array.of(entry.length >> 8, entry.length & 0xff), entry];
    }),
  );
}

/** Undefined unless the bytes are exactly `width` whole entries. */
export function decodeBundle(bytes: Buffer, width: number): Buffer[] | undefined {
  const entries: Buffer[] = [];
  let at = 0;
  while (at + 2 <= bytes.length) {
    const end = at + 2 + bytes.readUInt16BE(at);
    if (end > bytes.length) return undefined;
    entries.push(bytes.subarray(at + 2, end));
    at = end;
  }
  return at === bytes.length && entries.length === width ? entries : undefined;
}

/** The hashes of a tile. Undefined unless the bytes are exactly `width` hashes. */
export function decodeTile(bytes: Buffer, width: number): Buffer[] | undefined {
  if (bytes.length !== width * HASH_BYTES) return undefined;
  return Array.from({ length: width }, (_, i) => bytes.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES));
}

/** The right-hand edge of a log: all that is needed to append to it and to know its root. */
export interface LogEdge {
  readonly size: number;
  /** The entries of the partial bundle. */
  readonly entries: readonly Uint8Array[];
  /** By level: the hashes of the partial tile there (may be empty). */
  readonly levels: readonly (readonly Uint8Array[])[];
}

export const EMPTY_EDGE: LogEdge = { size: 0, entries: [], levels: [] };

export interface TileFile {
  readonly id: TileId;
  readonly bytes: Buffer;
}

/** The edge after appending, and the tiles and bundles that are new on the way (each complete, none in place). */
export function growLog(edge: LogEdge, added: readonly Uint8Array[]): { edge: LogEdge; files: TileFile[] } {
  const files: TileFile[] = [];
  const levels = edge.levels.map((hashes) => [...hashes]);
  const grown = new Set<number>();
  let entries = [...edge.entries];
  let size = edge.size;

  const push = (level: number, hash: Uint8Array): void => {
    const hashes = (levels[level] ??= []);
    hashes.push(hash);
    grown.add(level);
    if (hashes.length < TILE_WIDTH) return;
    const n = size / TILE_WIDTH ** (level + 1) - 1;
    files.push({ id: { level, n, width: TILE_WIDTH }, bytes: Buffer.concat(hashes) });
    levels[level] = [];
    push(level + 1, merkleTreeHash(hashes));
  };
  for (const entry of added) {
    entries.push(entry);
    size += 1;
    if (entries.length === TILE_WIDTH) {
      const id: TileId = { level: 'entries', n: size / TILE_WIDTH - 1, width: TILE_WIDTH };
      files.push({ id, bytes: encodeBundle(entries) });
      entries = [];
    }
    push(0, leafHash(entry));
  }
  if (added.length > 0 && entries.length > 0) {
    const id: TileId = { level: 'entries', n: Math.floor(size / TILE_WIDTH), width: entries.length };
    files.push({ id, bytes: encodeBundle(entries) });
  }
  for (const level of grown) {
    const hashes = levels[level] ?? [];
    const n = Math.floor(size / TILE_WIDTH ** (level + 1));
    if (hashes.length > 0) files.push({ id: { level, n, width: hashes.length }, bytes: Buffer.concat(hashes) });
  }
  return { edge: { size, entries, levels }, files };
}

/** Merkle tree hash of the whole log: the perfect subtrees of the edge, joined from the right. */
export function rootOfEdge(edge: LogEdge): Uint8Array {
  let root: Uint8Array | undefined;
  for (const hashes of edge.levels) {
    for (const subtree of perfectSubtrees(hashes).toReversed()) root = root ? nodeHash(subtree, root) : subtree;
  }
  return root ?? EMPTY_ROOT;
}

function perfectSubtrees(hashes: readonly Uint8Array[]): Uint8Array[] {
  const subtrees: Uint8Array[] = [];
  let from = 0;
  for (let width = TILE_WIDTH / 2; width >= 1; width /= 2) {
    if (hashes.length - from < width) continue;
    subtrees.push(merkleTreeHash(hashes, from, from + width));
    from += width;
  }
  return subtrees;
}
