import { createHash, createPrivateKey, createPublicKey, randomBytes, sign, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { CellsweepError } from '../model/errors.ts';

/** C2SP signed notes (c2sp.org/signed-note) with Ed25519 keys, and the key strings of Go's sumdb/note. */

export interface Verifier {
  readonly name: string;
  /** First four bytes of SHA-256(name || 0x0A || 0x01 || public key). */
  readonly keyId: Buffer;
  /** 32 bytes, RFC 8032. */
  readonly publicKey: Buffer;
  readonly key: KeyObject;
}

export interface Signer extends Verifier {
  /** 32 bytes, RFC 8032. Secret. */
  readonly seed: Buffer;
  readonly privateKey: KeyObject;
}

const ED25519_TYPE = 0x01;
const PRIVATE_PREFIX = 'PRIVATE+KEY+';
// RFC 8410: the fixed DER in front of a raw Ed25519 key.
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');

const isKeyName = (name: string): boolean => name !== '' && !/[\s\p{Z}\p{Cc}+]/u.test(name);

/** Standard base64 that has one spelling only: slack bits and missing padding are refused. */
export function decodeBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}

function makeVerifier(name: string, publicKey: Buffer): Verifier {
  const hash = createHash('sha256').update(`${name}\n`).update(Uint8Array.of(ED25519_TYPE)).update(publicKey).digest();
  const key = createPublicKey({ key: Buffer.concat([SPKI_PREFIX, publicKey]), format: 'der', type: 'spki' });
  return { name, keyId: hash.subarray(0, 4), publicKey, key };
}

export function makeSigner(name: string, seed: Buffer): Signer {
  if (!isKeyName(name) || seed.length !== 32) throw new CellsweepError('LOG_KEY', 'the key name or seed is unusable');
  const privateKey = createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, seed]), format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(SPKI_PREFIX.length);
  return { ...makeVerifier(name, publicKey), seed, privateKey };
}

/** A new key from the system's random source: the one place where a passed-in source would be a danger. */
export const generateSigner = (name: string): Signer => makeSigner(name, randomBytes(32));

/** `name+hhhhhhhh+base64(0x01 || 32 bytes)`. */
function parseKeyString(text: string): { name: string; keyId: string; raw: Buffer } | undefined {
  const match = /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text);
  const [, name = '', keyId = '', encoded = ''] = match ?? [];
  const data = decodeBase64(encoded);
  if (!isKeyName(name) || data?.length !== 33 || data[0] !== ED25519_TYPE) return undefined;
  return { name, keyId, raw: data.subarray(1) };
}

const keyString = (verifier: Verifier, raw: Buffer): string =>
  `${verifier.name}+${verifier.keyId.toString('hex')}+${Buffer.concat([Uint8Array.of(ED25519_TYPE), raw]).toString('base64')}`;

export const formatVerifierKey = (verifier: Verifier): string => keyString(verifier, verifier.publicKey);
export const formatSignerKey = (signer: Signer): string => `${PRIVATE_PREFIX}${keyString(signer, signer.seed)}`;

/** @throws CellsweepError LOG_KEY */
export function parseVerifierKey(vkey: string): Verifier {
  const parts = parseKeyString(vkey);
  const verifier = parts && makeVerifier(parts.name, parts.raw);
  if (verifier === undefined || verifier.keyId.toString('hex') !== parts?.keyId) {
    throw new CellsweepError('LOG_KEY', 'the verifier key is not an Ed25519 key of a signed note');
  }
  return verifier;
}

/** @throws CellsweepError LOG_KEY */
export function parseSignerKey(skey: string): Signer {
  const parts = skey.startsWith(PRIVATE_PREFIX) ? parseKeyString(skey.slice(PRIVATE_PREFIX.length)) : undefined;
  const signer = parts && makeSigner(parts.name, parts.raw);
  if (signer === undefined || signer.keyId.toString('hex') !== parts?.keyId) {
    throw new CellsweepError('LOG_KEY', 'the signer key is not an Ed25519 key of a signed note');
  }
  return signer;
}

/** Control characters below U+0020 other than newline, which a note must not hold. */
function hasControl(text: string): boolean {
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code < 0x20 && code !== 0x0a) return true;
  }
  return false;
}

/** The note over `text` (which ends in a newline). Ed25519 is deterministic: same text, same key, same bytes. */
export function signNote(text: string, signers: readonly Signer[]): string {
  if (!text.endsWith('\n') || hasControl(text)) {
    throw new CellsweepError('INTERNAL', 'the text of a note must end in a newline and hold no control characters');
  }
  const lines = signers.map((signer) => {
    const signature = sign(null, Buffer.from(text), signer.privateKey);
    return `— ${signer.name} ${Buffer.concat([signer.keyId, signature]).toString('base64')}\n`;
  });
  return `${text}\n${lines.join('')}`;
}

export interface OpenedNote {
  readonly text: string;
  /** Those of the given keys that signed. */
  readonly signedBy: readonly Verifier[];
  /** Signature lines in all, of unknown keys too. */
  readonly signatures: number;
}

const MAX_NOTE_BYTES = 1_000_000;
const MAX_SIGNATURES = 100;

/**
 * Reads attacker-controlled bytes as a note. Undefined unless at least one of `verifiers` signed it; also undefined when
 * a signature that names a known key does not verify.
 */
export function openNote(bytes: Uint8Array, verifiers: readonly Verifier[]): OpenedNote | undefined {
  if (bytes.length > MAX_NOTE_BYTES) return undefined;
  let note: string;
  try {
    note = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
  const split = note.lastIndexOf('\n\n');
  if (split < 0 || !note.endsWith('\n') || hasControl(note)) return undefined;
  const text = note.slice(0, split + 1);
  const lines = note.slice(split + 2, -1).split('\n');
  if (lines.length > MAX_SIGNATURES) return undefined;

  const signedBy: Verifier[] = [];
  for (const line of lines) {
    const [, name = '', encoded = ''] = /^— (\S+) (\S+)$/u.exec(line) ?? [];
    const signature = decodeBase64(encoded);
    if (!isKeyName(name) || signature === undefined || signature.length < 5) return undefined;
    const verifier = verifiers.find((v) => v.name === name && v.keyId.equals(signature.subarray(0, 4)));
    if (verifier === undefined) continue;
    if (!verify(null, Buffer.from(text), verifier.key, signature.subarray(4))) return undefined;
    signedBy.push(verifier);
  }
  return signedBy.length === 0 ? undefined : { text, signedBy, signatures: lines.length };
}
