import { handsetKey, type RoomProbability } from '../../attribute/index.ts';
import type { Field } from '../../contract/csv.ts';
import { timeField, writeTableAsItComes } from '../../contract/results.ts';
import {
  fitBlocks,
  locateRooms,
  type BlockModel,
  type BlockReference,
  type RoomRow,
  type Sites,
} from '../../locate/index.ts';
import type { CaseDocuments } from '../../model/case.ts';
import type { HeardHandsets } from './heard-handsets.ts';
import { sharesInWords } from './largest-remainder.ts';
import type { Located, LocatedPrison } from './run-outcome.ts';

/**
 * What the operators' cell mix says of the wing, fitted on handsets that searches found in a room and that the records
 * show; undefined where too few were found or coverage does not tell wings apart.
 */
function wingsByPrison(documents: CaseDocuments, heard: HeardHandsets): Map<string, BlockModel> {
  const wingOf = new Map(documents.rooms.map((room) => [room.cell_id, room.wing]));
  const references = new Map<string, BlockReference[]>();
  for (const seizure of documents.seizures) {
    const block = wingOf.get(seizure.cell_id);
    for (const imei14 of seizure.imei14s) {
      const counts = heard.cellMix({ imei14, component: 1 });
      if (block === undefined || block === '' || counts === undefined) continue;
      references.set(seizure.prison_id, [...(references.get(seizure.prison_id) ?? []), { block, counts }]);
    }
  }
  const models = new Map<string, BlockModel>();
  for (const [prison_id, known] of references) {
    const model = fitBlocks(known);
    if (typeof model !== 'string') models.set(prison_id, model);
  }
  return models;
}

const metres = (value: number | undefined): string => (value === undefined ? '' : value.toFixed(2));

/** One session as rooms.csv has it: what stands there adds up to 1, rounded as it is. */
export function fieldsOf(session: readonly RoomRow[]): Field[][] {
  const p = sharesInWords(
    session.map((row) => row.p),
    5,
  );
  return session.map((row, i) => [
    row.subject,
    row.prison_id,
    row.cell_id,
    timeField(row.from_s),
    timeField(row.until_s),
    p[i],
    metres(row.x_m),
    metres(row.y_m),
  ]);
}

/** Phones and unnamed tracks of each prison, and their sessions. */
export class PrisonCounts {
  private readonly phones = new Map<string, Set<string>>();
  private readonly tracks = new Map<string, Set<string>>();
  private readonly sessions = new Map<string, { all: number; ofTracks: number }>();
  private readonly heard: Pick<HeardHandsets, 'isIdentity'>;

  constructor(heard: Pick<HeardHandsets, 'isIdentity'>) {
    this.heard = heard;
  }

  /** Once for each session. */
  note({ prison_id, subject, device }: Pick<RoomRow, 'prison_id' | 'subject' | 'device'>): void {
    const isTrack = device === undefined && !this.heard.isIdentity(subject);
    const own = isTrack ? this.tracks : this.phones;
    own.set(prison_id, (own.get(prison_id) ?? new Set()).add(subject));
    const sessions = this.sessions.get(prison_id) ?? { all: 0, ofTracks: 0 };
    sessions.all++;
    if (isTrack) sessions.ofTracks++;
    this.sessions.set(prison_id, sessions);
  }

  /** By name of the prison. */
  all(): LocatedPrison[] {
    return [...this.sessions]
      .map(([prison_id, { all, ofTracks }]) => {
        const tracks = this.tracks.get(prison_id)?.size ?? 0;
        const subjects = tracks + (this.phones.get(prison_id)?.size ?? 0);
        return { prison_id, subjects, sessions: all, tracks, track_sessions: ofTracks };
      })
      .sort((a, b) => (a.prison_id < b.prison_id ? -1 : 1));
  }
}

/** From which rooms phones were used, written as the answers come. */
export async function locate(
  results: string,
  documents: CaseDocuments,
  sites: Sites,
  heard: HeardHandsets,
  tracks: boolean,
): Promise<Located> {
  const rooms = new Map<string, RoomProbability[]>();
  const prisons = new PrisonCounts(heard);
  const wings = wingsByPrison(documents, heard);
  // The rows of one session come together, the one of `none` last.
  let session: RoomRow[] = [];
  async function* rows(): AsyncGenerator<Field[]> {
    for await (const row of locateRooms(sites, {
      tracks,
      deviceOf: (imei14, imsi, at_s) => heard.deviceOf(imei14, imsi, at_s),
      wingRatios: (device, prison_id) => {
        const counts = heard.cellMix(device);
        return counts && wings.get(prison_id)?.ratios(counts);
      },
    })) {
      if (row.device !== undefined && row.device.component > 0) {
        const key = handsetKey(row.device);
        const known = rooms.get(key);
        const one = { from_s: row.from_s, until_s: row.until_s, cell_id: row.cell_id, p: row.p };
        if (known === undefined) rooms.set(key, [one]);
        else known.push(one);
      }
      session.push(row);
      if (row.cell_id !== 'none') continue;
      prisons.note(row);
      yield* fieldsOf(session);
      session = [];
    }
  }
  const written = await writeTableAsItComes(results, 'rooms.csv', rows());
  return { written, prisons: prisons.all(), buildings: sites.located, rooms, withheld: sites.withheld };
}
