import type { ApprovedContact, DeviceProfile, LedgerLine, Visit } from '../model/case.ts';
import type { Imei14, Msisdn } from '../model/identifiers.ts';
import type { HandsetSummary } from './summary.ts';

/** Hand-made ledger lines and handset summaries for tests. */
export const lineOf = (order_id: string, rest: Partial<LedgerLine> = {}): LedgerLine => ({
  order_id,
  ordered_at_s: 0,
  line: '1',
  product: 'Mini',
  quantity: 1,
  imeis: [],
  buyer_name: '',
  buyer_email: '',
  buyer_phone: undefined,
  ship_name: '',
  ship_address: '',
  ship_postcode: '',
  ship_city: '',
  note: '',
  ...rest,
});

export const handsetOf = (
  imei14: string,
  area: string | undefined,
  contacts: readonly string[] = [],
  rest: Partial<HandsetSummary> = {},
): HandsetSummary => ({
  imei14: imei14 as Imei14,
  imei14s: [imei14 as Imei14],
  component: 1,
  first_seen_s: 10 * 86_400,
  last_seen_s: 20 * 86_400,
  events: 100,
  mainArea: area,
  contacts: new Set(contacts as Msisdn[]),
  ...rest,
});

export const MINI: DeviceProfile = { tacs: ['99000001'], model: 'Mini', class: 'mini-phone', sims: 1, bands: [] };
export const phone = (n: string): Msisdn => n as Msisdn;
export const visitOf = (prison_id: string, inmate_id: string, number: string): Visit => ({
  prison_id,
  inmate_id,
  visitor_id: 'V1',
  visitor_number: phone(number),
  from_s: 0,
  until_s: 1,
});
export const contactOf = (inmate_id: string, number: string): ApprovedContact => ({
  inmate_id,
  number: phone(number),
  relation: 'partner',
});
