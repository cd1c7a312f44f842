export type { HiddenNumbers } from './hidden-numbers.ts';
export { formHandsets } from './form-handsets.ts';
export { soldHandsets } from './sold-handsets.ts';
export type { SoldLot } from './sold-lots.ts';
export { type HandsetSummary, summarise } from './summary.ts';
export { type LedgerMatch, numbersOfInterest, traceLedger, type Traced, type TraceRow } from './trace.ts';
