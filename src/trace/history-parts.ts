import type { HandsetHistory } from '../model/record.ts';
import type { Imei14, Imsi, Msisdn } from '../model/identifiers.ts';

/** The legs of `history` at the given rising positions, with their own short lists of IMSIs and contacts. */
export function pickLegs(history: HandsetHistory, positions: readonly number[], component: number): HandsetHistory {
  return build(
    positions.map((at) => [history, at] as const),
    history.imei14s,
    component,
    history.whole_traffic === true,
    // Which device a number belonged to, the parts do not say.
    [],
  );
}

/** Two histories of one handset, woven together by time (ties: first history first). */
export function weave(a: HandsetHistory, b: HandsetHistory): HandsetHistory {
  const order: (readonly [HandsetHistory, number])[] = [];
  let i = 0;
  let j = 0;
  while (i < a.at_s.length || j < b.at_s.length) {
    const takeA = j >= b.at_s.length || (i < a.at_s.length && (a.at_s[i] ?? 0) <= (b.at_s[j] ?? 0));
    if (takeA) order.push([a, i++]);
    else order.push([b, j++]);
  }
  return build(
    order,
    [...new Set([...a.imei14s, ...b.imei14s])].sort(),
    Math.min(a.component, b.component),
    // Two slots of one handset go the same ways: what was asked of one shows where both were.
    a.whole_traffic === true || b.whole_traffic === true,
    [...new Set([...(a.msisdns ?? []), ...(b.msisdns ?? [])])],
  );
}

function build(
  order: readonly (readonly [HandsetHistory, number])[],
  imei14s: readonly Imei14[],
  component: number,
  whole_traffic: boolean,
  msisdns: readonly Msisdn[],
): HandsetHistory {
  const n = order.length;
  const imsis: Imsi[] = [];
  const contacts: Msisdn[] = [];
  const imsiIndex = new Map<Imsi, number>();
  const contactIndex = new Map<Msisdn, number>();
  const out = {
    at_s: new Float64Array(n),
    cell: new Int32Array(n),
    service: new Uint8Array(n),
    direction: new Uint8Array(n),
    duration_s: new Float64Array(n),
    imsi: new Uint32Array(n),
    contact: new Int32Array(n),
    asked: new Uint8Array(n),
  };
  order.forEach(([from, at], k) => {
    out.at_s[k] = from.at_s[at] ?? 0;
    out.cell[k] = from.cell[at] ?? -1;
    out.service[k] = from.service[at] ?? 0;
    out.direction[k] = from.direction[at] ?? 0;
    out.duration_s[k] = from.duration_s[at] ?? 0;
    out.asked[k] = from.asked?.[at] ?? Number(from.whole_traffic === true);
    const imsi = from.imsis[from.imsi[at] ?? 0];
    if (imsi !== undefined) out.imsi[k] = intern(imsi, imsis, imsiIndex);
    const contact = from.contact[at] ?? -1;
    const number = contact < 0 ? undefined : from.contacts[contact];
    out.contact[k] = number === undefined ? contact : intern(number, contacts, contactIndex);
  });
  const imei14 = imei14s[0];
  if (imei14 === undefined) throw new RangeError('a handset has at least one IMEI');
  return { imei14, imei14s, component, ...out, imsis, contacts, whole_traffic, msisdns };
}

function intern<T>(value: T, list: T[], index: Map<T, number>): number {
  const known = index.get(value);
  if (known !== undefined) return known;
  index.set(value, list.length);
  return list.push(value) - 1;
}
