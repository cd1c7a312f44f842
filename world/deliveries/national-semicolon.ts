import { clockText, dateParts, offset_s } from '../clock.ts';
import { DATA, SMS } from '../legs.ts';
import { imeiText } from './row.ts';
import type { TextLayout } from './row.ts';

/** Semicolons, ISO-8859-1, a title line, legal time, national numbers, IMEISV, a key into the antenna table. */
export const nationalSemicolon = (name: string): TextLayout => ({
  extension: 'csv',
  encoding: 'latin1',
  head: [
    `${name} - Réquisition n° 2025/0611 - Relevé détaillé des communications - heure légale française`,
    'N° client;Correspondant;Type;Date et heure;Durée (s);Volume (Mo);N° IMSI;N° IMEI;Clé antenne',
  ],
  row(r, fault) {
    const type = r.service === DATA ? 'DA' : `${r.service === SMS ? 'S' : 'V'}${r.direction === 0 ? 'S' : 'E'}`;
    const volume = r.service === DATA ? (r.duration_s * 0.013).toFixed(2).replace('.', ',') : '';
    const start = `${national(r.number)};${national(r.other)};${type};${fault === 'DATE' ? '31/02/2025 26:10:00' : frenchTime(r.t)};${r.duration_s};`;
    if (fault === 'COLUMNS') return start;
    const key = fault === 'NO_CELL' ? '' : fault === 'UNKNOWN_CELL' ? 'K999999' : r.cell.cell.key;
    return `${start}${volume};${r.imsi};${imeiText(r.imei14 + softwareVersion(r.imei14), fault)};${key}`;
  },
});

function national(number: string): string {
  return number === '' ? '' : `0${number.slice(2)}`;
}

/** dd/mm/yyyy hh:mm:ss, legal time. */
export function frenchTime(t: number): string {
  const local = t + offset_s(t);
  const day = Math.floor(local / 86_400);
  const [y, m, d] = dateParts(day);
  return `${d}/${m}/${y} ${clockText(local - day * 86_400)}`;
}

function softwareVersion(imei14: string): string {
  return imei14 === '00000000000000' ? '00' : String((Number(imei14.slice(8)) * 7 + 11) % 90).padStart(2, '0');
}
