import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EXIT, exitCodeOf } from './exit-codes.ts';
import { refusedBySystem } from './system-error.ts';

const refused = (code: string) => refusedBySystem(Object.assign(new Error(code), { syscall: 'write', code }));

describe('what the system refuses', () => {
  it.each(['ENOSPC', 'EDQUOT', 'EFBIG', 'EACCES', 'EROFS', 'EIO'])('%s is no broken program', (code) => {
    const error = refused(code);
    expect(error).toMatchObject({ code: 'STORE_OPEN', message: expect.stringContaining(`(${code})`) });
    expect(exitCodeOf(error)).toBe(EXIT.store);
  });

  it('never names the file', () => {
    let thrown: unknown;
    try {
      writeFileSync('/nowhere/352099001761481', '');
    } catch (error) {
      thrown = error;
    }
    expect(refusedBySystem(thrown)?.message).toMatch(/^(?!.*352099001761481).*ENOENT/);
  });

  it('leaves a fault of the program what it is', () => {
    expect(refusedBySystem(new TypeError('x'))).toBeUndefined();
    expect(exitCodeOf(new TypeError('x'))).toBe(EXIT.broken);
  });
});
