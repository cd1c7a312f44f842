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
  /** Id of the area whose cells carried most of the events; undefined below half of them (ties: first by name). */
  readonly mainArea: string | undefined;
  /** Those contacts that are numbers of interest (buyers, visitors, approved contacts). */
  readonly contacts: ReadonlySet<Msisdn>;
}

/** The prisons and placebo areas that cells can serve. */
export interface AreasOfCells {
  readonly ids: readonly string[];
  /** By index in the cell table: indices in `ids`. A cell that serves two areas counts in both. */
  readonly ofCell: readonly (readonly number[])[];
}

/** @param ofInterest the only numbers worth keeping */
export function summarise(history: HandsetHistory, areas: AreasOfCells, ofInterest: NumberSet): HandsetSummary {
  return {
    imei14: history.imei14,
    imei14s: history.imei14s,
    component: history.component,
    first_seen_s: history.at_s[0] ?? Number.NaN,
    last_seen_s: history.at_s.at(-1) ?? Number.NaN,
    events: history.at_s.length,
    mainArea: mainArea(history.cell, areas),
    contacts: new Set(contactsAmong(history, ofInterest).flatMap((i) => history.contacts[i] ?? [])),
  };
}

function mainArea(cells: Int32Array, { ids, ofCell }: AreasOfCells): string | undefined {
  const events = new Uint32Array(ids.length);
  for (const cell of cells) {
    const served = ofCell[cell];
    if (served === undefined) continue;
    for (const area of served) events[area]! += 1;
  }
  let best: string | undefined;
  let most = 0;
  ids.forEach((id, area) => {
    const n = events[area] ?? 0;
    if (n < most || n === 0 || (n === most && best !== undefined && best < id)) return;
    best = id;
    most = n;
  });
  return most * 2 >= cells.length ? best : undefined;
}
