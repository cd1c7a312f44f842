import { z } from 'zod';
import type { Act } from '../model/case.ts';
import { CellsweepError } from '../model/errors.ts';
import type { UnixSeconds } from '../model/record.ts';
import { coversOf } from './glob.ts';
import { parseIsoTime } from './iso-time.ts';
import { handsetListed, namesSomebody, plainIdentifier } from './listed-identifier.ts';

const time = z.string().transform((text, context) => {
  const at_s = parseIsoTime(text);
  if (at_s !== undefined) return at_s;
  context.addIssue({ code: 'custom', message: 'not an ISO 8601 time with an offset' });
  return z.NEVER;
});

const actSchema = z.object({
  id: z.string().min(1),
  kind: z.string(),
  issued_by: z.string(),
  legal_basis: z.string(),
  purpose: z.string(),
  from: time,
  until: time,
  retain_until: time,
  covers: z.array(z.string().min(1)),
  // A blank or a dash would be everybody of whom a row says nothing.
  identifiers: z.array(z.string().refine(namesSomebody)).nullable(),
  status: z.enum(['in-force', 'annulled']),
});

/**
 * Reads authorisations.json. Throws CASE_MANIFEST on anything that does not meet the format: an act that is half
 * understood must not open a file. The message names the place in the document, never a value.
 */
export function parseActs(text: string): Act[] {
  const parsed = z.array(actSchema).safeParse(parseJson(text));
  if (!parsed.success) {
    const place = parsed.error.issues[0]?.path.join('.') ?? '';
    throw new CellsweepError('CASE_MANIFEST', `authorisations.json does not meet its format at "${place}".`);
  }
  const seen = new Set<string>();
  return parsed.data.map((act, index) => {
    if (seen.has(act.id)) throw new CellsweepError('CASE_MANIFEST', `authorisations.json: act ${index} repeats an id.`);
    if (act.from >= act.until)
      throw new CellsweepError('CASE_MANIFEST', `authorisations.json: act ${index} ends before it begins.`);
    seen.add(act.id);
    const { id, kind, issued_by, legal_basis, purpose, covers, identifiers, status } = act;
    const times = { from_s: act.from, until_s: act.until, retain_until_s: act.retain_until };
    return Object.assign(times, { id, kind, issued_by, legal_basis, purpose, covers, identifiers, status });
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    // The parser's own message quotes the text, which may hold identifiers: it is not passed on.
    throw new CellsweepError('CASE_MANIFEST', 'authorisations.json is not JSON.');
  }
}

/** The acts in force that cover a path, by id. Annulled acts never count. Empty = the file may not be opened. */
export function actsFor(path: string, acts: readonly Act[]): Act[] {
  const covers = coversOf(path);
  return acts
    .filter((act) => act.status === 'in-force' && act.covers.some(covers))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/** What one record says of when and of whom; fields that it does not state are left out. */
export interface RecordSubject {
  readonly at_s?: UnixSeconds | undefined;
  /** Handset (the first 14 digits of its IMEI), IMSI, telephone number or inmate number, whichever the record holds. */
  readonly identifiers?: readonly (string | undefined)[];
}

/**
 * May this record be read under at least one of the acts (those of `actsFor`)? The periods of several acts add up.
 *
 * - AUTHORITY_PERIOD: acts name its subject (or restrict none), but it is dated outside all their periods.
 * - AUTHORITY_MISSING: every act is limited to listed identifiers, and the record holds none of them.
 *
 * A record without a date is judged by its identifiers alone, a record about nobody (no identifier column at all:
 * leave `identifiers` out) by its date alone.
 */
export function denial(
  acts: readonly Act[],
  record: RecordSubject,
): 'AUTHORITY_PERIOD' | 'AUTHORITY_MISSING' | undefined {
  let subjectAllowed = false;
  for (const act of acts) {
    if (!namesSubject(act, record.identifiers)) continue;
    subjectAllowed = true;
    const { at_s } = record;
    if (at_s === undefined || (at_s >= act.from_s && at_s < act.until_s)) return undefined;
  }
  return subjectAllowed ? 'AUTHORITY_PERIOD' : 'AUTHORITY_MISSING';
}

export const permits = (acts: readonly Act[], record: RecordSubject): boolean => denial(acts, record) === undefined;

const listed = new WeakMap<readonly string[], ReadonlySet<string>>();

function namesSubject(act: Act, identifiers: RecordSubject['identifiers']): boolean {
  if (act.identifiers === null || identifiers === undefined) return true;
  let own = listed.get(act.identifiers);
  if (!own) {
    own = new Set(act.identifiers.flatMap(spellingsOf).filter((spelling) => spelling !== ''));
    listed.set(act.identifiers, own);
  }
  return identifiers.some((text) => text !== undefined && own.has(plainIdentifier(text)));
}

/** What a record may hold of an identifier that an act lists. The record's own is compared whole: two SIMs may have 14 digits in common. */
function spellingsOf(text: string): string[] {
  const plain = plainIdentifier(text);
  const handset = handsetListed(plain);
  return handset === undefined ? [plain] : [plain, handset];
}
