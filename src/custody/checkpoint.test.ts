import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openCheckpoint, parseCheckpointText, signCheckpoint } from './checkpoint.ts';
import { makeSigner, signNote } from './signed-note.ts';

const signer = makeSigner('example.org/log', Buffer.alloc(32, 7));
const root = Buffer.alloc(32, 9);
const encodedRoot = root.toString('base64');

describe('checkpoint', () => {
  it('opens what it signed, for every size and root', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.uint8Array({ minLength: 32, maxLength: 32 }), (size, hash) => {
        const note = Buffer.from(signCheckpoint({ origin: 'example.org/log/1', size, root: hash }, signer));
        const opened = openCheckpoint(note, signer);
        expect(opened).toMatchObject({ origin: 'example.org/log/1', size });
        expect(Buffer.from(opened?.root ?? []).equals(hash)).toBe(true);
      }),
    );
  });

  it('reads the example of the specification', () => {
    const text = 'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n';
    expect(parseCheckpointText(text)).toMatchObject({ origin: 'example.com/behind-the-sofa', size: 20852163 });
  });

  it.each([
    `o\n07\n${encodedRoot}\n`,
    `o\n-1\n${encodedRoot}\n`,
    `o\n9007199254740993\n${encodedRoot}\n`,
    `\n7\n${encodedRoot}\n`,
    `o\n7\n${encodedRoot}\nextension\n`,
    `o\n7\n${encodedRoot.slice(0, -2)}l=\n`,
    'o\n7\nAAAA\n',
    'o\n7\n',
  ])('refuses the text %j', (text) => {
    expect(parseCheckpointText(text)).toBeUndefined();
    expect(openCheckpoint(Buffer.from(signNote(text, [signer])), signer)).toBeUndefined();
  });

  it('refuses a second signature, which nobody here could check', () => {
    const other = makeSigner('example.org/other', Buffer.alloc(32, 8));
    const note = signNote(`o\n7\n${encodedRoot}\n`, [signer, other]);
    expect(openCheckpoint(Buffer.from(note), signer)).toBeUndefined();
  });
});
