import { describe, expect, it } from 'vitest';
import { missingPlatformPackages } from '../scripts/complete-lock.mjs';
import { missingPackages, nodeIsRecentEnough } from '../scripts/ensure-installed.mjs';
import { read } from './source-files.ts';

const lock = JSON.parse(read('package-lock.json')) as {
  packages: Record<
    string,
    { version?: string; hasInstallScript?: boolean; optionalDependencies?: Record<string, string> }
  >;
};

describe('package-lock.json', () => {
  it('holds no address of a registry', () => {
    expect(read('package-lock.json')).not.toMatch(/"resolved"/);
  });

  it('holds the packages of all platforms, so that `npm ci` takes it (scripts/complete-lock.mjs)', () => {
    expect(missingPlatformPackages(lock.packages)).toEqual({});
  });

  it('is completed by what the names say', () => {
    const parent = { version: '1.0.0', dev: true, optionalDependencies: { '@a/b-linux-arm64-musl': '1.0.0' } };
    expect(missingPlatformPackages({ 'node_modules/b': parent })).toEqual({
      'node_modules/@a/b-linux-arm64-musl': {
        version: '1.0.0',
        cpu: ['arm64'],
        dev: true,
        optional: true,
        os: ['linux'],
        libc: ['musl'],
      },
    });
  });
});

describe('what is installed before a start', () => {
  const wanted = {
    packages: {
      '': {},
      'node_modules/a': { version: '2.0.0' },
      'node_modules/b': { version: '1.0.0', optional: true },
    },
  };

  it.each([
    ['nothing is there', undefined, ['node_modules/a']],
    ['another version is there', { packages: { 'node_modules/a': { version: '1.0.0' } } }, ['node_modules/a']],
    ['all but the optional is there', { packages: { 'node_modules/a': { version: '2.0.0' } } }, []],
  ])('%s', (_, installed, missing) => {
    expect(missingPackages(wanted, installed)).toEqual(missing);
  });

  it.each([
    ['20.18.3', false],
    ['20.19.0', true],
    ['18.20.0', false],
    ['22.0.0', true],
  ])('Node %s: %s', (version, enough) => {
    expect(nodeIsRecentEnough(version)).toBe(enough);
  });
});
