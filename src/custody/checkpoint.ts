import { HASH_BYTES } from './merkle.ts';
import { decodeBase64, openNote, signNote } from './signed-note.ts';
import type { Signer, Verifier } from './signed-note.ts';

/** C2SP tlog-checkpoint (c2sp.org/tlog-checkpoint): the signed head of a log. */
export interface Checkpoint {
  /** Which log: unique, one line. */
  readonly origin: string;
  /** Entries in the log. */
  readonly size: number;
  /** Merkle tree hash over them, 32 bytes. */
  readonly root: Uint8Array;
}

const checkpointText = (checkpoint: Checkpoint): string =>
  `${checkpoint.origin}\n${checkpoint.size}\n${Buffer.from(checkpoint.root).toString('base64')}\n`;

export const signCheckpoint = (checkpoint: Checkpoint, signer: Signer): string =>
  signNote(checkpointText(checkpoint), [signer]);

/** The three lines of a checkpoint; extension lines are refused, since no monitor can audit them. */
export function parseCheckpointText(text: string): Checkpoint | undefined {
  const [, origin = '', digits = '', encoded = ''] = /^(.+)\n(0|[1-9][0-9]{0,15})\n(.+)\n$/.exec(text) ?? [];
  const root = decodeBase64(encoded);
  const size = Number(digits);
  if (origin === '' || root?.length !== HASH_BYTES || !Number.isSafeInteger(size)) return undefined;
  return { origin, size, root };
}

/**
 * Reads attacker-controlled bytes as a checkpoint that `verifier`, and nobody else, signed. Undefined otherwise: a line
 * that we cannot check could be changed unseen.
 */
export function openCheckpoint(bytes: Uint8Array, verifier: Verifier): Checkpoint | undefined {
  const note = openNote(bytes, [verifier]);
  return note?.signatures === 1 ? parseCheckpointText(note.text) : undefined;
}
