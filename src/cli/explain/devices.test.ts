import { describe, expect, it } from 'vitest';
import type { StoredFinding } from '../tables/case-queries.ts';
import { PLAIN } from '../tables/made-results.testing.ts';
import { agreeWith, cloneInWords } from './devices.ts';

const IMEI = PLAIN.imei14;
const devices = [240, 116, 90, 75, 62, 1].map((events, i) => ({ component: i + 1, events }));
const finding = (component: number, events: number): StoredFinding => ({
  verdict: 'outside',
  llr10: -1,
  evidence: { ...PLAIN, component, events },
});

describe('the devices of a cloned IMEI', () => {
  it('are counted, and those that are not told of are named with the reason', () => {
    const [head, rest, ...more] = cloneInWords(IMEI, devices, [2, 5]);
    expect(more).toEqual([]);
    expect(head).toBe(
      `Several devices share the IMEI ${IMEI} (a clone); each stands for itself. The records show 6 of them.`,
    );
    expect(rest).toBe(
      'Not told of: device 1 (240 events), device 3 (90 events), device 4 (75 events), device 6 (1 event). None of their events was on cells that could serve a prison: the run has no figure and no verdict for them.',
    );
    expect(cloneInWords(IMEI, devices, [1, 2, 3, 4, 5])[1]).toMatch(/^Not told of: device 6 .* None of its events/);
  });

  it('give no reason where all are told of, or none: then another one stands', () => {
    expect(cloneInWords(IMEI, devices.slice(0, 2), [1, 2])).toHaveLength(1);
    expect(cloneInWords(IMEI, devices, [])).toHaveLength(1);
  });

  it('are not counted where the records are gone, or form others than the run judged', () => {
    expect(cloneInWords(IMEI, [], [1, 2]).join()).toContain('cannot be told');
    expect(agreeWith(devices, [finding(2, 116), finding(5, 62)])).toBe(true);
    expect(agreeWith(devices, [finding(2, 116), finding(5, 63)])).toBe(false);
    expect(agreeWith(devices, [finding(7, 1)])).toBe(false);
    expect(agreeWith(devices, [])).toBe(true);
  });
});
