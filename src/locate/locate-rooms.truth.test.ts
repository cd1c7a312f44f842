import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LOGGED } from '../model/logged-reads.testing.ts';
import { parseActs } from '../authority/index.ts';
import { listCaseFiles, openBursts, readCaseDocuments, readCaseManifest, readOwnFile } from '../intake/index.ts';
import { learnSites } from './learn-sites.ts';
import { locateRooms } from './locate-rooms.ts';

const CASES = '../shared/cases';
const present = existsSync(join(CASES, 'rf-flat'));
if (!present) console.warn(`SKIPPED: ${CASES}/rf-flat is not there; rooms are not compared with real measurements.`);

/** hit@1, hit@3 and mean position error of one series. */
async function scoreOf(name: string, series: string, skip: (path: string) => boolean = () => false) {
  const folder = join(CASES, name, 'case');
  const paths = (await listCaseFiles(folder)).filter((path) => !skip(path));
  const source = { paths, open: (path: string) => createReadStream(join(folder, path)) };
  const acts = parseActs(await readOwnFile(source, 'authorisations.json'));
  const reading = await readCaseDocuments(source, acts, (await readCaseManifest(source)).until_s);
  const documents = reading.documents.open(LOGGED.documents);
  const path = paths.find((one) => one.startsWith('sensors/detections')) ?? '';
  const answers = new Map<string, { cell_id: string; p: number; x_m: number | undefined; y_m: number | undefined }[]>();
  const file = { path, open: () => source.open(path), acts };
  const bursts = openBursts(file, reading.burstsRise, join(tmpdir(), `cellsweep-bursts-${process.pid}`));
  for await (const row of locateRooms(await learnSites(documents, () => bursts.read(LOGGED.bursts)))) {
    const list = answers.get(row.subject);
    if (list) list.push(row);
    else answers.set(row.subject, [row]);
  }
  await bursts.close();
  const truth = readFileSync(join(CASES, name, 'truth/rooms.csv'), 'utf8')
    .trim()
    .split(/\r?\n/)
    .slice(1);
  let [n, hit1, hit3, covered, error_m] = [0, 0, 0, 0, 0];
  for (const line of truth) {
    const [subject = '', , , cell_id, x, y, own] = line.split(',');
    if (own !== series) continue;
    n++;
    const rows = (answers.get(subject) ?? []).toSorted((a, b) => b.p - a.p);
    const rank = rows.findIndex((row) => row.cell_id === cell_id);
    if (rank === 0) hit1++;
    if (rank >= 0 && rank < 3) hit3++;
    let before = 0;
    for (const row of rows.slice(0, Math.max(0, rank))) before += row.p;
    if (rank >= 0 && before < 0.9) covered++;
    const placed = rows.filter(({ x_m }) => x_m !== undefined);
    const total = placed.reduce((sum, { p }) => sum + p, 0);
    const mean = (of: (row: (typeof placed)[number]) => number) =>
      placed.reduce((sum, row) => sum + row.p * of(row), 0) / total;
    error_m += Math.hypot(mean(({ x_m }) => x_m ?? 0) - Number(x), mean(({ y_m }) => y_m ?? 0) - Number(y));
  }
  return { n, hit1: hit1 / n, hit3: hit3 / n, covered: covered / n, error_m: error_m / n };
}

describe.skipIf(!present)('rooms from real measurements, power unknown', () => {
  it('finds the room of a walled flat from five fingerprints', async () => {
    const score = await scoreOf('rf-flat', 'K=5 power=unknown');
    expect(score.n).toBe(338);
    expect(score.hit1).toBeGreaterThan(0.92);
    expect(score.error_m).toBeLessThan(1.25);
    expect(score.covered).toBeGreaterThan(0.86);
  }, 120_000);

  it('finds it from the floor plan alone', async () => {
    const score = await scoreOf('rf-flat', 'K=5 power=unknown', (path) => path.startsWith('sensors/walktest'));
    expect(score.hit1).toBeGreaterThan(0.82);
  }, 120_000);

  it('keeps the right tile of an open office among the first three', async () => {
    const score = await scoreOf('rf-tetam-survey', 'K=30 power=unknown');
    expect(score.n).toBe(200);
    expect(score.hit3).toBeGreaterThan(0.755);
    expect(score.error_m).toBeLessThan(2.55);
  }, 120_000);
});
