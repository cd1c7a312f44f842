export { numberKey } from './number-key.ts';
export { openProtection, readingsOfAll, type Protection } from './protection.ts';
export { dropsTrunkZero } from './readings.ts';
