import { describe, expect, it } from 'vitest';
import { numberSet } from '../model/number-set.ts';
import { historyOf } from './history.testing.ts';
import { handsetOf } from './market.testing.ts';
import { mainArea, summarise } from './summary.ts';

describe('summarise', () => {
  it('counts events by area and keeps only numbers of interest', () => {
    const history = historyOf('99000001000010', [
      { at_s: 5, cell: 0, contact: '33700000001' },
      { at_s: 9, cell: 1, contact: '33700000002' },
      { at_s: 7, cell: -1 },
    ]);
    const summary = summarise(history, (cell) => (cell === 0 ? ['P1', 'Z1'] : ['P1']), numberSet(['33700000002']));
    expect([...summary.eventsByArea]).toEqual([
      ['P1', 2],
      ['Z1', 1],
    ]);
    expect([...summary.contacts]).toEqual(['33700000002']);
    expect([summary.first_seen_s, summary.last_seen_s, summary.events]).toEqual([5, 9, 3]);
  });
});

describe('mainArea', () => {
  it('needs half of all events', () => {
    expect(mainArea(handsetOf('99000001000010', 'P1', [], { events: 160 }))).toBe('P1');
    expect(mainArea(handsetOf('99000001000010', 'P1', [], { events: 161 }))).toBeUndefined();
    expect(mainArea(handsetOf('99000001000010', undefined))).toBeUndefined();
  });
});
