export { attribute, type Attribution, type AttributionInput } from './attribute.ts';
export type { RoomProbability } from './direct-ties.ts';
export { digestHandset, type HandsetDigest, handsetKey } from './handset-digest.ts';
export type { UserRow } from './rank-users.ts';
export type { StayFinding } from './subjects.ts';
