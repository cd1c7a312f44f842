import { describe, expect, it } from 'vitest';
import { reportProgress } from './progress.ts';

function said(keepsNothing: boolean, quiet = false): string {
  let text = '';
  const out = { isTTY: false, write: (line: string) => ((text += line), true) } as unknown as NodeJS.WriteStream;
  const progress = reportProgress(out, quiet, keepsNothing);
  for (const stage of ['receive', 'intake', 'receive']) progress.step({ stage });
  progress.end();
  return text;
}

describe('progress', () => {
  it('names each stage once, and says "keeping" only where something is kept', () => {
    expect(said(false)).toBe("keeping the originals\nreading the operators' records\n");
    expect(said(true)).toBe("reading the case folder\nreading the operators' records\n");
    expect(said(true, true)).toBe('');
  });
});
