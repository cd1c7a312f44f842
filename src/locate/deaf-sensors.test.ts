import { describe, expect, it } from 'vitest';
import { hearingSurvey, type DeafInput } from './deaf-sensors.ts';
import type { Survey } from './survey.ts';

const THRESHOLD_DBM = -95;
/** The last is the one that is asked about. */
const sensorsWith = (x_m: number) =>
  [2, 8, 14, x_m].map((x, s) => ({
    sensor_id: `S${s}`,
    level: 0,
    x_m: x,
    y_m: s % 2 === 0 ? 0 : 4,
    threshold_dbm: THRESHOLD_DBM,
  }));

/** Twelve places, two bursts each, free-space loss; the last sensor heard nothing. */
function surveyOf(x_m: number, heardByLast: number): Survey {
  const sensors = sensorsWith(x_m);
  const cells = Array.from({ length: 12 }, (_, i) => ({ x_m: 1 + 1.2 * i, y_m: 2, level: 0, room: 0 }));
  const events = cells.flatMap((cell, i) =>
    [0, 1].map((k) => {
      const level_db = Float64Array.from(sensors, (at, s) => {
        if (s === 3 && i >= heardByLast) return Number.NaN;
        return -40 - 20 * Math.log10(Math.hypot(cell.x_m - at.x_m, cell.y_m - at.y_m)) + ((i * 5 + s * 3 + k) % 4) - 2;
      });
      return { cell: i, band: 0, at_s: 60 * i + k, level_db, power_dbm: 0, alive: new Uint8Array(4).fill(1) };
    }),
  );
  return { cells, events, bands: ['GSM900'], powerStated: false };
}
function inputOf(x_m: number, heardByLast = 0): DeafInput {
  const wallsOf = () => ({ segments: new Float64Array(0), derived: false });
  const thresholds_dbm = new Float64Array(4).fill(THRESHOLD_DBM);
  return { survey: surveyOf(x_m, heardByLast), placed: sensorsWith(x_m), thresholds_dbm, wallsOf, derived: false };
}
const askedOfLast = (survey: Survey): number => survey.events.filter(({ alive }) => alive[3] === 1).length;

describe('a sensor that heard nothing of the walk-test', () => {
  it('was out of work where it stood among those that heard', () => {
    const survey = hearingSurvey(inputOf(9));
    expect(askedOfLast(survey)).toBe(0);
    expect(survey.events.every(({ alive }) => alive[0] === 1)).toBe(true);
  });

  it('was too far away where the formula does not expect it to have heard', () => {
    expect(askedOfLast(hearingSurvey(inputOf(4000)))).toBe(24);
  });

  it('worked where it heard anything at all', () => {
    expect(askedOfLast(hearingSurvey(inputOf(9, 1)))).toBe(24);
  });

  it('counts as not asked where nobody knows its place', () => {
    const input = inputOf(4000);
    expect(askedOfLast(hearingSurvey({ ...input, placed: input.placed.slice(0, 3) }))).toBe(0);
    expect(askedOfLast(hearingSurvey({ ...input, placed: [], wallsOf: undefined }))).toBe(0);
  });
});
