import { describe, expect, it } from 'vitest';
import { printAudit } from './print-answers.ts';

type Audited = Parameters<typeof printAudit>[0][number];

const cells = ['C1', 'C2', 'C3', 'C4'].map((cell_id) => ({ cell_id, level: 0 }));
const loss = (sensor_id: string, pairsLost: number, hit1?: number) => ({
  sensor_id,
  pairsLost,
  hit1,
  lost_nats: 1,
  score: { worst: [0, 1] },
});
const watched = (sensor_id: string) => ({ sensor_id, verdict: 'drifted', since_day: 1, shift_db: 4, shiftSe_db: 1 });

function audited(over: { losses?: unknown[]; heardByThree?: number[]; dead?: string[] } = {}): string {
  const hits = {
    hit1: Float64Array.of(0.9, 0.8, 0.8, 0.9),
    mean1: 0.85,
    mean3: 1,
    worst1: 0.8,
    interval1: [0.84, 0.86],
    setSize: 2,
    heardByThree: Float64Array.from(over.heardByThree ?? [1, 1, 1, 1]),
  };
  const one = {
    site: {
      building_id: 'B1',
      band: 'GSM900',
      surveyed: false,
      surveyCells: [],
      grid: { rooms: cells },
      today: [{}],
      dead: (over.dead ?? []).map((sensor_id) => ({ sensor_id })),
    },
    audit: { area_m2: 40, m2PerSensor: 40, pairs: [], groups: [], hits, losses: over.losses ?? [] },
    watch: { sessions: 9, from_s: 0, sensors: [watched('S1'), watched('S2')] },
  };
  return printAudit([one as unknown as Audited], 'P1', '');
}

describe('audit of sensors in words', () => {
  it('gives the interval of the simulation as one, and what guessing would give beside it', () => {
    expect(audited()).toContain(
      'right cell first 85 % (84 % to 86 % in 9 of 10 such buildings, if the map is right; a blind guess 25 %)',
    );
    expect(audited()).not.toContain('chance alone');
  });

  it('says which cells few sensors hear', () => {
    expect(audited({ heardByThree: [1, 0.89, 0.9, 1] })).toContain(
      'in 1 cell more than one phone in ten is heard by fewer than three sensors, too few for a place: C2',
    );
  });

  it('says beside "no two alike" that this is of two cells alone, and which does worst among all', () => {
    const text = audited();
    expect(text).not.toContain('Every two cells can be told apart');
    expect(text).toContain(
      'of a phone known to lie in one of two, the wrong one would be taken less than 1 time in 5.',
    );
    expect(text).toMatch(/Among all 4 it is harder, .*: C2 is the worst, first for 80 % of the phones in it\./);
  });

  it('lists only losses that cost something', () => {
    const text = audited({ losses: [loss('S1', 0, 0.851), loss('S2', 0), loss('S3', 2, 0.7), loss('S4', 0, 0.8)] });
    expect(text).toContain(
      'S3         right cell first 70 % instead of 85 %; 2 more pairs of cells that cannot be told',
    );
    expect(text).toMatch(/S4 +right cell first 80 % instead of 85 %; the two most alike then C1 and C2/);
    expect(text).not.toMatch(/\b0 more|S1 +right|S2 +the two/);
    expect(audited({ losses: [loss('S1', 0, 0.85)] })).toMatch(/The loss of no single sensor would make/);
  });

  it('says of one that drifted and is dead that it is both', () => {
    const lines = audited({ dead: ['S2'] }).split('\n');
    expect(lines.find((line) => line.includes('S2  ') && line.includes('DRIFTED'))).toMatch(/; NOT ALIVE any more$/);
    expect(lines.find((line) => line.includes('S1  ') && line.includes('DRIFTED'))).not.toContain('ALIVE');
  });
});
