import type { ApprovedContact, BedAssignment, LedgerLine, Room, Visit } from '../model/case.ts';
import type { Msisdn } from '../model/identifiers.ts';

export type BuyerTie = 'visitor' | 'approved-contact';

/** Inmates whom an order leads to, by the buyer's telephone. */
export interface BuyerLink {
  readonly numbers: ReadonlySet<Msisdn>;
  /** Sorted. */
  readonly inmate_ids: readonly string[];
  /** Prisons where those inmates were visited or had a bed. Sorted. */
  readonly prison_ids: readonly string[];
  readonly ties: readonly BuyerTie[];
}

export interface PrisonTies {
  readonly visits: readonly Visit[];
  readonly contacts: readonly ApprovedContact[];
  readonly rolls: readonly BedAssignment[];
  readonly rooms: readonly Room[];
}

/** Numbers that more inmates than this list (lawyers' offices, help lines) lead to nobody. */
const MOST_INMATES = 6;

/**
 * Which inmates, and so which prisons, each order points to. Orders of one buyer share their telephones: same e-mail
 * address, or same recipient at the same address (the seller's book often lacks the number on the second order).
 * Result by order_id.
 */
export function buyersToPrisons(ledger: readonly LedgerLine[], ties: PrisonTies): Map<string, BuyerLink> {
  const visitors = new Map<string, Set<string>>();
  const approved = new Map<string, Set<string>>();
  const prisons = new Map<string, Set<string>>();
  for (const visit of ties.visits) {
    add(prisons, visit.inmate_id, visit.prison_id);
    if (visit.visitor_number !== undefined) add(visitors, visit.visitor_number, visit.inmate_id);
  }
  for (const contact of ties.contacts) add(approved, contact.number, contact.inmate_id);
  const prisonOfRoom = new Map(ties.rooms.map((room) => [room.cell_id, room.prison_id]));
  for (const bed of ties.rolls) {
    const prison = prisonOfRoom.get(bed.cell_id);
    if (prison !== undefined) add(prisons, bed.inmate_id, prison);
  }
  const links = new Map<string, BuyerLink>();
  for (const [order, numbers] of numbersOfOrders(ledger)) {
    const inmates = new Set<string>();
    const kinds = new Set<BuyerTie>();
    for (const number of numbers) {
      for (const [kind, index] of [
        ['visitor', visitors],
        ['approved-contact', approved],
      ] as const) {
        const found = index.get(number);
        if (found === undefined || found.size > MOST_INMATES) continue;
        kinds.add(kind);
        for (const inmate of found) inmates.add(inmate);
      }
    }
    const prison_ids = new Set<string>();
    for (const inmate of inmates) for (const prison of prisons.get(inmate) ?? []) prison_ids.add(prison);
    links.set(order, {
      numbers,
      inmate_ids: [...inmates].sort(),
      prison_ids: [...prison_ids].sort(),
      ties: [...kinds].sort(),
    });
  }
  return links;
}

/** Telephones of each order, those of the same buyer's other orders included. */
function numbersOfOrders(ledger: readonly LedgerLine[]): Map<string, Set<Msisdn>> {
  const byBuyer = new Map<string, Set<Msisdn>>();
  const keysOf = (line: LedgerLine): string[] => {
    const keys = [`order ${line.order_id}`];
    if (line.buyer_email !== '') keys.push(`mail ${line.buyer_email.toLowerCase()}`);
    if (line.ship_name !== '' && line.ship_address !== '') {
      keys.push(`to ${line.ship_name.toLowerCase()} ${line.ship_address.toLowerCase()} ${line.ship_postcode}`);
    }
    return keys;
  };
  for (const line of ledger) {
    if (line.buyer_phone === undefined) continue;
    for (const key of keysOf(line)) add(byBuyer, key, line.buyer_phone);
  }
  const byOrder = new Map<string, Set<Msisdn>>();
  for (const line of ledger) {
    const numbers = byOrder.get(line.order_id) ?? new Set<Msisdn>();
    byOrder.set(line.order_id, numbers);
    for (const key of keysOf(line)) for (const number of byBuyer.get(key) ?? []) numbers.add(number);
  }
  return byOrder;
}

function add<K, V>(index: Map<K, Set<V>>, key: K, value: V): void {
  const known = index.get(key);
  if (known === undefined) index.set(key, new Set([value]));
  else known.add(value);
}
