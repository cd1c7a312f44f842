import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from './canonical-json.ts';
import { checkEntry, decodeEntry, encodeEntry } from './entries.ts';

const read = { type: 'read', who: 'analyst-4', why: 'presence', act: 'ACT-1', stage: 'detect', rows: 12 } as const;
const stamped = { ...read, index: 3, at: '2025-05-20T04:00:00.000Z' };

describe('custody entries', () => {
  it('read back what was written', () => {
    expect(decodeEntry(encodeEntry(stamped))).toEqual(stamped);
    expect(encodeEntry(stamped).toString()).toBe(
      '{"act":"ACT-1","at":"2025-05-20T04:00:00.000Z","index":3,"rows":12,"stage":"detect","type":"read","who":"analyst-4","why":"presence"}',
    );
  });

  it.each([
    { ...stamped, extra: 1 },
    { ...stamped, rows: -1 },
    { ...stamped, rows: 1.5 },
    { ...stamped, at: '2025-05-20' },
    { ...stamped, type: 'unknown' },
    { ...stamped, index: undefined },
    { ...stamped, why: 'call of 33612345678' },
  ])('do not read %j', (value) => expect(decodeEntry(Buffer.from(canonicalJson(value)))).toBeUndefined());

  it('mask what looks like a number in a reason, and leave dates', () => {
    const mask = (why: string): unknown => checkEntry({ ...read, why });
    expect(mask('call of +33 6 12 34 56 78 on 2025-05-20')).toMatchObject({ why: 'call of +[masked] on 2025-05-20' });
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9]{8,16}$/), fc.string(), (digits, around) => {
        expect(JSON.stringify(mask(`${around}${digits}${around}`))).not.toContain(digits);
      }),
    );
  });

  it('name the field, never the value, of what is refused', () => {
    const wrong = { type: 'file-received' as const, path: '../350123456789012', sha256: 'x', bytes: 1, acts: [] };
    expect(() => checkEntry(wrong)).toThrow(/at: path, sha256$/);
    expect(() => checkEntry({ ...wrong, path: '/etc/passwd' })).toThrow(expect.objectContaining({ code: 'INTERNAL' }));
  });

  it('fit into the length prefix or are refused', () => {
    const outputs = Array.from({ length: 200 }, (_, i) => ({
      path: `${i}`.padEnd(4000, 'x'),
      sha256: 'a'.repeat(64),
      bytes: 1,
    }));
    const entry = { type: 'run-finished', run: 'r', outcome: 'complete', error: null, outputs } as const;
    expect(() => encodeEntry({ ...entry, index: 0, at: stamped.at })).toThrow(/too long/);
  });
});
