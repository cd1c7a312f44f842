export type { HiddenNumbers } from './hidden-numbers.ts';
export { buyersToPrisons, type BuyerLink, type BuyerTie, type PrisonTies } from './buyer-to-prison.ts';
export { formHandsets } from './form-handsets.ts';
export { soldHandsets } from './sold-handsets.ts';
export type { SoldLot } from './sold-lots.ts';
export { type AreasOfCells, type HandsetSummary, summarise } from './summary.ts';
export {
  type LedgerMatch,
  numbersOfInterest,
  traceLedger,
  type Traced,
  type TraceInput,
  type TraceRow,
} from './trace.ts';
