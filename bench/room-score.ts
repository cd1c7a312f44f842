import type { RadioCase } from '../world/radio/index.ts';

/** A line of rooms.csv. */
export interface RoomAnswer {
  readonly subject: string;
  readonly from_s: number;
  readonly until_s: number;
  readonly cell_id: string;
  readonly p: number;
  readonly x_m: number | undefined;
  readonly y_m: number | undefined;
}

/** Shares are of 1. */
export interface RoomScore {
  readonly series: string;
  readonly answered: number;
  readonly asked: number;
  readonly error_m: number | undefined;
  readonly hit1: number;
  readonly macro: number;
  readonly hit3: number;
  readonly ece: number;
  readonly p: number;
  /** Mean ln of the true room's probability, at least that of rooms which are left out of rooms.csv. */
  readonly logScore: number;
  readonly covered: number;
  readonly size: number;
  readonly sameSide: number | undefined;
  /** The first room on the right level; undefined where all rooms are on one. */
  readonly sameLevel: number | undefined;
}

interface Judged {
  readonly hit1: boolean;
  readonly hit3: boolean;
  readonly confidence: number;
  readonly truthP: number;
  readonly covered: boolean;
  readonly size: number;
  readonly sameSide: boolean;
  readonly sameLevel: boolean;
  readonly error_m: number;
  readonly room: string;
}

/** As in locateRooms. */
const LEAST_P = 5e-4;

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / Math.max(1, values.length);

/**
 * Of each series: hit@1 and @3, mean over rooms, expected calibration error of the first room (ten bins), how often the smallest set
 * of 90 % holds the true room and its size, inside or outside, mean error of the probability-weighted position.
 */
export function scoreRooms(one: RadioCase, answers: readonly RoomAnswer[]): RoomScore[] {
  const yards = new Set(one.rooms.filter(({ wing }) => wing === 'outside').map(({ cell_id }) => cell_id));
  const centre = new Map(one.rooms.map(({ cell_id, x_m, y_m }) => [cell_id, [x_m, y_m] as const]));
  const [yard] = yards;
  const levelOf = new Map(one.rooms.map(({ cell_id, level }) => [cell_id, level]));
  const hasLevels = new Set(levelOf.values()).size > 1;
  const bySubject = new Map<string, Map<string, RoomAnswer[]>>();
  for (const answer of answers) {
    const own = bySubject.get(answer.subject) ?? new Map<string, RoomAnswer[]>();
    bySubject.set(answer.subject, own);
    const key = `${answer.from_s}|${answer.until_s}`;
    own.set(key, [...(own.get(key) ?? []), answer]);
  }
  const series = new Map<string, (Judged | undefined)[]>();
  for (const truth of one.truth) {
    const intervals = [...(bySubject.get(truth.subject)?.values() ?? [])];
    const overlap = ([first]: readonly RoomAnswer[]) =>
      Math.min(first!.until_s, truth.until_s) - Math.max(first!.from_s, truth.from_s);
    let best: RoomAnswer[] | undefined;
    for (const rows of intervals) if (!best || overlap(rows) > overlap(best)) best = rows;
    const name = truth.series.replace(/ run=\S+/, '');
    const list = series.get(name) ?? [];
    series.set(name, list);
    if (!best) {
      list.push(undefined);
      continue;
    }
    const p = new Map<string, number>();
    const place = new Map<string, readonly [number, number]>();
    for (const row of best) {
      const cell = row.cell_id === 'outside' && yard !== undefined ? yard : row.cell_id;
      p.set(cell, (p.get(cell) ?? 0) + row.p);
      const [x, y] = row.x_m === undefined ? (centre.get(cell) ?? []) : [row.x_m, row.y_m];
      if (x !== undefined && y !== undefined) place.set(cell, [x, y]);
    }
    const order = [...p].toSorted((a, b) => b[1] - a[1]);
    const rank = order.findIndex(([cell]) => cell === truth.cell_id);
    let [sum, size, mass, mx, my] = [0, 0, 0, 0, 0];
    while (size < order.length && sum < 0.9 - 1e-9) sum += order[size++]![1];
    for (const [cell, value] of p) {
      const at = place.get(cell);
      if (!at) continue;
      [mass, mx, my] = [mass + value, mx + value * at[0], my + value * at[1]];
    }
    const [top = '', confidence = 0] = order[0] ?? [];
    const inside = (cell: string) => !yards.has(cell) && cell !== 'outside' && cell !== 'none';
    list.push({
      hit1: rank === 0,
      hit3: rank >= 0 && rank < 3,
      confidence,
      truthP: Math.max(LEAST_P, p.get(truth.cell_id) ?? 0),
      covered: rank >= 0 && rank < size,
      size,
      sameSide: inside(top) === inside(truth.cell_id),
      sameLevel: levelOf.get(top) === levelOf.get(truth.cell_id),
      error_m: truth.x_m === undefined ? Number.NaN : Math.hypot(mx / mass - truth.x_m, my / mass - (truth.y_m ?? 0)),
      room: truth.cell_id,
    });
  }
  const inOrder = [...series].toSorted(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }));
  return inOrder.map(([name, list]) => {
    const got = list.filter((judged) => judged !== undefined);
    let ece = 0;
    for (let bin = 0; bin < 10; bin++) {
      const own = got.filter(({ confidence }) => Math.min(9, Math.floor(confidence * 10)) === bin);
      if (own.length === 0) continue;
      const right = mean(own.map(({ hit1 }) => Number(hit1)));
      ece += (own.length / got.length) * Math.abs(right - mean(own.map(({ confidence }) => confidence)));
    }
    const errors = got.flatMap(({ error_m }) => (Number.isNaN(error_m) ? [] : [error_m]));
    const rooms = [...new Set(got.map(({ room }) => room))];
    const ofRoom = (room: string) => mean(got.filter((judged) => judged.room === room).map(({ hit1 }) => Number(hit1)));
    return {
      series: name,
      answered: got.length,
      asked: list.length,
      error_m: errors.length > 0 ? mean(errors) : undefined,
      hit1: mean(got.map(({ hit1 }) => Number(hit1))),
      macro: mean(rooms.map(ofRoom)),
      hit3: mean(got.map(({ hit3 }) => Number(hit3))),
      ece,
      p: mean(got.map(({ confidence }) => confidence)),
      logScore: mean(got.map(({ truthP }) => Math.log(truthP))),
      covered: mean(got.map(({ covered }) => Number(covered))),
      size: mean(got.map(({ size }) => size)),
      sameSide: yards.size > 0 ? mean(got.map(({ sameSide }) => Number(sameSide))) : undefined,
      sameLevel: hasLevels ? mean(got.map(({ sameLevel }) => Number(sameLevel))) : undefined,
    };
  });
}

/** One line of text. */
export function lineOf(score: RoomScore): string {
  const share = (value: number) => (100 * value).toFixed(1);
  const { error_m, sameSide, sameLevel } = score;
  return [
    score.series.padEnd(24),
    `${score.answered}/${score.asked}`.padStart(10),
    error_m === undefined ? '     -' : `${error_m.toFixed(2)} m`,
    `hit1 ${share(score.hit1)}  macro ${share(score.macro)}  hit3 ${share(score.hit3)}`,
    `ece ${score.ece.toFixed(3)}  p ${score.p.toFixed(3)}  ln ${score.logScore.toFixed(3)}  cov90 ${share(score.covered)}  size ${score.size.toFixed(1)}`,
    ...(sameSide === undefined ? [] : [`in/out ${share(sameSide)}`]),
    ...(sameLevel === undefined ? [] : [`level ${share(sameLevel)}`]),
  ].join('  ');
}
