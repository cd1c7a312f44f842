import { z } from 'zod';
import { canonicalJson, parseCanonicalJson } from './canonical-json.ts';
import { CellsweepError } from '../model/errors.ts';
import { hasDigitRun, maskNumbers } from './mask-numbers.ts';
import { MAX_ENTRY_BYTES } from './tiles.ts';

/** What the custody log of a case can say. No entry holds an identifier of a person, number or handset. */

/** Bounds of what a person states; commands hold to them before anything is done. */
export const MAX_NAME = 200;
export const MAX_REASON = 2000;

const name = z.string().min(1).max(MAX_NAME);
/** Ids of acts and cases are as long as their authors make them; only the entry as a whole is bounded. */
const id = z.string().min(1);
const count = z.int().nonnegative();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const path = z
  .string()
  .min(1)
  .max(4096)
  .refine((p) => !p.startsWith('/') && !p.split('/').includes('..'), 'a path inside the case folder');
/** Who did it and why. Older logs do not say so of every entry. */
const BY = { who: true, why: true } as const;

const kindsWith = (freeText: z.ZodType<string, string>) => ({
  fileReceived: z.strictObject({
    type: z.literal('file-received'),
    path,
    sha256,
    bytes: count,
    /** Acts that cover the file, as known on receipt. */
    acts: z.array(id),
  }),
  fileRefused: z.strictObject({
    type: z.literal('file-refused'),
    path,
    /** Refusal code. */
    code: name,
    act: id.nullable(),
  }),
  refusalList: z.strictObject({
    type: z.literal('refusal-list'),
    path,
    sha256,
    rows: count,
    by_code: z.record(name, count),
  }),
  actAnnulled: z.strictObject({
    type: z.literal('act-annulled'),
    act: id,
    reason: freeText,
    who: name,
    /** Files that are no longer read because of it. */
    files: count,
  }),
  runStarted: z.strictObject({
    type: z.literal('run-started'),
    run: name,
    case: id,
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
    why: z.enum(['protection-uncovered', 'retention-end', 'act-annulled']),
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
    act: id.nullable(),
    path,
    sha256,
    rows: count,
  }),
  /** Consultation: Directive (EU) 2016/680 article 25. */
  read: z.strictObject({
    type: z.literal('read'),
    who: name,
    why: freeText,
    act: id,
    stage: name,
    rows: count,
  }),
  /** From here on the act lets nothing be read: its retention had ended at the stated time, and was enforced. */
  retentionEnded: z.strictObject({
    type: z.literal('retention-ended'),
    act: id,
    as_of: z.string().max(40),
    who: name,
    why: freeText,
  }),
  retentionDeleted: z.strictObject({
    type: z.literal('retention-deleted'),
    path,
    sha256,
    /** The act that fell or ended; null where the file had lost its cover. */
    act: id.nullable(),
    reason: z.enum(['retention-end', 'act-annulled', 'no-act']),
    who: name,
    why: freeText,
  }),
});

/** What is written: numbers in free text are masked before signing. */
const kinds = kindsWith(z.string().max(MAX_REASON).transform(maskNumbers));
/** What is read. A log that was written before more notations were masked still is what was signed. */
const recorded = kindsWith(
  z
    .string()
    .max(MAX_REASON)
    .refine((text) => !hasDigitRun(text)),
);

/** Where an entry stands and when it was written. */
const stamp = { index: count, at: z.iso.datetime({ precision: 3 }) };

const entryInput = z.discriminatedUnion('type', [
  kinds.fileReceived,
  kinds.fileRefused,
  kinds.refusalList,
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
  recorded.fileReceived.extend(stamp),
  recorded.fileRefused.extend(stamp),
  recorded.refusalList.extend(stamp),
  recorded.actAnnulled.partial({ who: true }).extend(stamp),
  recorded.runStarted.extend(stamp),
  recorded.runFinished.extend(stamp),
  recorded.resultsWithdrawn.extend(stamp),
  recorded.model.extend(stamp),
  recorded.export.extend(stamp),
  recorded.read.extend(stamp),
  recorded.retentionEnded.partial(BY).extend(stamp),
  recorded.retentionDeleted.partial(BY).extend(stamp),
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
