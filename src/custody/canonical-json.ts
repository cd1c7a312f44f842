import canonicalize from 'canonicalize';
import { CellsweepError } from '../model/errors.ts';

/**
 * The one byte sequence of a JSON value (RFC 8785, JSON Canonicalization Scheme): what is hashed and signed.
 *
 * @throws CellsweepError INTERNAL for what JSON cannot say (NaN, infinities, lone surrogates, undefined, cycles)
 */
export function canonicalJson(value: unknown): string {
  let text: string | undefined;
  try {
    text = canonicalize(value);
  } catch (cause) {
    throw new CellsweepError('INTERNAL', 'a value has no canonical JSON form', { cause });
  }
  if (text === undefined) throw new CellsweepError('INTERNAL', 'a value has no canonical JSON form');
  return text;
}

/**
 * Reads bytes that must be canonical JSON already. Attacker-controlled input: anything that is not valid UTF-8, not
 * JSON, or not in its canonical form gives undefined, so that one value has one hash.
 */
export function parseCanonicalJson(bytes: Uint8Array): unknown {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    const value: unknown = JSON.parse(text);
    return canonicalJson(value) === text ? value : undefined;
  } catch {
    return undefined;
  }
}
