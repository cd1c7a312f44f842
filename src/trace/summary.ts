import type { Imei14, Msisdn } from '../model/identifiers.ts';
import { contactsAmong, type NumberSet } from '../model/number-set.ts';
import type { HandsetHistory, UnixSeconds } from '../model/record.ts';

/** What the trace stage keeps of one handset component: small enough to hold for every handset of a case. */
export interface HandsetSummary {
  readonly imei14: Imei14;
  readonly imei14s: readonly Imei14[];
  readonly component: number;
  readonly first_seen_s: UnixSeconds;
  readonly last_seen_s: UnixSeconds;
  readonly events: number;
  /** Events on cells that serve an area, by area id; a cell that serves two areas counts in both. */
  readonly eventsByArea: ReadonlyMap<string, number>;
  /** Those contacts that are numbers of interest (buyers, visitors, approved contacts). */
  readonly contacts: ReadonlySet<Msisdn>;
}

/**
 * @param areasOfCell ids of the prisons and placebo areas that a cell (index in the cell table) can serve
 * @param ofInterest the only numbers worth keeping
 */
export function summarise(
  history: HandsetHistory,
  areasOfCell: (cell: number) => readonly string[],
  ofInterest: NumberSet,
): HandsetSummary {
  const eventsByArea = new Map<string, number>();
  for (const cell of history.cell) {
    if (cell < 0) continue;
    for (const area of areasOfCell(cell)) eventsByArea.set(area, (eventsByArea.get(area) ?? 0) + 1);
  }
  return {
    imei14: history.imei14,
    imei14s: history.imei14s,
    component: history.component,
    first_seen_s: history.at_s[0] ?? Number.NaN,
    last_seen_s: history.at_s.at(-1) ?? Number.NaN,
    events: history.at_s.length,
    eventsByArea,
    contacts: new Set(contactsAmong(history, ofInterest).flatMap((i) => history.contacts[i] ?? [])),
  };
}

/** The area that serves most of the handset's events; undefined below half of them (ties: first by name). */
export function mainArea(summary: HandsetSummary): string | undefined {
  let best: string | undefined;
  let most = 0;
  for (const [area, events] of [...summary.eventsByArea].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (events > most) {
      best = area;
      most = events;
    }
  }
  return most * 2 >= summary.events ? best : undefined;
}
