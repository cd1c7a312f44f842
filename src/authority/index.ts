export { actsFor, denial, parseActs, permits } from './acts.ts';
export { globCovers } from './glob.ts';
export { parseIsoTime } from './iso-time.ts';
export { handsetListed, plainIdentifier } from './listed-identifier.ts';
export { actsToDelete, isRetained, retainedActs } from './retention.ts';
