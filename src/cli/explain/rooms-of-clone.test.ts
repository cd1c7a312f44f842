import { describe, expect, it } from 'vitest';
import type { StoredFinding } from '../tables/case-queries.ts';
import { PLAIN } from '../tables/made-results.testing.ts';
import { roomsOfCloneInWords, roomsOfNoDevice, subjectsOfClone } from './rooms-of-clone.ts';

const DAY_S = 86_400;
const START_S = Date.UTC(2025, 0, 1) / 1000;
const IMEI = '35000000000001';
const [A, B, C] = ['001010000000001', '001010000000002', '001010000000003'] as const;
const use = (imsi: string, firstDay: number, lastDay: number) => ({
  imsi,
  first_s: START_S + firstDay * DAY_S,
  last_s: START_S + lastDay * DAY_S,
});
/** Card B went from the first device to the second on the tenth day. */
const devices = [
  { component: 1, events: 40, sims: [use(A, 0, 20), use(B, 0, 9)] },
  { component: 2, events: 30, sims: [use(B, 10, 20), use(C, 0, 20)] },
];
const session = (subject: string, day: number, cell_id: string) => ({
  subject,
  prison_id: 'P1',
  cell_id,
  from: new Date((START_S + day * DAY_S) * 1000).toISOString(),
  until: new Date((START_S + day * DAY_S + 60) * 1000).toISOString(),
  p: '1',
});
const rows = [
  session(A, 3, 'R1'),
  session(B, 5, 'R1'),
  session(B, 12, 'R2'),
  session(C, 2, 'R3'),
  session(IMEI, 4, 'R4'),
];
const told = (component: number): string => roomsOfCloneInWords(component, devices, rows, {}).join('\n');

describe('rooms of a cloned IMEI', () => {
  it('stand under the names of its SIM cards', () => {
    expect([...subjectsOfClone(devices)].sort()).toEqual([A, B, C]);
  });

  it('are those of the device in which the card was then', () => {
    expect(told(1)).toContain('P1, 2 sessions: R1 100 %');
    expect(told(1)).toContain(`under 2 SIM cards of this device: ${A}, ${B}.`);
    expect(told(1)).not.toMatch(/R2|R3|R4/);
    expect(told(2)).toMatch(/P1, 2 sessions: R[23] 50 %, R[23] 50 %/);
    expect(told(2)).toContain(`under 2 SIM cards of this device: ${B}, ${C}.`);
    expect(told(2)).not.toMatch(/R1|R4/);
  });

  it('that name no card are told of no device, and those of a device that none were heard of are none', () => {
    expect(roomsOfNoDevice(IMEI, devices, [], rows, {}).join('\n')).toContain('P1, 1 session: R4 100 %');
    expect(roomsOfNoDevice(IMEI, devices, [], rows.slice(0, 4), {})).toEqual([]);
    expect(roomsOfCloneInWords(3, devices, rows, {})).toEqual([]);
  });

  it('that name no card point to the one device that cells of that prison served', () => {
    const finding = (component: number, area_id: string): StoredFinding => ({
      verdict: 'outside',
      llr10: -1,
      evidence: { ...PLAIN, component, area_id },
    });
    const say = (findings: StoredFinding[], formed = devices, all = [session(IMEI, 4, 'R4')]): string =>
      roomsOfNoDevice(IMEI, formed, findings, all, {}).join('\n');
    expect(say([finding(2, 'P1'), finding(1, 'P2')])).toContain('In prison P1: only device 2 was on cells');
    for (const unknown of [
      say([finding(2, 'P1'), finding(1, 'P1')]),
      say([finding(2, 'P2')]),
      say([finding(2, 'P1')], []),
      // Its card was heard there, though no cell of the prison served it.
      say([finding(2, 'P1')], devices, [session(IMEI, 4, 'R4'), session(A, 4, 'R1')]),
    ]) {
      expect(unknown).toContain('In prison P1: which, nobody can say.');
      expect(unknown).not.toContain('only device');
    }
  });

  it('are said to be unknown where the records are gone', () => {
    expect(roomsOfCloneInWords(1, [], rows, {}).join()).toContain('only the records of the run tell');
  });
});
