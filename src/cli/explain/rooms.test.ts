import { describe, expect, it } from 'vitest';
import { roomsInWords } from './rooms.ts';

const session = (minute: number, p: Readonly<Record<string, number>>, prison_id = 'P1') =>
  Object.entries(p).map(([cell_id, value]) => ({
    subject: '1',
    prison_id,
    cell_id,
    from: `2025-01-13T02:${minute}:00Z`,
    until: `2025-01-13T02:${minute}:09Z`,
    p: String(value),
  }));
const building = (prison_id: string, right_first: number) => ({
  prison_id,
  left_out: { looks: 100, right_first, in_set_90: 99 },
});
const summary = { rooms: { buildings: [building('P1', 90), building('P2', 50)] } };

describe('rooms of a handset in words', () => {
  const two = [...session(10, { A: 1, outside: 0, none: 0 }), ...session(11, { B: 0.7, A: 0.1, none: 0.2 })];

  it('averages over the sessions, names the smallest set that holds 90 %, and gives the rate of that prison', () => {
    const lines = roomsInWords(two, summary);
    expect(lines).toHaveLength(4);
    expect(lines[2]).toBe(
      '    P1, 2 sessions: A 55 %, B 35 %; these 2 hold 90 % of the probability, averaged over the sessions.',
    );
    expect(lines[3]).toContain('was right in 90 (90 %)');
  });

  it('keeps prisons apart, and does not call what is no room one', () => {
    const text = roomsInWords([...two, ...session(12, { none: 0.95, outside: 0.05 }, 'P2')], summary).join('\n');
    expect(text).toMatch(/P1, 2 sessions/);
    expect(text).toMatch(
      /P2, 1 session: none of the listed rooms \(a landing, or nothing that the map explains\) 95 %; it holds 90 %[^]*right in 50 \(50 %\)/,
    );
  });

  it('names few rooms and counts the others', () => {
    const many = Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`C${i}`, 0.1]));
    expect(roomsInWords(session(10, many), summary)[2]).toMatch(/C4 10 % and [45] more; these (9|10) hold/);
  });

  it('says nothing without rows, and no rate that the results do not hold', () => {
    expect(roomsInWords([], summary)).toEqual([]);
    expect(roomsInWords(two, {}).join('\n')).not.toContain('Measured');
  });
});
