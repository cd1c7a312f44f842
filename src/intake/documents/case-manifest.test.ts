import { describe, expect, it } from 'vitest';
import { parseCaseManifest } from './case-manifest.ts';

const GOOD = {
  format: 'cellsweep-case/1',
  id: 'T-1',
  title: 'a test',
  timezone: 'Europe/Paris',
  country: 'FR',
  from: '2025-01-13T00:00:00+01:00',
  until: '2025-02-10T00:00:00+01:00',
};

describe('parseCaseManifest', () => {
  it('reads the period as seconds', () => {
    expect(parseCaseManifest(`\uFEFF${JSON.stringify(GOOD)}`)).toEqual({
      id: 'T-1',
      title: 'a test',
      timezone: 'Europe/Paris',
      country: 'FR',
      from_s: 1736722800,
      until_s: 1739142000,
    });
  });

  it.each([
    { format: 'cellsweep-case/2' },
    { id: undefined },
    { timezone: 'Europe/Corvaux' },
    { country: 'fr' },
    { from: '2025-01-13' },
    { until: GOOD.from },
  ])('throws CASE_MANIFEST on %o', (change) => {
    const text = JSON.stringify({ ...GOOD, ...change });
    expect(() => parseCaseManifest(text)).toThrow(expect.objectContaining({ code: 'CASE_MANIFEST' }));
  });

  it('throws CASE_MANIFEST on what is no JSON, without quoting it', () => {
    expect(() => parseCaseManifest('{secret')).toThrow(
      expect.objectContaining({ code: 'CASE_MANIFEST', message: expect.not.stringContaining('secret') }),
    );
  });
});
