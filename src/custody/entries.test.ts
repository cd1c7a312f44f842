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

  it.each([' ', '.', '-', '/', '_', '\u00A0', '\u202F', '\u2009', '\u200B', '\u2011', '\u2013'])(
    'mask numbers whose groups %j stands between',
    (separator) => {
      for (const groups of ['06 39 98 00 00', '35 209900 176148', '+33 (0)6 39 98 00 00', '+33 . 639 980000']) {
        const why = `a call of ${groups.replaceAll(' ', separator)} was told`;
        expect(checkEntry({ ...read, why })).toMatchObject({ why: expect.stringMatching(/^\D*\[masked\] was told$/) });
      }
    },
  );

  it.each([
    'a call of 06.39.98.00.00',
    'IMEI 35-209900-176148-1',
    '+33 (0) 6 39 98 00 00',
    '2025-05-20 06 39 98 00 00',
    '2025-05-20-06',
  ])('mask %j', (why) =>
    expect(checkEntry({ ...read, why })).toMatchObject({ why: expect.stringContaining('[masked]') }),
  );

  it.each([
    'decision of 2025-05-20',
    'decision of 2025-05-20 14:12',
    'from 2025-05-20 - 2025-06-01',
    'du 20/05/2025 (14h), art. 230-33',
    'hearing 20.05.2025, room 12',
    'inquiry 25/113, first reading',
    'chamber 12, case 25/000113',
  ])('leave %j', (why) => expect(checkEntry({ ...read, why })).toMatchObject({ why }));

  it('of an older log still read: without who and why, with a number in groups that was not masked then', () => {
    const at = { index: 0, at: stamped.at };
    const old = [
      { ...at, type: 'act-annulled', act: 'A', reason: 'call of 06.39.98.00.00', files: 1 },
      { ...at, type: 'retention-ended', act: 'A', as_of: stamped.at },
      { ...at, type: 'retention-deleted', path: 'a', sha256: 'a'.repeat(64), act: null, reason: 'act-annulled' },
    ];
    for (const entry of old) expect(decodeEntry(Buffer.from(canonicalJson(entry)))).toEqual(entry);
  });

  it('of ids longer than a name, and of a file under many acts, are lawful', () => {
    const long = 'ACT-'.repeat(100);
    expect(checkEntry({ ...read, act: long })).toMatchObject({ act: long });
    const acts = Array.from({ length: 500 }, (_, i) => `ACT-${i}`);
    const received = { type: 'file-received', path: 'a.csv', sha256: 'a'.repeat(64), bytes: 1, acts } as const;
    expect(checkEntry(received)).toEqual(received);
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
