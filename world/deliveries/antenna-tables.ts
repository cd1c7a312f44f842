import { isoLocal, isoUtc } from '../clock.ts';
import type { OperatorName } from '../names.ts';
import type { CellText } from './row.ts';
import { frenchTime } from './national-semicolon.ts';

export interface AntennaTable {
  readonly file: string;
  readonly encoding: 'utf8' | 'latin1';
  readonly text: string;
  /** Lines (from 1) whose latitude and longitude stand in each other's column. */
  readonly swappedLines: readonly number[];
}

/** The antenna table of one operator. `swap` asks for a few rows with latitude and longitude exchanged. */
export function antennaTable(operator: OperatorName, cells: readonly CellText[], swap: boolean): AntennaTable {
  const swappedLines: number[] = [];
  const body: string[] = [];
  const finite = (t: number, text: (t: number) => string): string => (Number.isFinite(t) ? text(t) : '');
  const tabTime = (t: number): string => {
    const iso = isoUtc(t);
    return `${iso.slice(5, 7)}/${iso.slice(8, 10)}/${iso.slice(0, 4)} ${iso.slice(11, 16)}`;
  };
  const head = {
    'leg-csv': 'cgi,rat,latitude,longitude,azimuth_deg,beamwidth_deg,site,valid_from,valid_until',
    'national-semicolon':
      'Clé antenne;Site;Latitude;Longitude;Azimut;Technologie;Identifiant réseau;Début de validité;Fin de validité',
    'first-last-tab': 'LAC/TAC\tCell ID\tNetwork\tSite Name\tLatitude\tLongitude\tAzimuth\tIn Service\tOut of Service',
    'etsi-xml': 'cellID,technology,latitude,longitude,azimuth,validFrom,validUntil',
  }[operator.layout];
  for (const [i, c] of cells.entries()) {
    const { cell } = c;
    const swapped = swap && (i * 7919 + 13) % 331 === 0;
    if (swapped) swappedLines.push(i + 2);
    const latitude = swapped ? c.longitude : c.latitude;
    const longitude = swapped ? c.latitude : c.longitude;
    if (operator.layout === 'leg-csv')
      body.push(
        `${c.id},${cell.rat}G,${latitude},${longitude},${c.azimuth},${c.azimuth ? 65 : ''},${cell.site},${finite(cell.from, isoUtc)},${finite(cell.until, isoUtc)}`,
      );
    else if (operator.layout === 'national-semicolon')
      body.push(
        `${cell.key};${cell.site};${latitude.replace('.', ',')};${longitude.replace('.', ',')};${c.azimuth};${cell.rat}G;${c.id};${finite(cell.from, frenchTime)};${finite(cell.until, frenchTime)}`,
      );
    else if (operator.layout === 'first-last-tab')
      body.push(
        [
          cell.lac,
          cell.ci,
          cell.rat === 2 ? 'GSM' : 'LTE',
          cell.site,
          latitude,
          longitude,
          c.azimuth,
          finite(cell.from, tabTime),
          finite(cell.until, tabTime),
        ].join('\t'),
      );
    else
      body.push(
        `${c.id},${cell.rat === 2 ? 'GSM' : 'LTE'},${latitude},${longitude},${c.azimuth},${finite(cell.from, isoLocal)},${finite(cell.until, isoLocal)}`,
      );
  }
  const file = {
    'leg-csv': 'antennas.csv',
    'national-semicolon': 'antennes.csv',
    'first-last-tab': 'cell_sites.txt',
    'etsi-xml': 'cells.csv',
  }[operator.layout];
  return {
    file,
    encoding: operator.layout === 'national-semicolon' ? 'latin1' : 'utf8',
    text: `${[head, ...body].join('\n')}\n`,
    swappedLines,
  };
}
