import { execFile } from 'node:child_process';
import path from 'node:path';

export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the command in a process of its own, as a person does; one that hangs is ended and gives -1. */
export function cellsweep(
  args: readonly string[],
  { env = {}, ...options }: { uid?: number; timeout?: number; env?: Readonly<Record<string, string>> } = {},
): Promise<Ended> {
  const main = path.join(import.meta.dirname, 'main.ts');
  return new Promise((done) => {
    execFile(
      process.execPath,
      ['--import', 'tsx', main, ...args],
      { maxBuffer: 1 << 26, ...options, env: { ...process.env, ...env } },
      (error, out, err) => done({ code: error === null ? 0 : Number(error.code ?? -1), out, err }),
    );
  });
}
