import { describe, expect, it } from 'vitest';
import { retentionTime } from './retention-time.ts';

const now = new Date('2026-03-01T12:00:00Z');

describe('the time of a retention', () => {
  it('is now, or one that has come', () => {
    expect(retentionTime({}, now)).toBe('2026-03-01T12:00:00.000Z');
    for (const asOf of ['2020-01-01T00:00:00Z', '2026-03-01T13:00:00+01:00'])
      expect(retentionTime({ asOf }, now)).toBe(asOf);
  });

  it('is none to come, unless that is confirmed, and none without an offset at all', () => {
    const asOf = '2026-03-01T12:00:01Z';
    expect(() => retentionTime({ asOf }, now)).toThrow(
      expect.objectContaining({ code: 'USAGE', message: expect.stringContaining('Nothing was deleted') as string }),
    );
    expect(retentionTime({ asOf, aheadOfTime: true }, now)).toBe(asOf);
    expect(() => retentionTime({ asOf: '2020-01-01', aheadOfTime: true }, now)).toThrow(
      expect.objectContaining({ code: 'USAGE' }),
    );
  });
});
