import { isoUtc } from '../clock.ts';
import { DATA } from '../legs.ts';
import { imeiText } from './row.ts';
import type { TextLayout } from './row.ts';

const SERVICE = ['VOICE', 'SMS', 'DATA'];

/** CSV, one row for each leg, UTC, IMEI of 14 digits and a spare 0. */
export const legCsv: TextLayout = {
  extension: 'csv',
  encoding: 'utf8',
  head: ['call_ref,start_utc,duration_s,service,direction,served_msisdn,served_imsi,served_imei,other_party,cgi,rat'],
  row(r, fault) {
    const cgi = fault === 'NO_CELL' ? '' : fault === 'UNKNOWN_CELL' ? '001-99-dead-beef' : r.cell.id;
    const when = fault === 'DATE' ? '2025-02-30T25:61:00Z' : isoUtc(r.t);
    const ref = (0x2a0000 + r.communication).toString(16).padStart(10, '0');
    const direction = r.service === DATA ? '' : r.direction === 0 ? 'MO' : 'MT';
    const start = `${ref},${when},${r.duration_s},${SERVICE[r.service]},${direction},+${r.number},${r.imsi},${imeiText(`${r.imei14}0`, fault)}`;
    return fault === 'COLUMNS' ? start : `${start},${r.other ? `+${r.other}` : ''},${cgi},${r.cell.cell.rat}G`;
  },
};
