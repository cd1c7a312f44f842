export { type Alternative, ALTERNATIVES, SAME_AREA_KM } from './alternative.ts';
export { LEAST_PAIRS } from './model.ts';
export { heldOutDays, type HeldOutDays } from './held-out.ts';
export { readTracks, type TracksFile } from './read-tracks.ts';
export { REGIME_WORDS } from './regime.ts';
export { sameUser, type SameUserOutcome, type SameUserRatio } from './same-user.ts';
export { type Registration, type Track, tracksOf } from './tracks.ts';
