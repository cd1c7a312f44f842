export { attribute, type Attribution } from './attribute.ts';
export type { RoomProbability } from './direct-ties.ts';
export { digestHandset, type HandsetDigest, handsetKey } from './handset-digest.ts';
export { SUBJECT_FROM_LLR10 } from './subjects.ts';
export {
  type Alternative,
  ALTERNATIVES,
  heldOutDays,
  LEAST_PAIRS,
  type HeldOutDays,
  readTracks,
  REGIME_WORDS,
  SAME_AREA_KM,
  type Registration,
  sameUser,
  type SameUserOutcome,
  type SameUserRatio,
  type Track,
  tracksOf,
  type TracksFile,
} from './same-user/index.ts';
