import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Detection } from '../../model/case.ts';

/** Rows that are held in memory at once, as lines of text: some 25 MB. */
const ROWS_AT_ONCE = 100_000;
/** Runs that are merged at once: each is an open file. */
const RUNS_AT_ONCE = 100;
/** Lines that are written at once. */
const LINES_AT_ONCE = 500;

/** One row as it stands in a run; what sorts it stands first. */
const lineOf = (row: Detection): string =>
  `${JSON.stringify([
    row.at_s,
    row.burst_id,
    row.prison_id,
    row.building_id,
    row.band,
    row.kind,
    row.sensor_id,
    row.rssi_dbm,
    row.imsi ?? null,
    row.imei14 ?? null,
  ])}\n`;

type Written = [
  number,
  string,
  string,
  string,
  string,
  Detection['kind'],
  string,
  number,
  string | null,
  string | null,
];

function rowOf(line: string): Detection {
  const [at_s, burst_id, prison_id, building_id, band, kind, sensor_id, rssi_dbm, imsi, imei14] = JSON.parse(
    line,
  ) as Written;
  return {
    burst_id,
    at_s,
    prison_id,
    building_id,
    band,
    kind,
    sensor_id,
    rssi_dbm,
    imsi: (imsi ?? undefined) as Detection['imsi'],
    imei14: (imei14 ?? undefined) as Detection['imei14'],
  };
}

/**
 * The rows of a long file by rising time, however they stand in it (merge sort on disk: Knuth, The Art of Computer Programming 3, 5.4).
 * The file is read once, in bounded memory; sorted it takes about 1.3 times its bytes on disk until `remove`.
 */
export class SortedDetections {
  private readonly folder: string;
  private readonly most: { readonly rows: number; readonly runs: number };
  private sorted: Promise<readonly string[]> | undefined;
  private files = 0;

  /**
   * @param folder for this user alone; need not exist yet, and is removed whole
   * @param most rows in memory and runs merged at once
   */
  constructor(folder: string, most = { rows: ROWS_AT_ONCE, runs: RUNS_AT_ONCE }) {
    this.folder = folder;
    this.most = most;
  }

  /** Rows of one time come in no particular order. @param rows asked for at the first reading only */
  async *read(rows: () => AsyncIterable<Detection>): AsyncGenerator<Detection> {
    this.sorted ??= this.sort(rows());
    yield* merged(await this.sorted);
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }

  private async sort(rows: AsyncIterable<Detection>): Promise<readonly string[]> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    let runs: string[] = [];
    let held: { at_s: number; line: string }[] = [];
    const writeHeld = async (): Promise<void> => {
      held.sort((a, b) => a.at_s - b.at_s);
      runs.push(await this.write(chunksOfLines(held)));
      held = [];
    };
    for await (const row of rows) {
      held.push({ at_s: row.at_s, line: lineOf(row) });
      if (held.length >= this.most.rows) await writeHeld();
    }
    if (held.length > 0) await writeHeld();
    while (runs.length > this.most.runs) {
      const some = runs.slice(0, this.most.runs);
      const one = await this.write(chunksOfRows(merged(some)));
      for (const file of some) await rm(file);
      runs = [...runs.slice(this.most.runs), one];
    }
    return runs;
  }

  private async write(chunks: Iterable<string> | AsyncIterable<string>): Promise<string> {
    const file = path.join(this.folder, `run-${++this.files}`);
    await pipeline(chunks, createWriteStream(file, { mode: 0o600 }));
    return file;
  }
}

function* chunksOfLines(held: readonly { readonly line: string }[]): Generator<string> {
  for (let i = 0; i < held.length; i += LINES_AT_ONCE)
    yield held
      .slice(i, i + LINES_AT_ONCE)
      .map(({ line }) => line)
      .join('');
}

async function* chunksOfRows(rows: AsyncIterable<Detection>): AsyncGenerator<string> {
  let held: string[] = [];
  for await (const row of rows) {
    held.push(lineOf(row));
    if (held.length < LINES_AT_ONCE) continue;
    yield held.join('');
    held = [];
  }
  yield held.join('');
}

/** The rows of one run, a chunk at a time. */
async function* chunksOf(file: string): AsyncGenerator<Detection[]> {
  let rest = '';
  for await (const chunk of createReadStream(file, 'utf8')) {
    const lines = `${rest}${chunk as string}`.split('\n');
    rest = lines.pop() ?? '';
    if (lines.length > 0) yield lines.map(rowOf);
  }
}

interface Run {
  readonly chunks: AsyncGenerator<Detection[]>;
  rows: Detection[];
  next: number;
  at_s: number;
}

/** Runs that each rise, as one that does: the earliest row of all is that of the heap's top. */
async function* merged(files: readonly string[]): AsyncGenerator<Detection> {
  const runs: Run[] = files.map((file) => ({ chunks: chunksOf(file), rows: [], next: 0, at_s: Infinity }));
  try {
    const heap: Run[] = [];
    for (const run of runs) if (await fill(run)) heap.push(run);
    for (let i = heap.length >> 1; i >= 0; i--) sink(heap, i);
    for (let run = heap[0]; run !== undefined; run = heap[0]) {
      yield run.rows[run.next++]!;
      if (run.next < run.rows.length) run.at_s = run.rows[run.next]!.at_s;
      else if (!(await fill(run))) {
        const last = heap.pop()!;
        if (last === run) continue;
        heap[0] = last;
      }
      sink(heap, 0);
    }
  } finally {
    // Whoever reads only the beginning leaves no file open.
    for (const { chunks } of runs) await chunks.return(undefined);
  }
}

async function fill(run: Run): Promise<boolean> {
  const { value, done } = await run.chunks.next();
  if (done === true) return false;
  run.rows = value;
  run.next = 0;
  run.at_s = value[0]!.at_s;
  return true;
}

function sink(heap: Run[], from: number): void {
  const run = heap[from];
  if (run === undefined) return;
  let at = from;
  for (;;) {
    let child = 2 * at + 1;
    if (child + 1 < heap.length && heap[child + 1]!.at_s < heap[child]!.at_s) child++;
    if (child >= heap.length || heap[child]!.at_s >= run.at_s) break;
    heap[at] = heap[child]!;
    at = child;
  }
  heap[at] = run;
}
