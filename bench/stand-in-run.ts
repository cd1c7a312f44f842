import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { parseActs } from '../src/authority/index.ts';
import { openBursts, readCaseDocuments, readCaseManifest, readOwnFile } from '../src/intake/index.ts';
import { LOGGED } from '../src/model/logged-reads.testing.ts';
import { learnSites, locateRooms } from '../src/locate/index.ts';
import { beginOfRadioCases_s, radioFiles, type RadioCase } from '../world/radio/index.ts';
import type { RoomAnswer } from './room-score.ts';

/** The rows of rooms.csv of a pretend case, read as a case folder would be. Times are the case's own. */
export async function answersOf(one: RadioCase): Promise<RoomAnswer[]> {
  const files = radioFiles(one);
  const source = {
    paths: [...files.keys()],
    open: (file: string) => Readable.from([Buffer.from(files.get(file) ?? '')]),
  };
  const acts = parseActs(await readOwnFile(source, 'authorisations.json'));
  const reading = await readCaseDocuments(source, acts, (await readCaseManifest(source)).until_s);
  const documents = reading.documents.open(LOGGED.documents);
  const detections = 'sensors/detections.csv';
  const file = { path: detections, open: () => source.open(detections), acts };
  const bursts = openBursts(file, reading.burstsRise, path.join(tmpdir(), `cellsweep-bursts-${process.pid}`));
  const answers: RoomAnswer[] = [];
  for await (const row of locateRooms(await learnSites(documents, () => bursts.read(LOGGED.bursts)), {
    tracks: true,
  })) {
    const { subject, cell_id, p, x_m, y_m } = row;
    const [from_s, until_s] = [row.from_s - beginOfRadioCases_s, row.until_s - beginOfRadioCases_s];
    answers.push({ subject, from_s, until_s, cell_id, p, x_m, y_m });
  }
  await bursts.close();
  return answers;
}
