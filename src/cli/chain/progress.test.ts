import { describe, expect, it } from 'vitest';
import { reportProgress } from './progress.ts';

function said(keepsNothing: boolean, quiet = false): string {
  let text = '';
  const out = { isTTY: false, write: (line: string) => ((text += line), true) } as unknown as NodeJS.WriteStream;
  const progress = reportProgress(out, quiet, keepsNothing, () => 0);
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

  it('shows from time to time, where there is no terminal, that a long stage goes on', () => {
    let text = '';
    let now_s = 0;
    const out = { isTTY: false, write: (line: string) => ((text += line), true) } as unknown as NodeJS.WriteStream;
    const progress = reportProgress(out, false, false, () => now_s);
    progress.step({ stage: 'locate' });
    for (let done = 1000; done <= 40_000; done += 1000) {
      now_s++;
      progress.step({ stage: 'locate', done, note: 'bursts' });
    }
    expect(text).toBe(
      'locating phones to rooms\n  locating phones to rooms 15000  bursts\n  locating phones to rooms 30000  bursts\n',
    );
  });
});
