import { describe, expect, it } from 'vitest';
import { brokenInWords } from './broken-program.ts';
import { EXIT } from './exit-codes.ts';
import { cellsweep } from './run-command.testing.ts';

const NUMBER = '33612345678';
function thrownBy(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}

describe('a broken program', () => {
  it('tells the kind of an error and where it arose, not what it quotes', () => {
    const error = thrownBy(() => JSON.parse(`x${NUMBER}`)) as Error;
    expect([error.message, error.stack]).toEqual([expect.stringContaining('33'), expect.stringContaining('33')]);
    const text = brokenInWords(error, false);
    expect(text).toMatch(/broken program: SyntaxError\n {4}at .*broken-program\.test\.ts:\d+:\d+/);
    expect(text).not.toContain('33612');
    expect(brokenInWords(error, true)).toContain(error.message);
  });

  it.each([
    ['lines that look like frames', new Error(`x\n    at ${NUMBER} (/case/${NUMBER}:1:1)\n    at /${NUMBER}:1:1`)],
    ['a message that changed', Object.assign(new Error(`of ${NUMBER}`), { message: 'other' })],
    ['a name that was given to it', Object.assign(new Error('x'), { name: NUMBER })],
    ['no error at all', NUMBER],
  ])('shows nothing of %s', (_, error) => {
    expect(brokenInWords(error, false)).not.toContain(NUMBER);
  });

  it('says the same of what is thrown where nobody waits for it', { timeout: 60_000 }, async () => {
    const breaks = `process.on('newListener', (name) => name === 'SIGHUP' && setImmediate(() => { throw new Error('of ${NUMBER}'); }));`;
    const env = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(breaks)}` };
    const { code, err } = await cellsweep(['profile', 'list'], { env });
    expect([code, err]).toEqual([EXIT.broken, expect.stringContaining('cellsweep: broken program: Error')]);
    expect(err).not.toContain(NUMBER);
    const asked = await cellsweep(['profile', 'list'], { env: { ...env, CELLSWEEP_DEBUG: '1' } });
    expect(asked.err).toContain(NUMBER);
  });
});
