export { callingCodeOf } from './calling-code.ts';
export { withNumbersAsRead } from './listed-numbers.ts';
export { openBursts, type Burst, type BurstReadings } from './documents/bursts.ts';
export {
  isProtectedList,
  isProtectionUncovered,
  listCaseFiles,
  notRegularInWords,
  openRegularFile,
  readCaseDocuments,
  readCaseManifest,
  readOwnFile,
  readOwnText,
  requireOwnFilesRegular,
  requireProtection,
  roleOf,
} from './documents/index.ts';
export type { CaseReading, FileQuality } from './documents/index.ts';
export { loadDeliveries, UNDRAFTED } from './records/deliveries.ts';
export { operatorOf } from './records/load-file.ts';
export { readRowsOutsidePeriod, type RowsOutsidePeriod } from './records/rows-outside-period.ts';
export type { DeliveryFile } from './records/load-records.ts';
export { readCells, type Cells } from './records/cells.ts';
export { readHistories } from './records/histories.ts';
export { readHoursOfUse } from './records/hours-of-use.ts';
export { longestGaps, type LongestGap } from './records/longest-gaps.ts';
export { rowsOfHandsets, simsOfHandsets, type SimOfHandset } from './records/rows-of-handsets.ts';
export { byPlace, listRefusals, type RefusedLoad } from './records/list-refusals.ts';
export { reportIntake, type DeliveryQuality, type IntakeReport } from './records/intake-report.ts';
export { readDoubtfulClocks, type DoubtfulClock } from './records/operator-clocks.ts';
export { shiftedPairs, type ShiftedDelivery } from './records/shifted-deliveries.ts';
export { withUtf8 } from './records/utf16.ts';
export { openLoads } from './records/loads.ts';
export { profileJsonSchema, readProfiles, type Profile } from './records/profile.ts';
export { draftFiles, tryProfile, type RowsOfActs } from './scaffold/try-profile.ts';
export { headOf, recognise } from './records/recognise.ts';
