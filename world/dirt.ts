import { hash32 } from './random.ts';
import type { Fault } from './deliveries/row.ts';
import type { OperatorName } from './names.ts';

/** One fault that a careful reader must, or may, refuse. The columns of truth/refused_expected.csv. */
export interface ExpectedRefusal {
  readonly file: string;
  /** 0 = the whole file. */
  readonly line: number;
  /** Record number in an XML file. */
  readonly record: number | '';
  readonly kind: string;
  /** hard = cannot be used; soft = a reader may use or refuse it. */
  readonly certainty: 'hard' | 'soft';
}

/** One row in so many is spoilt, by kind. */
const ONE_IN: Readonly<Record<Fault, number>> = {
  COLUMNS: 2600,
  DATE: 2400,
  SCIENTIFIC: 2700,
  LEADING_ZEROS: 4100,
  NO_CELL: 2300,
  UNKNOWN_CELL: 2900,
  CHECK_DIGIT: 900,
};

/** The fault of a row, drawn from seed, file and row alone: adding a file never moves the faults of another. */
export function faultOf(seed: number, file: number, row: number, layout: OperatorName['layout']): Fault | undefined {
  let n = 0;
  for (const [fault, oneIn] of Object.entries(ONE_IN) as [Fault, number][]) {
    n++;
    if (fault === 'CHECK_DIGIT' && layout !== 'etsi-xml') continue;
    if (hash32(hash32(seed, file * 16 + n), row) % oneIn === 0) return fault;
  }
  return undefined;
}
