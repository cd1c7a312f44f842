export { canonicalJson, parseCanonicalJson } from './canonical-json.ts';
export { openCheckpoint, parseCheckpointText, signCheckpoint } from './checkpoint.ts';
export type { Checkpoint } from './checkpoint.ts';
export { openCustody } from './custody.ts';
export type { Custody, Deletion, FileRefusal } from './custody.ts';
export { MAX_NAME, MAX_REASON } from './entries.ts';
export type { EntryInput, LogEntry } from './entries.ts';
export { openLog } from './log.ts';
export type { CustodyLog, LogOptions } from './log.ts';
export {
  consistencyProof,
  inclusionProof,
  leafHash,
  merkleTreeHash,
  verifyConsistency,
  verifyInclusion,
} from './merkle.ts';
export type { ConsistencyClaim, InclusionClaim } from './merkle.ts';
export { hashOnly } from './originals.ts';
export type { KeptFile, Originals } from './originals.ts';
export { PROBLEM_CODES, readLog } from './read-log.ts';
export type { Problem, ProblemCode } from './read-log.ts';
export { NotRegularError, openRegular, withRegularSync } from './regular-file.ts';
export { openNote, parseSignerKey, parseVerifierKey, signNote } from './signed-note.ts';
export type { Signer, Verifier } from './signed-note.ts';
export { verifyCustody } from './verify-log.ts';
export type { CustodyReport, Trusted } from './verify-log.ts';
