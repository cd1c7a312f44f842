import { z } from 'zod';
import { canonicalJson, parseCanonicalJson } from './canonical-json.ts';
import { CellsweepError } from '../model/errors.ts';
import { MAX_ENTRY_BYTES } from './tiles.ts';

/** What the custody log of a case can say. No entry holds an identifier of a person, number or handset. */

const NUMBER_LIKE = /\d(?:[ ]?\d){7,}/g;

/** People write numbers into reasons; what looks like one (eight digits in a row or more) is masked before signing. */
const freeText = z
  .string()
  .max(2000)
  .transform((text) => text.replaceAll(NUMBER_LIKE, '[masked]'));
const name = z.string().min(1).max(200);
const count = z.int().nonnegative();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const path = z
  .string()
  .min(1)
  .max(4096)
  .refine((p) => !p.startsWith('/') && !p.split('/').includes('..'), 'a path inside the case folder');
const statedTime = z.string().max(40).nullable();

const kinds = {
  fileReceived: z.strictObject({
    type: z.literal('file-received'),
    path,
    sha256,
    bytes: count,
    /** Acts that cover the file, as known on receipt. */
    acts: z.array(name).max(100),
  }),
  fileRefused: z.strictObject({
    type: z.literal('file-refused'),
    path,
    /** Refusal code. */
    code: name,
    act: name.nullable(),
  }),
  refusalList: z.strictObject({
    type: z.literal('refusal-list'),
    path,
    sha256,
    rows: count,
    by_code: z.record(name, count),
  }),
  actRegistered: z.strictObject({
    type: z.literal('act-registered'),
    act: name,
    kind: name,
    issued_by: freeText,
    legal_basis: freeText,
    purpose: freeText,
    from: statedTime,
    until: statedTime,
    retain_until: statedTime,
  }),
  actAnnulled: z.strictObject({
    type: z.literal('act-annulled'),
    act: name,
    reason: freeText,
    /** Files that are no longer read because of it. */
    files: count,
  }),
  runStarted: z.strictObject({
    type: z.literal('run-started'),
    run: name,
    case: name,
    version: name,
  }),
  runFinished: z.strictObject({
    type: z.literal('run-finished'),
    run: name,
    outcome: z.enum(['complete', 'failed']),
    error: name.nullable(),
    outputs: z.array(z.strictObject({ path, sha256, bytes: count })).max(200),
  }),
  /** The tables of the last run were taken away before another run replaced them. */
  resultsWithdrawn: z.strictObject({
    type: z.literal('results-withdrawn'),
    why: z.enum(['protection-uncovered', 'retention-end']),
  }),
  model: z.strictObject({
    type: z.literal('model'),
    model: name,
    version: name,
    sha256,
    use: z.enum(['fitted', 'applied']),
  }),
  export: z.strictObject({
    type: z.literal('export'),
    who: name,
    recipient: name.nullable(),
    why: freeText,
    act: name.nullable(),
    path,
    sha256,
    rows: count,
  }),
  /** Consultation: Directive (EU) 2016/680 article 25. */
  read: z.strictObject({
    type: z.literal('read'),
    who: name,
    why: freeText,
    act: name,
    stage: name,
    rows: count,
  }),
  /** From here on the act lets nothing be read: its retention had ended at the stated time, and was enforced. */
  retentionEnded: z.strictObject({
    type: z.literal('retention-ended'),
    act: name,
    as_of: z.string().max(40),
  }),
  retentionDeleted: z.strictObject({
    type: z.literal('retention-deleted'),
    path,
    sha256,
    act: name.nullable(),
    reason: z.enum(['retention-end', 'act-annulled']),
  }),
};

/** Where an entry stands and when it was written. */
const stamp = { index: count, at: z.iso.datetime({ precision: 3 }) };

const entryInput = z.discriminatedUnion('type', [
  kinds.fileReceived,
  kinds.fileRefused,
  kinds.refusalList,
  kinds.actRegistered,
  kinds.actAnnulled,
  kinds.runStarted,
  kinds.runFinished,
  kinds.resultsWithdrawn,
  kinds.model,
  kinds.export,
  kinds.read,
  kinds.retentionEnded,
  kinds.retentionDeleted,
]);

const logEntry = z.discriminatedUnion('type', [
  kinds.fileReceived.extend(stamp),
  kinds.fileRefused.extend(stamp),
  kinds.refusalList.extend(stamp),
  kinds.actRegistered.extend(stamp),
  kinds.actAnnulled.extend(stamp),
  kinds.runStarted.extend(stamp),
  kinds.runFinished.extend(stamp),
  kinds.resultsWithdrawn.extend(stamp),
  kinds.model.extend(stamp),
  kinds.export.extend(stamp),
  kinds.read.extend(stamp),
  kinds.retentionEnded.extend(stamp),
  kinds.retentionDeleted.extend(stamp),
]);

/** What a caller gives to the log. */
export type EntryInput = z.input<typeof entryInput>;
/** What stands in the log. */
export type LogEntry = z.output<typeof logEntry>;

/**
 * Checks an entry before it gets its place.
 *
 * @throws CellsweepError INTERNAL: a stage made an entry of another shape. The message names fields, never values.
 */
export function checkEntry(input: EntryInput): z.output<typeof entryInput> {
  const parsed = entryInput.safeParse(input);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map((issue) => issue.path.join('.')).join(', ');
  throw new CellsweepError('INTERNAL', `a custody entry does not meet its schema at: ${fields}`);
}

/** The bytes of an entry: canonical JSON. */
export function encodeEntry(entry: LogEntry): Buffer {
  const bytes = Buffer.from(canonicalJson(entry));
  if (bytes.length > MAX_ENTRY_BYTES) throw new CellsweepError('INTERNAL', 'a custody entry is too long');
  return bytes;
}

/** Reads attacker-controlled bytes as an entry: undefined unless they are exactly what `encodeEntry` would write. */
export function decodeEntry(bytes: Uint8Array): LogEntry | undefined {
  const entry = logEntry.safeParse(parseCanonicalJson(bytes)).data;
  return entry !== undefined && encodeEntry(entry).equals(bytes) ? entry : undefined;
}
