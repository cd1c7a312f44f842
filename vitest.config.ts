import os from 'node:os';
import path from 'node:path';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'world/**/*.test.ts', 'test/**/*.test.ts', 'bench/**/*.test.ts'],
    // Deliberate breaches of the dependency rule: read by its test, never run.
    exclude: ['test/breaches/**'],
    // chDB binds one data directory per process, so each test file gets a process of its own.
    pool: 'forks',
    maxWorkers: 2,
    // Reads of commands that keep no results folder are logged apart from those of the person who tests.
    env: { CELLSWEEP_READS: path.join(os.tmpdir(), 'cellsweep-reads-of-tests') },
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
