import { createHash } from 'node:crypto';

/** SHA-256 of statements, hexadecimal; what they say to people decides nothing. */
export const digestOf = (statements: readonly string[]): string =>
  createHash('sha256')
    .update(
      JSON.stringify(
        statements.map((sql) =>
          sql
            .replace(/^\s*--.*$/gm, '')
            .replace(/\s+/g, ' ')
            .trim(),
        ),
      ),
    )
    .digest('hex');
