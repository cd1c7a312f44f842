import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from './ensure-installed.mjs';

// After `npm install`: a registry that serves one platform alone makes npm drop the packages of all other platforms from
// the lock file, and `npm ci` then refuses that file everywhere.

const SYSTEMS = new Set([
  'darwin',
  'linux',
  'win32',
  'android',
  'freebsd',
  'openharmony',
  'netbsd',
  'openbsd',
  'sunos',
  'aix',
]);
const PROCESSORS = new Set(['arm64', 'arm', 'x64', 'ia32', 'ppc64', 'riscv64', 's390x', 'loong64', 'mips64el']);

/**
 * @typedef {{ version?: string, dev?: boolean, optional?: boolean, cpu?: string[], os?: string[], libc?: string[],
 *   optionalDependencies?: Record<string, string> }} Entry
 */

/**
 * Entries for packages of other platforms that the lock file does not hold, by their place. Their names say for what they
 * are made (`binding-linux-arm64-musl`), so that npm passes them over without asking for them.
 * @param {Record<string, Entry>} packages
 */
export function missingPlatformPackages(packages) {
  /** @type {Record<string, Entry>} */
  const missing = {};
  for (const [place, { dev, optionalDependencies = {} }] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(optionalDependencies)) {
      if (packages[`node_modules/${name}`] !== undefined || packages[`${place}/node_modules/${name}`] !== undefined)
        continue;
      const words = name.replace('windows', 'win32').split(/[/-]/);
      missing[`node_modules/${name}`] = {
        version: version.replace(/^[\^~]/, ''),
        cpu: words.filter((word) => PROCESSORS.has(word)),
        ...(dev ? { dev } : {}),
        optional: true,
        os: words.filter((word) => SYSTEMS.has(word)),
        ...(name.includes('linux') && /musl|gnu/.test(name)
          ? { libc: [name.includes('musl') ? 'musl' : 'glibc'] }
          : {}),
      };
    }
  }
  return missing;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const file = path.join(ROOT, 'package-lock.json');
  const lock = JSON.parse(readFileSync(file, 'utf8'));
  Object.assign(lock.packages, missingPlatformPackages(lock.packages));
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
}
