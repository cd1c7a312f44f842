import { createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { conformanceFolder } from './conformance-material.testing.ts';
import {
  formatSignerKey,
  formatVerifierKey,
  makeSigner,
  openNote,
  parseSignerKey,
  parseVerifierKey,
  signNote,
} from './signed-note.ts';

// The example of the documentation of golang.org/x/mod/sumdb/note: a key made public for that purpose.
const GO_SKEY = 'PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz';
const GO_VKEY = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const GO_TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const GO_NOTE = `${GO_TEXT}\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n`;

const flip = (bytes: Uint8Array, bit: number): Uint8Array => {
  const copy = Uint8Array.from(bytes);
  const at = bit % (bytes.length * 8);
  copy[at >> 3] = (copy[at >> 3] ?? 0) ^ (1 << (at & 7));
  return copy;
};

describe('signed note', () => {
  it('signs and opens the example of sumdb/note to the byte', () => {
    const signer = parseSignerKey(GO_SKEY);
    expect(formatSignerKey(signer)).toBe(GO_SKEY);
    expect(formatVerifierKey(signer)).toBe(GO_VKEY);
    expect(signNote(GO_TEXT, [signer])).toBe(GO_NOTE);
    expect(openNote(Buffer.from(GO_NOTE), [parseVerifierKey(GO_VKEY)])?.text).toBe(GO_TEXT);
  });

  it('does not open after any single bit flip', () => {
    const verifier = parseVerifierKey(GO_VKEY);
    const note = Buffer.from(GO_NOTE);
    for (let bit = 0; bit < note.length * 8; bit += 1) expect(openNote(flip(note, bit), [verifier])).toBeUndefined();
  });

  it('does not parse a key after any single bit flip', () => {
    for (let bit = 0; bit < GO_VKEY.length * 8; bit += 1) {
      const text = Buffer.from(flip(Buffer.from(GO_VKEY), bit)).toString('latin1');
      expect(() => parseVerifierKey(text)).toThrow(expect.objectContaining({ code: 'LOG_KEY' }));
    }
  });

  it('ignores unknown keys, refuses a known key that did not sign, and a note nobody known signed', () => {
    const [known, other] = [
      makeSigner('example.org/a', Buffer.alloc(32, 1)),
      makeSigner('example.org/b', Buffer.alloc(32, 2)),
    ];
    const both = Buffer.from(signNote('text\n', [known, other]));
    expect(openNote(both, [known])).toMatchObject({ text: 'text\n', signatures: 2 });
    expect(openNote(Buffer.from(signNote('text\n', [other])), [known])).toBeUndefined();
    const forged = both.toString().replace('text\n', 'test\n');
    expect(openNote(Buffer.from(forged), [known])).toBeUndefined();
  });

  it('refuses a note of more than 100 signatures or a million bytes, whoever signed it', () => {
    const signers = Array.from({ length: 101 }, (_, n) => makeSigner(`example.org/${n}`, Buffer.alloc(32, n + 1)));
    const opened = (text: string, count: number) =>
      openNote(Buffer.from(signNote(text, signers.slice(0, count))), signers);
    expect(opened('text\n', 100)?.signatures).toBe(100);
    expect(opened('text\n', 101)).toBeUndefined();
    const bytes = (text: string): number => Buffer.byteLength(signNote(text, signers.slice(0, 1)));
    const longest = `${'x'.repeat(1_000_000 - bytes('\n'))}\n`;
    expect([bytes(longest), opened(longest, 1)?.text.length]).toEqual([1_000_000, longest.length]);
    expect(opened(`x${longest}`, 1)).toBeUndefined();
  });

  it('takes any text without control characters, blank lines included', () => {
    const signer = makeSigner('example.org/a', Buffer.alloc(32, 1));
    const line = fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll(/\p{Cc}/gu, ''));
    fc.assert(
      fc.property(fc.array(line, { minLength: 1 }), (lines) => {
        const text = `${lines.join('\n')}\n`;
        expect(openNote(Buffer.from(signNote(text, [signer])), [signer])?.text).toBe(text);
      }),
    );
  });
});

const wycheproof = conformanceFolder('wycheproof/ed25519_test.json');
const vectorFile = z.object({
  testGroups: z.array(
    z.object({
      publicKeyDer: z.string(),
      tests: z.array(
        z.object({ tcId: z.number(), msg: z.string(), sig: z.string(), result: z.enum(['valid', 'invalid']) }),
      ),
    }),
  ),
});

describe.skipIf(wycheproof === undefined)('Ed25519 of this runtime against Wycheproof', () => {
  it('agrees with all 151 vectors', () => {
    const groups = vectorFile.parse(JSON.parse(readFileSync(wycheproof ?? '', 'utf8'))).testGroups;
    const outcomes = groups.flatMap((group) => {
      const key = createPublicKey({ key: Buffer.from(group.publicKeyDer, 'hex'), format: 'der', type: 'spki' });
      return group.tests.map((t) => ({
        tcId: t.tcId,
        wanted: t.result === 'valid',
        got: verify(null, Buffer.from(t.msg, 'hex'), key, Buffer.from(t.sig, 'hex')),
      }));
    });
    expect(outcomes).toHaveLength(151);
    expect(outcomes.filter((o) => o.wanted !== o.got)).toEqual([]);
  });
});
