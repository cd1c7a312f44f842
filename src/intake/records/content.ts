import { isUtf8 } from 'node:buffer';
import { z } from 'zod';
import { defineQuery } from '../../store/query.ts';

const flag = z.int().transform((value) => value === 1);

export const hasQuotes = defineQuery(
  import.meta.url,
  'has-quotes.sql',
  z.strictObject({ path: z.string(), compression: z.enum(['gzip', 'none']), first_line: z.int().positive() }),
  z.strictObject({
    has_quotes: flag,
    has_other_bytes: flag,
    has_wide: flag,
    has_signs: flag,
    has_semicolons: flag,
    has_bracketed_zero: flag,
  }),
);

/** What the rows of a delivery hold that costs more to read. */
export type Content = z.infer<typeof hasQuotes.row>;

/** Of a file that has no row. */
export const NO_CONTENT: Content = {
  has_quotes: false,
  has_other_bytes: false,
  has_wide: false,
  has_signs: false,
  has_semicolons: false,
  has_bracketed_zero: false,
};

/** Of a small file: what costs little there is said to be in it, so that more files share a statement. */
export const contentOf = (rows: Buffer): Content => ({
  has_quotes: rows.includes('"'),
  has_other_bytes: !isUtf8(rows),
  has_wide: true,
  has_signs: true,
  has_semicolons: true,
  has_bracketed_zero: rows.includes('(0)'),
});
