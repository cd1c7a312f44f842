import { Readable } from 'node:stream';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IdentifiedDetections } from './detections.ts';
import { ANY_ACT } from '../../authority/made-act.testing.ts';
import { readLinesOf, refusedIn } from './read-one.fixture.ts';
import { readTable } from './read-table.ts';

const HEADER = 'burst_id,at,prison_id,building_id,band,kind,sensor_id,rssi_dbm,imsi,imei';
const row = (burst: string, at: string, imsi = '', imei = '', prison = 'P1') =>
  `${burst},${at},${prison},B1,GSM900,access,S1,-40,${imsi},${imei}`;
async function read(rows: string[], timezone = 'Europe/Paris') {
  const detections = new IdentifiedDetections(timezone);
  const reading = await readLinesOf(detections.table, [HEADER, ...rows]);
  return { bursts: detections.bursts(), reading };
}
const at_s = (text: string) => Date.parse(text) / 1000;

describe('IdentifiedDetections', () => {
  it('counts a transmission once and keeps days of local time apart', async () => {
    const { bursts } = await read([
      row('T1', '2025-01-12T22:59:00Z', '208010000000001'),
      row('T2', '2025-01-12T23:10:00Z', '208010000000001'),
      row('T2', '2025-01-12T23:10:00Z', '208010000000001'),
      row('T3', '2025-01-12T23:01:00Z', '208010000000001'),
      row('T4', '2025-01-12T23:01:00Z'),
    ]);
    const common = { prison_id: 'P1', imei14: undefined, imsi: '208010000000001' };
    expect(bursts).toEqual([
      { ...common, at_s: at_s('2025-01-12T22:59:00Z'), bursts: 1 },
      { ...common, at_s: at_s('2025-01-12T23:01:00Z'), bursts: 2 },
    ]);
  });

  it('keeps prisons and identities apart and joins the spellings of one IMEI', async () => {
    const at = '2025-01-13T10:00:00Z';
    const { bursts } = await read([
      row('T1', at, '', '973301203826479'),
      row('T2', at, '', '9733012038264701'),
      row('T3', at, '', '973301203826479', 'P2'),
      row('T4', at, '208010000000001', '973301203826479'),
    ]);
    expect(bursts.map(({ prison_id, imsi, bursts: count }) => [prison_id, imsi, count])).toEqual([
      ['P1', undefined, 2],
      ['P1', '208010000000001', 1],
      ['P2', undefined, 1],
    ]);
  });

  it('refuses what it cannot read, with or without an identity', async () => {
    const { reading, bursts } = await read([
      row('T1', '2025-01-13T25:00:00Z'),
      row('T2', '2025-01-13T10:00:00Z', '20801'),
      row('', '2025-01-13T10:00:00Z'),
      row('T4', '2025-01-13T10:00:00Z', '', '00000000000000'),
    ]);
    expect(refusedIn(reading)).toEqual(['line 2 TIME_IMPOSSIBLE', 'line 3 IMSI_FORM', 'line 4 RECORD_INCOMPLETE']);
    expect(bursts).toEqual([]);
    expect(reading.tally.finish('f').remarks).toEqual({ FILLER_IMEI: 1 });
  });

  it('gives the same whatever the order of the rows', async () => {
    const some = fc.record({
      burst: fc.nat(5),
      hour: fc.nat(60),
      imsi: fc.constantFrom('', '208010000000001', '208010000000002'),
    });
    const lines = (list: { burst: number; hour: number; imsi: string }[]) =>
      list.map(({ burst, hour, imsi }) => row(`T${burst}`, new Date(Date.UTC(2025, 0, 1, hour)).toISOString(), imsi));
    await fc.assert(
      fc.asyncProperty(
        fc.array(some),
        fc.constantFrom('Europe/Paris', 'Asia/Kathmandu', 'America/St_Johns'),
        async (list, timezone) => {
          const forward = await read(lines(list), timezone);
          expect((await read(lines(list.toReversed()), timezone)).bursts).toEqual(forward.bursts);
        },
      ),
    );
  });

  it('holds what it counts, not the text of the file about it', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const heap = (): number => {
      collect();
      return process.memoryUsage().heapUsed;
    };
    const filler = row('T'.repeat(50_000), '2025-01-13T10:00:00Z');
    const CHUNKS = 300;
    // One identity in each chunk of some 50 kB.
    const chunks = function* (): Generator<Buffer> {
      yield Buffer.from(`${HEADER}\n`);
      for (let i = 0; i < CHUNKS; i++) {
        const imsi = `2080100000${String(i).padStart(5, '0')}`;
        yield Buffer.from(`${row('a-burst-of-a-long-name', '2025-01-13T10:00:00Z', imsi)}\n${filler}\n`);
      }
    };
    const detections = new IdentifiedDetections('Europe/Paris');
    const file = { path: 'f.csv', acts: [ANY_ACT], country: 'FR', bytes: Readable.from(chunks()) };
    const before = heap();
    await readTable(file, detections.table);
    const held = heap() - before;
    expect(detections.bursts()).toHaveLength(CHUNKS);
    expect(held).toBeLessThan((CHUNKS * filler.length) / 4);
  });
});
