import { antennaCandidate } from './antennas.ts';
import { headOf } from '../records/recognise.ts';
import { sniffTable, type SampleFile } from './table.ts';
import type { Position } from '../../model/record.ts';

const RECORD_BYTES = 1 << 19;
/** Antenna tables are read as far as this: a cell that the sample lacks looks like a cell that nobody knows. */
const ANTENNA_BYTES = 1 << 25;

/** As much of a file as a draft needs: the beginning of records, all of an antenna table. */
export async function sampleOf(path: string, filePath: string, anchors: readonly Position[] = []): Promise<SampleFile> {
  const head = await headOf(filePath);
  const { table } = sniffTable({ path, head });
  if (table === undefined) return { path, head };
  const bytes = antennaCandidate(table, anchors) === undefined ? RECORD_BYTES : ANTENNA_BYTES;
  return { path, head: await headOf(filePath, bytes) };
}

/** Words of an operator, in whichever of the two encodings they are written. */
export function proseOf(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('iso-8859-1').decode(bytes);
  }
}
