import { cellIdText } from '../antennas.ts';
import type { Cell } from '../antennas.ts';
import { nextImei14 } from '../numbering.ts';
import { toDegrees } from '../places.ts';
import type { World } from '../world.ts';

/** What an operator knows of one leg when it fills in a row. */
export interface Row {
  readonly t: number;
  readonly duration_s: number;
  /** VOICE, SMS or DATA of legs.ts. */
  readonly service: number;
  /** ORIGINATING or TERMINATING. */
  readonly direction: number;
  /** Country code first, no plus. */
  readonly number: string;
  /** Empty for data. */
  readonly other: string;
  readonly imsi: string;
  readonly imei14: string;
  readonly cell: CellText;
  readonly lastCell: CellText;
  /** Number of the communication, the same for both legs. */
  readonly communication: number;
}

/** A cell as tables and rows print it. */
export interface CellText {
  readonly cell: Cell;
  readonly id: string;
  readonly latitude: string;
  readonly longitude: string;
  readonly azimuth: string;
}

/** Ways in which one row is spoilt. The first four cannot be used; the others may. */
export const FAULTS = [
  'COLUMNS',
  'DATE',
  'SCIENTIFIC',
  'LEADING_ZEROS',
  'NO_CELL',
  'UNKNOWN_CELL',
  'CHECK_DIGIT',
] as const;
export type Fault = (typeof FAULTS)[number];
export const isHard = (fault: Fault): boolean => FAULTS.indexOf(fault) < 4;

/** One layout for rows of text. */
export interface TextLayout {
  readonly extension: string;
  readonly encoding: 'utf8' | 'latin1';
  readonly head: readonly string[];
  readonly row: (row: Row, fault: Fault | undefined) => string;
}

const SPREADSHEET = (imei: string): string => {
  const [mantissa, exponent] = Number(imei).toExponential(5).split('e');
  return `${mantissa}E${exponent?.replace('+', '+')}`;
};

/** The IMEI as a layout prints it, spoilt where the fault says so. */
export function imeiText(printed: string, fault: Fault | undefined): string {
  if (fault === 'SCIENTIFIC') return SPREADSHEET(printed);
  if (fault === 'LEADING_ZEROS') return printed.replace(/^0+/, '');
  return printed;
}

export const FILLER_IMEI14 = '00000000000000';

/** Prints every cell once. */
export function printCells(world: Pick<World, 'cells' | 'areas'>): CellText[] {
  return world.cells.map((cell) => {
    const [lon, lat] = toDegrees(world.areas[cell.area] as World['areas'][number], cell.x_m, cell.y_m);
    return {
      cell,
      id: cellIdText(cell),
      latitude: lat.toFixed(6),
      longitude: lon.toFixed(6),
      azimuth: cell.azimuth_deg < 0 ? '' : String(cell.azimuth_deg),
    };
  });
}

/** IMEI that stands in the record of a leg: that of the slot, or zeros. */
export function imeiOfLeg(world: World, leg: number): string {
  const device = world.devices[world.legs.device[leg] as number];
  if (!device || device.filler) return FILLER_IMEI14;
  const first = device.imeis[0] as string;
  return world.legs.slot[leg] === 1 ? (device.imeis[1] ?? nextImei14(first)) : first;
}

/** The row of a leg. */
export function rowOf(world: World, cells: readonly CellText[], leg: number): Row {
  const { legs, numbering } = world;
  const sim = numbering.sims[legs.sim[leg] as number];
  if (!sim) throw new RangeError('leg without a SIM');
  const other = legs.other[leg] as number;
  return {
    t: legs.time[leg] as number,
    duration_s: legs.duration_s[leg] as number,
    service: legs.service[leg] as number,
    direction: legs.direction[leg] as number,
    number: numbering.numbers[sim.number] as string,
    other: other < 0 ? '' : (numbering.numbers[other] as string),
    imsi: sim.imsi,
    imei14: imeiOfLeg(world, leg),
    cell: cells[legs.cell[leg] as number] as CellText,
    lastCell: cells[legs.lastCell[leg] as number] as CellText,
    communication: legs.communication[leg] as number,
  };
}
