import { succession } from '../src/attribute/succession.ts';
import type { Subject } from '../src/attribute/subjects.ts';
import type { HandsetDigest } from '../src/attribute/handset-digest.ts';
import type { Imei14, Imsi, Msisdn } from '../src/model/identifiers.ts';
import { createRandom } from '../src/statistics/index.ts';

/**
 * Succession among many handsets at once: seconds, and how the time grows when the handsets double. The goal is 100,000
 * in 30 s. `BENCH_HANDSETS` handsets over prisons of about 1,500, chains of two or three, SIMs kept by some.
 */
const handsets = Number(process.env['BENCH_HANDSETS'] ?? 100_000);
const WINDOW_H = 24 * 90;
const START_H = 480_000;

function makeSubjects(n: number): Subject[] {
  const random = createRandom('succession bench', n);
  const prisons = Math.max(1, Math.round(n / 1500));
  const subjects: Subject[] = [];
  let serial = 0;
  while (subjects.length < n) {
    const prison = `P${random.int(prisons)}`;
    const contacts = Array.from({ length: 6 + random.int(20) }, () =>
      random.chance(0.1) ? `9${random.int(500)}` : `33${random.uint32()}`,
    );
    const offset = random.int(12);
    let from = random.int(WINDOW_H - 200);
    let imsi = `20801${random.uint32()}`;
    for (let step = 0; step < 1 + random.int(3) && subjects.length < n && from < WINDOW_H - 48; step++) {
      const until = Math.min(WINDOW_H, from + 48 + random.int(600));
      const hour: number[] = [];
      for (let h = from; h < until; h += 1 + random.int(12)) hour.push(START_H + h);
      const imei14 = String(35_000_000_000_000 + serial++) as Imei14;
      const digest: HandsetDigest = {
        imei14,
        imei14s: [imei14],
        component: 1,
        events: hour.length * 2,
        hour: Int32Array.from(hour),
        place: new Int16Array(hour.length),
        hourOfDay: Uint8Array.from(hour, (h) => (h + offset) % 24),
        day: Int32Array.from(hour, (h) => Math.floor(h / 24)),
        areas: [prison],
        contacts: contacts as Msisdn[],
        contactDays: Uint16Array.from(contacts, () => 1 + random.int(8)),
        contactFirst: Int32Array.from(contacts, () => Math.floor((START_H + from) / 24)),
        contactLast: Int32Array.from(contacts, () => Math.floor((START_H + until) / 24)),
        sims: [{ imsi: imsi as Imsi, first_s: (START_H + from) * 3600, last_s: (START_H + until) * 3600, events: 20 }],
        cells: Int32Array.from([0, 1, 2, 3, 4], (k) => k + random.int(3)),
        cellHours: Uint16Array.from([5, 4, 3, 2, 1]),
        cellLayer: Uint16Array.from([0, 0, 0, 0, 0]),
      };
      const span = { from_s: (START_H + from) * 3600, until_s: (START_H + until) * 3600 };
      subjects.push({
        digest,
        key: `${imei14}/1`,
        stays: [{ prison_id: prison, ...span }],
        prison_id: prison,
        ...span,
        inside_llr10: 2,
      });
      from = until + 4 + random.int(200);
      if (!random.chance(0.4)) imsi = `20801${random.uint32()}`;
    }
  }
  return subjects;
}

for (const n of [Math.round(handsets / 2), handsets]) {
  const subjects = makeSubjects(n);
  const before = process.cpuUsage();
  const from = performance.now();
  const { rows, calibration } = succession({
    subjects,
    window_s: WINDOW_H * 3600,
    userProbability: subjects.map(() => new Map()),
  });
  const cpu = process.cpuUsage(before);
  process.stdout.write(
    `${n} handsets: ${((performance.now() - from) / 1000).toFixed(1)} s, cpu ${((cpu.user + cpu.system) / 1e6).toFixed(1)} s, ` +
      `${rows.length} rows, ${calibration.knownEdges} known edges, ${Math.round(process.memoryUsage().rss / 1e6)} MB\n`,
  );
}
