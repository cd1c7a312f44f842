import { at } from '../calendar.ts';
import { weekday } from '../clock.ts';
import { DATA, SMS, VOICE } from '../legs.ts';
import { Random } from '../random.ts';
import { TextFile } from '../text-file.ts';
import type { Row, TextLayout } from '../deliveries/row.ts';
import { BULK_OPERATORS } from './population.ts';
import type { Population } from './population.ts';

const HOURS = [3, 2, 1, 1, 1, 2, 7, 16, 24, 28, 30, 32, 34, 30, 28, 28, 31, 36, 39, 38, 32, 25, 16, 8];
const HOURS_SUM = HOURS.reduce((a, b) => a + b, 0);

/** Files of one operator: by area, and by handset. */
export interface BulkFiles {
  readonly layout: TextLayout;
  readonly cells: readonly TextFile[];
  readonly handsets: TextFile;
}

export interface BulkCounts {
  rows: number;
  legs: number;
}

/** Numbers of communications never meet across days. */
const PER_DAY = 20_000_000;

/**
 * Writes one day of traffic in time order until `rows` rows stand in the files. A leg on an asked-for cell of an
 * asked-for handset stands in two deliveries. Returns when all streams have taken what was written.
 */
export async function writeDay(
  p: Population,
  seed: number,
  day: number,
  rows: number,
  areaOfCell: Int16Array,
  files: readonly BulkFiles[],
): Promise<BulkCounts> {
  const random = new Random(seed, `bulk day ${day}`);
  const counts: BulkCounts = { rows: 0, legs: 0 };
  const workday = weekday(p.calendar.firstDay + day) < 6;
  let due = 0;
  for (let hour = 0; hour < 24; hour++) {
    due += (rows * (HOURS[hour] as number)) / HOURS_SUM;
    const start = at(p.calendar, day, hour);
    const wanted = Math.max(1, Math.round(due) - counts.rows);
    const first = counts.rows;
    while (counts.rows - first < wanted) {
      const t = start + Math.floor(((counts.rows - first) / wanted) * 3600);
      const i = Math.floor(p.size * random.unit() ** 1.6);
      const place = placeOf(p, random, i, hour, workday);
      const operator = p.operator[i] as number;
      const cell = p.coverage.serve(random, place, operator, p.rat[i] as 2 | 4, t);
      const area = areaOfCell[cell] as number;
      const asked = p.asked[i] === 1;
      if (area < 0 && !asked) continue;
      const u = random.unit();
      const service = u < 0.45 ? VOICE : u < 0.7 || p.rat[i] === 2 ? SMS : DATA;
      const text = p.cellTexts[cell] as Row['cell'];
      const out = files[operator % BULK_OPERATORS] as BulkFiles;
      const line = out.layout.row(
        {
          t,
          duration_s: service === SMS ? 0 : Math.floor(900 * u * u) + 3,
          service,
          direction: random.next32() & 1,
          number: p.number[i] as string,
          other:
            service === DATA
              ? ''
              : (p.others[(i * 31 + Math.floor(20 * random.unit() ** 2)) % p.others.length] as string),
          imsi: p.imsi[i] as string,
          imei14: p.imei14[i] as string,
          cell: text,
          lastCell: text,
          communication: day * PER_DAY + counts.legs,
        },
        undefined,
      );
      counts.legs++;
      if (area >= 0) {
        counts.rows++;
        const file = out.cells[area] as TextFile;
        if (file.line(line)) await file.drained();
      }
      if (asked) {
        counts.rows++;
        if (out.handsets.line(line)) await out.handsets.drained();
      }
    }
  }
  return counts;
}

function placeOf(p: Population, random: Random, i: number, hour: number, workday: boolean): number {
  const home = p.home[i] as number;
  switch (p.cls[i]) {
    case 0:
    case 3:
      return home;
    case 2:
      return random.chance(0.05) ? (p.work[i] as number) : home;
    default: {
      const busy = hour >= 8 && hour < 18;
      return random.chance(workday && busy ? 0.75 : 0.12) ? (p.work[i] as number) : home;
    }
  }
}
