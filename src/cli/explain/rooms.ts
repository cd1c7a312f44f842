import type { ResultRow, RunSummary } from './rows.ts';
import { hitsInWords } from '../tables/room-hits.ts';
import { counted } from '../print/words.ts';

/** So many rooms are named; the rest stand in rooms.csv. */
const SHOWN = 5;
const SET = 0.9;

const percent = (share: number): string => (share < 0.005 ? 'under 1 %' : `${Math.round(share * 100)} %`);

function prisonRooms(prison_id: string, rows: readonly ResultRow[], summary: RunSummary): string[] {
  const mass = new Map<string, number>();
  const sessions = new Set<string>();
  for (const row of rows) {
    sessions.add(`${row['from']}|${row['until']}`);
    const cell_id = row['cell_id'] ?? '';
    mass.set(cell_id, (mass.get(cell_id) ?? 0) + Number(row['p']));
  }
  const n = sessions.size;
  const ranked = [...mass].map(([cell_id, sum]) => ({ cell_id, p: sum / n })).toSorted((a, b) => b.p - a.p);
  let held = 0;
  const set = ranked.filter(({ p }) => {
    if (held >= SET) return false;
    held += p;
    return true;
  });
  const nameOf = (cell_id: string): string =>
    cell_id === 'outside'
      ? 'outside the building'
      : cell_id === 'none'
        ? 'none of the listed rooms (a landing, or nothing that the map explains)'
        : cell_id;
  const shown = set.slice(0, SHOWN).map(({ cell_id, p }) => `${nameOf(cell_id)} ${percent(p)}`);
  const more = set.length - shown.length;
  const hits = summary.rooms?.buildings.filter((building) => building.prison_id === prison_id);
  return [
    `    ${prison_id}, ${counted(n, 'session')}: ${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}; ${
      set.length === 1 ? 'it holds' : `these ${set.length} hold`
    } 90 % of the probability, averaged over the sessions.`,
    ...(hits === undefined ? [] : [`    Measured: ${hitsInWords(hits.map(({ left_out }) => left_out))}.`]),
  ];
}

/**
 * From which rooms a handset was used.
 *
 * @param rows rows of rooms.csv whose subject it is
 */
export function roomsInWords(rows: readonly ResultRow[], summary: RunSummary): string[] {
  if (rows.length === 0) return [];
  const prisons = [...new Set(rows.map((row) => row['prison_id'] ?? ''))].sort();
  return [
    '',
    '  From which rooms it was used (where it transmitted; not who held it, nor where it is kept; rooms.csv):',
    ...prisons.flatMap((prison_id) =>
      prisonRooms(
        prison_id,
        rows.filter((row) => row['prison_id'] === prison_id),
        summary,
      ),
    ),
  ];
}
