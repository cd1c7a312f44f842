export { listCaseFiles, roleOf } from './list-files.ts';
export type { FileQuality } from './quality.ts';
export { readCaseDocuments, readCaseManifest, readOwnFile } from './read-documents.ts';
export type { CaseReading } from './read-documents.ts';
export { isProtectedList, isProtectionUncovered, requireProtection } from './protected-numbers.ts';
export { notRegularInWords, openRegularFile, readOwnText, requireOwnFilesRegular } from './regular-file.ts';
