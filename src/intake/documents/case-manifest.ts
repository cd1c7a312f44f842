import { z } from 'zod';
import { parseIsoTime } from '../../authority/index.ts';
import type { CaseManifest } from '../../model/case.ts';
import { CellsweepError } from '../../model/errors.ts';

const manifest = z.object({
  format: z.literal('cellsweep-case/1'),
  id: z.string().min(1),
  title: z.string().default(''),
  timezone: z.string().refine(isTimezone),
  country: z.string().regex(/^[A-Z]{2}$/),
  from: z.string(),
  until: z.string(),
});

/** Reads case.json. Throws CASE_MANIFEST naming the field: without a manifest there is no case to refuse things in. */
export function parseCaseManifest(text: string): CaseManifest {
  const parsed = manifest.safeParse(parseJson(text));
  if (!parsed.success) {
    throw new CellsweepError(
      'CASE_MANIFEST',
      `case.json: "${parsed.error.issues[0]?.path.join('.') ?? ''}" is not as the format says.`,
    );
  }
  const { id, title, timezone, country, from, until } = parsed.data;
  const from_s = parseIsoTime(from);
  const until_s = parseIsoTime(until);
  if (from_s === undefined || until_s === undefined || from_s >= until_s) {
    throw new CellsweepError(
      'CASE_MANIFEST',
      'case.json: "from" and "until" are not a period of ISO 8601 times with offset.',
    );
  }
  return { id, title, timezone, country, from_s, until_s };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    // The parser's own message quotes the text: it is not passed on.
    throw new CellsweepError('CASE_MANIFEST', 'case.json is not JSON.');
  }
}

function isTimezone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
