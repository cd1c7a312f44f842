import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LOGGED } from '../../model/logged-reads.testing.ts';
import { parseActs } from '../../authority/index.ts';
import { listCaseFiles, openBursts, readCaseDocuments, readOwnFile, type Burst } from '../../intake/index.ts';
import { learnSites } from '../learn-sites.ts';
import { locateRooms } from '../locate-rooms.ts';
import { placeSensors } from './placement.ts';
import { sensorSite } from './site.ts';

const FOLDER = '../shared/cases/rf-flat';
const present = existsSync(FOLDER);
if (!present) console.warn(`SKIPPED: ${FOLDER} is not there; designs are not compared with real measurements.`);
const SERIES = 'K=5 power=unknown';

async function readFlat() {
  const folder = join(FOLDER, 'case');
  const paths = await listCaseFiles(folder);
  const source = { paths, open: (path: string) => createReadStream(join(folder, path)) };
  const acts = parseActs(await readOwnFile(source, 'authorisations.json'));
  const reading = await readCaseDocuments(source, acts, -Infinity);
  const documents = reading.documents.open(LOGGED.documents);
  const heard = paths.find((path) => path.startsWith('sensors/detections')) ?? '';
  const file = { path: heard, open: () => source.open(heard), acts };
  const spool = join(tmpdir(), `cellsweep-bursts-${process.pid}`);
  return { documents, bursts: openBursts(file, reading.burstsRise, spool) };
}

async function* heardBy(bursts: AsyncIterable<Burst>, sensors: ReadonlySet<string>): AsyncGenerator<Burst> {
  for await (const burst of bursts) {
    const kept = burst.sensor_ids.flatMap((sensor_id, i) => (sensors.has(sensor_id) ? [i] : []));
    if (kept.length === 0) continue;
    yield {
      ...burst,
      sensor_ids: kept.map((i) => burst.sensor_ids[i]!),
      rssi_dbm: kept.map((i) => burst.rssi_dbm[i]!),
    };
  }
}

describe.skipIf(!present)('a design on real measurements', () => {
  it('chooses three of six receivers, from the walk-test alone, that name the right room in 85 of 100', async () => {
    const { documents, bursts } = await readFlat();
    const at_s = Math.max(...(documents.heartbeats ?? []).map(({ until_s }) => until_s)) - 1;
    const site = sensorSite(documents, 'FLAT', 'FLAT-1', { at_s });
    const { steps } = placeSensors(site, { power: site.powerOf('traffic'), bursts: 5 }, [], site.today, 3);
    const chosen = new Set(steps.map(({ column }) => column.sensor.sensor_id));
    expect(chosen.size).toBe(3);
    const isChosen = ({ sensor_id }: { sensor_id: string }) => chosen.has(sensor_id);
    const three = {
      ...documents,
      sensors: (documents.sensors ?? []).filter(isChosen),
      walkTest: (documents.walkTest ?? []).filter(isChosen),
    };
    const best = new Map<string, { cell_id: string; p: number }>();
    const sites = await learnSites(three, () => heardBy(bursts.read(LOGGED.bursts), chosen));
    for await (const row of locateRooms(sites))
      if (!((best.get(row.subject)?.p ?? -1) >= row.p)) best.set(row.subject, row);
    await bursts.close();
    const truth = readFileSync(join(FOLDER, 'truth/rooms.csv'), 'utf8').trim().split(/\r?\n/).slice(1);
    const asked = truth.map((line) => line.split(',')).filter((cells) => cells[6] === SERIES);
    const hits = asked.filter(([subject = '', , , cell_id]) => best.get(subject)?.cell_id === cell_id).length;
    expect(asked).toHaveLength(338);
    // The best of all twenty triples, known only afterwards, names it in 90 to 93 of 100; the mean one in 75.
    expect(hits / asked.length).toBeGreaterThan(0.85);
  }, 120_000);
});
