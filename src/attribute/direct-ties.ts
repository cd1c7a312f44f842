import type { CaseDocuments } from '../model/case.ts';
import type { Interval } from '../model/record.ts';
import type { TraceRow } from '../trace/index.ts';
import type { InmatePlaces } from './inmate-places.ts';
import type { Subject } from './subjects.ts';

/** Probability of rooms during one session of a handset; rooms `outside` and `none` name no inmate. */
export interface RoomProbability extends Interval {
  readonly cell_id: string;
  readonly p: number;
}

/** Share of handsets bought by somebody tied to the user; share found in the bed cell of a user. Priors. */
const BOUGHT_FOR_USER = 0.7;
const FOUND_AT_USER = 0.7;
/** The exhibits officer's attribution is right this often. */
const ATTRIBUTED_TO_USER = 0.9;
/** A location may be that of another handset, or a wrong map: this share of it says nothing. */
const ROOM_SAYS_NOTHING = 0.15;

/** With chance s one of the k named, else anyone of the N; against 1/N. */
const named_ln = (isNamed: boolean, share: number, k: number, n: number): number =>
  Math.log(isNamed ? (share / k + (1 - share) / n) * n : 1 - share);

/** The order book leads to `inmate_ids` for this handset; written or corrected numbers only: inferred ones used contacts already. */
export function ledgerTie_ln(rows: readonly TraceRow[], inmate_id: string, inmates: number): number {
  const named = new Set(rows.flatMap((row) => row.inmate_ids));
  if (named.size === 0 || named.size >= inmates) return 0;
  return named_ln(named.has(inmate_id), BOUGHT_FOR_USER, named.size, inmates);
}

export interface Found {
  readonly attributed: string;
  readonly atInmates: ReadonlySet<string>;
}

/** Who had a bed in the room where the handset was found. */
export function foundWith(
  subject: Subject,
  documents: Pick<CaseDocuments, 'seizures'>,
  places: InmatePlaces,
  candidates: readonly string[],
): Found | undefined {
  const seizure = documents.seizures.find(
    (s) =>
      s.kind === 'handset' &&
      s.imei14s.some((imei) => subject.digest.imei14s.includes(imei)) &&
      s.prison_id === subject.stays.at(-1)?.prison_id &&
      // Another component of a cloned identifier goes on after the search.
      subject.until_s < s.at_s + 86400,
  );
  if (seizure === undefined) return undefined;
  return {
    attributed: seizure.attributed_inmate_id,
    atInmates: new Set(candidates.filter((inmate) => places.at(inmate, seizure.at_s - 1)?.cell_id === seizure.cell_id)),
  };
}

export function found_ln(found: Found | undefined, inmate_id: string, inmates: number): number {
  if (found === undefined) return 0;
  if (found.attributed !== '') return named_ln(found.attributed === inmate_id, ATTRIBUTED_TO_USER, 1, inmates);
  if (found.atInmates.size === 0 || found.atInmates.size >= inmates) return 0;
  return named_ln(found.atInmates.has(inmate_id), FOUND_AT_USER, found.atInmates.size, inmates);
}

/**
 * ln ratio by located sessions: the mean probability of the rooms in which each inmate had a bed at the time, against the
 * mean over all candidates. A mean over sessions and no product: their errors are the same sensors' errors.
 */
export function rooms_ln(
  rooms: readonly RoomProbability[],
  candidates: readonly string[],
  places: InmatePlaces,
): ReadonlyMap<string, number> {
  const mass = new Map<string, number>();
  const sessions = new Set(rooms.map((r) => r.from_s));
  if (sessions.size === 0) return mass;
  const byCell = new Map<string, RoomProbability[]>();
  for (const room of rooms) {
    const list = byCell.get(room.cell_id);
    if (list === undefined) byCell.set(room.cell_id, [room]);
    else list.push(room);
  }
  let total = 0;
  for (const inmate of candidates) {
    let sum = 0;
    for (const [cell_id, list] of byCell)
      for (const { from_s, p } of list) if (places.at(inmate, from_s)?.cell_id === cell_id) sum += p;
    mass.set(inmate, sum / sessions.size);
    total += sum / sessions.size;
  }
  if (total === 0) return new Map();
  const mean = total / candidates.length;
  for (const [inmate, m] of mass) mass.set(inmate, Math.log(ROOM_SAYS_NOTHING + ((1 - ROOM_SAYS_NOTHING) * m) / mean));
  return mass;
}
