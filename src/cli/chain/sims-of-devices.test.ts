import { describe, expect, it } from 'vitest';
import { simsByDevice } from './sims-of-devices.ts';

const sim = (imsi: string, ...operators: string[]) => ({ imsi, operators });
const simsOf = new Map([['A', [sim('1', 'one'), sim('2', 'two'), sim('3', 'one')]]]);
const device = (component: number, events: number, ...imsis: string[]) => ({ imei14: 'A', component, events, imsis });

describe('the SIMs of a device', () => {
  it('are its own alone where several devices share the IMEI', () => {
    const formed = [device(1, 40, '1', '3'), device(2, 30, '2')];
    expect(simsByDevice(formed, formed, simsOf)).toEqual(
      new Map([
        ['A/1', [sim('1', 'one'), sim('3', 'one')]],
        ['A/2', [sim('2', 'two')]],
      ]),
    );
  });

  it('are none where the records form other devices than were judged', () => {
    const formed = [device(1, 40, '1', '3'), device(2, 30, '2')];
    expect(simsByDevice([device(2, 31), device(3, 30)], formed, simsOf)).toEqual(new Map());
  });

  it('are those of the one IMEI that is read, where a handset has two', () => {
    const formed = [device(1, 20, '1', '2', '3')];
    expect(simsByDevice([device(1, 45)], formed, simsOf).get('A/1')).toHaveLength(3);
  });
});
