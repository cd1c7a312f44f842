import { parseCheckpointText } from './checkpoint.ts';
import { merkleTreeHash, sameHash } from './merkle.ts';
import type { LogReading } from './read-log.ts';
import { openNote } from './signed-note.ts';

/**
 * Whether a log goes on from a head that its key signed earlier: as many entries at least, and over the first of them the same
 * root. A log that was put back to an older copy does not, although nothing in it is wrong.
 *
 * @param note a checkpoint as it was handed over
 */
export function continuesHead({ verifier, checkpoint, leaves }: LogReading, note: string): boolean {
  if (verifier === undefined || checkpoint === undefined) return false;
  const text = openNote(Buffer.from(note), [verifier])?.text;
  const earlier = text === undefined ? undefined : parseCheckpointText(text);
  return (
    earlier !== undefined &&
    earlier.origin === checkpoint.origin &&
    earlier.size <= leaves.length &&
    sameHash(merkleTreeHash(leaves, 0, earlier.size), earlier.root)
  );
}
