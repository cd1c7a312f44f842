import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, parseCanonicalJson } from './canonical-json.ts';
import { conformanceFolder } from './conformance-material.testing.ts';

const folder = conformanceFolder('rfc8785-jcs');

describe.skipIf(folder === undefined)('RFC 8785 vectors', () => {
  const names = folder === undefined ? [] : readdirSync(`${folder}/input`);
  it('has all six', () => expect(names).toHaveLength(6));
  it.each(names)('%s', (name) => {
    const made = Buffer.from(canonicalJson(JSON.parse(readFileSync(`${folder}/input/${name}`, 'utf8'))));
    expect(made.equals(readFileSync(`${folder}/output/${name}`))).toBe(true);
    const hex = readFileSync(`${folder}/outhex/${name.replace('.json', '.txt')}`, 'utf8').replaceAll(/\s/g, '');
    expect(made.toString('hex')).toBe(hex);
  });
});

describe('canonical JSON', () => {
  it('reads back what it wrote, and nothing else that says the same', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value);
        expect(canonicalJson(parseCanonicalJson(Buffer.from(text)))).toBe(text);
        expect(parseCanonicalJson(Buffer.from(` ${text}`))).toBeUndefined();
        expect(parseCanonicalJson(Buffer.from(`\uFEFF${text}`))).toBeUndefined();
      }),
    );
  });

  it('refuses bytes that are not UTF-8, and keys out of order', () => {
    expect(parseCanonicalJson(Uint8Array.of(0x22, 0xff, 0x22))).toBeUndefined();
    expect(parseCanonicalJson(Buffer.from('{"b":1,"a":2}'))).toBeUndefined();
    expect(parseCanonicalJson(Buffer.from('{"a":2,"b":1}'))).toEqual({ a: 2, b: 1 });
  });

  it.each([undefined, Number.NaN, Infinity, '\uD800'])('throws for what JSON cannot say', (value) => {
    expect(() => canonicalJson(value)).toThrow(expect.objectContaining({ code: 'INTERNAL' }));
  });
});
