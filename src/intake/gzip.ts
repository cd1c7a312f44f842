export { gunzipped, gzipDamage, isDamagedGzip, isGzip } from '../store/gzip.ts';

/** How the refusal of a damaged file reads: the whole file, whatever of it could still be unpacked. */
export const DAMAGED_GZIP = {
  place: '',
  code: 'FILE_UNREADABLE',
  expected: 'a gzip file that unpacks to its end with its own checksum',
  found: 'a damaged one',
} as const;
