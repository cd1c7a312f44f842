export { listCaseFiles, roleOf } from './list-files.ts';
export type { FileRole } from './list-files.ts';
export { QualityTally } from './quality.ts';
export type { FileQuality } from './quality.ts';
export { readCaseDocuments, readCaseManifest, readOwnFile } from './read-documents.ts';
export type { CaseReading, CaseSource, FileRead } from './read-documents.ts';
export { parseTelephoneNumber } from './telephone-number.ts';
