import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readLinesOf, refusedIn } from './read-one.fixture.ts';
import { ROLLS, settleRolls } from './rolls.ts';

const SEED = '../shared/conformance/05-floorplans/hmpps-seed/R__4_26__BED_ASSIGNMENT_HISTORIES.sql';
const present = existsSync(SEED);
if (!present) console.warn(`SKIPPED: ${SEED} is not there; rolls are not tried on a prison service's own seeds.`);

const HEADER = 'inmate_id,cell_id,from,until,reason';
async function settled(lines: string[], caseUntil: string, rooms?: ReadonlySet<string>) {
  const reading = await readLinesOf(ROLLS, [HEADER, ...lines]);
  settleRolls(reading, rooms, Date.parse(caseUntil) / 1000);
  return reading;
}

describe('rolls', () => {
  it('closes stays whose end was never written where the next begins', async () => {
    const reading = await settled(
      ['I1,R1,2025-01-01T00:00Z,,arrival', 'I1,R2,2025-01-05T00:00Z,,move'],
      '2025-02-01T00:00:00Z',
    );
    expect(reading.rows.map(({ until_s }) => until_s)).toEqual([Date.parse('2025-01-05T00:00:00Z') / 1000, Infinity]);
    expect(reading.finish().quality).toMatchObject({ rows_used: 2, remarks: { INTERVAL_OVERLAP: 1 } });
  });

  it('does not let a refused row make an honest one look contradictory', async () => {
    const lines = [
      'I1,R1,2025-01-01T00:00Z,2025-01-10T00:00Z,',
      'I1,R9,2025-01-01T00:00Z,2025-01-10T00:00Z,',
      'I1,R2,2025-03-01T00:00Z,,',
    ];
    const reading = await settled(lines, '2025-02-01T00:00:00Z', new Set(['R1', 'R2']));
    expect(refusedIn(reading)).toEqual(['line 3 BED_UNKNOWN', 'line 4 ROW_FUTURE']);
    expect(reading.rows).toHaveLength(1);
  });
});

describe.skipIf(!present)("a prison service's own synthetic bed histories", () => {
  /** Inmate and sequence number stand in for the line. */
  const assignments = present
    ? [...readFileSync(SEED, 'utf8').matchAll(/VALUES \((-\d+), (\d+), (-?\d+), '(\w+)', (.*)\);/g)].map((match) => {
        const stamps = [...(match[5] ?? '').matchAll(/TIMESTAMP '(\S+) (\S+?)\.0+'/g)].map(([, day, time]) => ({
          day,
          time,
        }));
        const [from, fromTime, until, untilTime] = stamps;
        const end = until ? `${until.day}T${untilTime?.time}Z` : '';
        return {
          name: `${match[1]}/${match[2]}`,
          line: `${match[1]},${match[3]},${from?.day}T${fromTime?.time}Z,${end},${match[4]}`,
        };
      })
    : [];
  const verdicts = async (caseUntil: string) => {
    const reading = await settled(
      assignments.map(({ line }) => line),
      caseUntil,
    );
    return reading
      .finish()
      .refusals.map(({ place, code }) => `${assignments[Number(place.slice(5)) - 2]?.name} ${code}`);
  };

  it('are all read', () => {
    expect(assignments.length).toBeGreaterThanOrEqual(11);
  });

  it('hold three beds at one moment, which are refused together, and moves without ends, which are not', async () => {
    expect(await verdicts('2100-01-01T00:00:00Z')).toEqual(
      ['-35/2', '-35/3', '-35/4'].map((name) => `${name} BED_CONTRADICTORY`),
    );
  });

  it('hold stays of the years 2040 to 2060, which no case of today can contain', async () => {
    const future = ['-35/2', '-35/3', '-35/4', '-36/3', '-36/4', '-36/2'];
    expect(await verdicts('2026-01-01T00:00:00Z')).toEqual(future.map((name) => `${name} ROW_FUTURE`));
  });
});
