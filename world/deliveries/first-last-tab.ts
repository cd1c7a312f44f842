import { clockText, dateParts } from '../clock.ts';
import { DATA, SMS } from '../legs.ts';
import { imeiText } from './row.ts';
import type { CellText, TextLayout } from './row.ts';

const HEAD =
  'Date|Time (UTC)|Duration (s)|Call Type|Direction|Subscriber Number|Other Number|IMSI|IMEI|1st LAC/TAC|1st Cell ID|1st Azimuth|1st Latitude|1st Longitude|Last LAC/TAC|Last Cell ID|Last Azimuth|Last Latitude|Last Longitude';

/** Tabs, month first, UTC, 14 digits, cells at the start and at the end with their coordinates. */
export const firstLastTab: TextLayout = {
  extension: 'txt',
  encoding: 'utf8',
  head: [HEAD.replaceAll('|', '\t')],
  row(r, fault) {
    const day = Math.floor(r.t / 86_400);
    const [y, m, d] = dateParts(day);
    const date = fault === 'DATE' ? '02/30/2025' : `${m}/${d}/${y}`;
    const out = r.direction === 0;
    const type =
      r.service === DATA
        ? 'gprs'
        : r.service === SMS
          ? out
            ? 'mSOriginatingSMSinMSC'
            : 'mSTerminatingSMSinMSC'
          : out
            ? 'moc'
            : 'mtc';
    const way = r.service === DATA ? '' : out ? 'Outgoing' : 'Incoming';
    const start = `${date}\t${clockText(r.t - day * 86_400)}\t${r.duration_s}\t${type}\t${way}\t${r.number}\t${r.other}\t${r.imsi}\t${imeiText(r.imei14, fault)}`;
    if (fault === 'NO_CELL') return `${start}\t\t\t\t\t\t\t\t\t\t`;
    if (fault === 'UNKNOWN_CELL') return `${start}\t65534\t65535\t\t\t\t65534\t65535\t\t\t`;
    const first = cellColumns(r.cell);
    if (fault === 'COLUMNS') return `${start}\t${first}\t${r.cell.cell.lac}\t${r.cell.cell.ci}`;
    return `${start}\t${first}\t${cellColumns(r.lastCell)}`;
  },
};

function cellColumns(c: CellText): string {
  return `${c.cell.lac}\t${c.cell.ci}\t${c.azimuth}\t${c.latitude}\t${c.longitude}`;
}
